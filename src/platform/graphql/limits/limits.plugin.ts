import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLError } from 'graphql';
import type { QueryLimits } from '../../config/gateway-config.js';
import { LIMIT_EXCEEDED, checkLimits } from './query-limits.js';

const TOO_MANY_TOKENS = /^Syntax Error: Document contains more that \d+ tokens/;

/** Refuses documents that ask for too much, before anything else looks at their fields. */
export function limitsPlugin(limits: QueryLimits): ApolloServerPlugin {
  return {
    requestDidStart: async () => ({
      didEncounterErrors: async ({ errors }) => errors.forEach(nameTokenLimit),
      didResolveOperation: async ({ schema, document, operation, request }) => {
        if (operation) checkLimits(limits, schema, document, operation, request.variables ?? {});
      },
    }),
  };
}

/** To the parser a document with too many tokens is one that does not parse. */
function nameTokenLimit({ message, extensions }: GraphQLError): void {
  if (TOO_MANY_TOKENS.test(message)) Object.assign(extensions, { code: LIMIT_EXCEEDED, limit: 'tokens' });
}
