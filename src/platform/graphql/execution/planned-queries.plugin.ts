import type { ApolloServerPlugin, GraphQLResponse } from '@apollo/server';
import { HeaderMap } from '@apollo/server';
import { OperationTypeNode } from 'graphql';
import type { ExecutionResult } from 'graphql';
import type { OperationBudget } from '../../../core/fairness/operation-budget.js';
import type { Checked } from '../checks/operation-checks.plugin.js';
import { formattedError } from '../format-error.js';
import { executePlan } from './execute-plan.js';
import { Plans } from './plans.js';

/** What an operation's context must offer for it to be kept within bounds. */
export type Budgeted = { readonly budget: OperationBudget };

/** Answers queries by plans, which are kept with their documents. Mutations stay with graphql-js: they wait for servers anyway. */
export function plannedQueriesPlugin(): ApolloServerPlugin<Checked & Budgeted> {
  const plans = new Plans();
  return {
    requestDidStart: async () => ({
      responseForOperation: async ({ schema, contextValue }) => {
        const { checked, budget } = contextValue;
        if (checked?.operation.operation !== OperationTypeNode.QUERY) return null;
        const { document, operation, variables } = checked;
        const plan = plans.of(schema, document, operation, variables, budget.ownerName);
        try {
          return responseOf(await executePlan(plan, variables, contextValue, budget));
        } finally {
          plans.weigh(plan);
        }
      },
    }),
  };
}

function responseOf({ data, errors }: ExecutionResult): GraphQLResponse {
  const singleResult = { data: data ?? null, ...(errors ? { errors: errors.map(formattedError) } : {}) };
  return { http: { headers: new HeaderMap() }, body: { kind: 'single', singleResult } };
}
