import type { ApolloServerPlugin, GraphQLResponse } from '@apollo/server';
import { HeaderMap } from '@apollo/server';
import { OperationTypeNode } from 'graphql';
import type { ExecutionResult } from 'graphql';
import type { Checked } from '../checks/operation-checks.plugin.js';
import { formattedError } from '../format-error.js';
import { executePlan } from './execute-plan.js';
import { Plans } from './plans.js';
import { noteChange } from './write-answer.js';

/** Answers queries by plans, which are kept with their documents. Mutations stay with graphql-js: they wait for servers anyway. */
export function plannedQueriesPlugin(): ApolloServerPlugin<Checked> {
  const plans = new Plans();
  return {
    requestDidStart: async () => ({
      responseForOperation: async ({ schema, contextValue }) => {
        const { checked, budget } = contextValue;
        if (checked?.operation.operation !== OperationTypeNode.QUERY) return null;
        if (budget.isDue) await budget.laterTurnOrEnd();
        const { document, operation, variables } = checked;
        const plan = plans.of(schema, document, operation, variables, budget.ownerName);
        try {
          return responseOf(await executePlan(plan, variables, contextValue, budget));
        } finally {
          plans.weigh(plan);
        }
      },
      willSendResponse: async ({ operation, response: { body }, contextValue: { budget } }) => {
        if (operation?.operation !== OperationTypeNode.MUTATION || body.kind !== 'single') return;
        if (body.singleResult.data) noteChange(body.singleResult.data, budget);
      },
    }),
  };
}

function responseOf({ data, errors }: ExecutionResult): GraphQLResponse {
  const singleResult = { data: data ?? null, ...(errors ? { errors: errors.map(formattedError) } : {}) };
  return { http: { headers: new HeaderMap() }, body: { kind: 'single', singleResult } };
}
