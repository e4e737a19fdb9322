import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { isRoleEnough } from '../../core/model/caller.js';
import type { Caller } from '../../core/model/caller.js';
import type { IntrospectionAccess } from '../config/gateway-config.js';
import type { Called } from './role-check.plugin.js';
import { visitFields } from './visit-fields.js';

const SCHEMA_FIELDS = new Set(['__schema', '__type']);
const SUGGESTION = / Did you mean [^?]*\?/g;

/** Shows the schema to callers of the role that may see it; to others neither fields nor guesses at their names. */
export function introspectionPlugin(access: IntrospectionAccess): ApolloServerPlugin<Called> {
  return {
    requestDidStart: async ({ contextValue: { caller } }) => {
      if (maySee(caller, access)) return;
      return {
        didResolveOperation: async ({ schema, document, operation }) => {
          if (!operation) return;
          visitFields(schema, document, operation, null, ({ name }) => {
            if (SCHEMA_FIELDS.has(name.value)) throw hidden(access);
          });
        },
        willSendResponse: async ({ response: { body } }) => {
          if (body.kind !== 'single' || body.singleResult.errors === undefined) return;
          body.singleResult.errors = body.singleResult.errors.map((error) => ({
            ...error,
            message: error.message.replace(SUGGESTION, ''),
          }));
        },
      };
    },
  };
}

function maySee({ role }: Caller, access: IntrospectionAccess): boolean {
  return access !== 'NOBODY' && isRoleEnough(role, access);
}

function hidden(access: IntrospectionAccess): GraphQLError {
  const who = access === 'NOBODY' ? 'nobody' : `the role ${access}`;
  return new GraphQLError(`the schema is shown to ${who}; see schema.graphql of the gateway`, {
    extensions: { code: 'FORBIDDEN', http: { status: 403 } },
  });
}
