import type { ApolloServerPlugin, GraphQLResponse } from '@apollo/server';
import { HeaderMap } from '@apollo/server';
import { ApolloServerErrorCode } from '@apollo/server/errors';
import { getVariableValues, OperationTypeNode } from 'graphql';
import type { ExecutionResult, GraphQLError, GraphQLFormattedError } from 'graphql';
import { formatError } from '../format-error.js';
import { executePlan } from './execute-plan.js';
import { Plans } from './plans.js';

/** Answers queries by plans, which are kept with their documents. Mutations stay with graphql-js: they wait for servers anyway. */
export function plannedQueriesPlugin(): ApolloServerPlugin {
  const plans = new Plans();
  return {
    requestDidStart: async () => ({
      responseForOperation: async ({ schema, document, operation, request, contextValue }) => {
        // There is none, whatever its type says, when the request names one that the document lacks.
        if (operation?.operation !== OperationTypeNode.QUERY) return null;
        const definitions = operation.variableDefinitions ?? [];
        const { coerced } = getVariableValues(schema, definitions, request.variables ?? {});
        // Apollo tells what is wrong with variables when it executes.
        if (coerced === undefined) return null;
        const plan = plans.of(schema, document, operation, coerced);
        return responseOf(await executePlan(plan, coerced, contextValue));
      },
    }),
  };
}

function responseOf({ data, errors }: ExecutionResult): GraphQLResponse {
  const singleResult = { data: data ?? null, ...(errors ? { errors: errors.map(formatted) } : {}) };
  return { http: { headers: new HeaderMap() }, body: { kind: 'single', singleResult } };
}

/** An error as Apollo would show it. */
function formatted(error: GraphQLError): GraphQLFormattedError {
  const code = error.extensions['code'] ?? ApolloServerErrorCode.INTERNAL_SERVER_ERROR;
  return formatError({ ...error.toJSON(), extensions: { ...error.extensions, code } }, error);
}
