import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloServerErrorCode } from '@apollo/server/errors';

const DOCUMENT_FAILURES: ReadonlySet<unknown> = new Set([
  ApolloServerErrorCode.GRAPHQL_PARSE_FAILED,
  ApolloServerErrorCode.GRAPHQL_VALIDATION_FAILED,
]);

/**
 * GraphQL over HTTP wants 200 for documents and variables that are wrong where a client accepts nothing but application/json: to such
 * clients another status says that no GraphQL server answered. Limits, roles and arguments that we check keep their own status.
 */
export function legacyStatusPlugin(): ApolloServerPlugin {
  return {
    requestDidStart: async ({ request }) => {
      if (!isLegacy(request.http?.headers.get('accept'))) return;
      return {
        willSendResponse: async ({ response, errors = [] }) => {
          const isDocumentWrong = errors.some(({ extensions }) => DOCUMENT_FAILURES.has(extensions['code']));
          const isVariableWrong = errors.some(({ message }) => message.startsWith('Variable "$'));
          if (response.http.status === 400 && (isDocumentWrong || isVariableWrong))
            response.http.status = 200;
        },
      };
    },
  };
}

function isLegacy(accept: string | undefined): boolean {
  const types = accept?.split(',').map((type) => type.split(';')[0]?.trim());
  return types?.every((type) => type === 'application/json') ?? false;
}
