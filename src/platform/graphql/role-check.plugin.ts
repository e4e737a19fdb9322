import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, getVariableValues } from 'graphql';
import type { DocumentNode, FieldNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { isRoleEnough } from '../../core/model/caller.js';
import type { Caller, Role } from '../../core/model/caller.js';
import { requiredRoleOf } from './required-role.js';
import { visitFields } from './visit-fields.js';

/** What an operation's context must offer for its caller's rights to be checked. */
export type Called = { readonly caller: Caller };

/** Refuses documents with a field that the caller's role is not enough for. */
export function roleCheckPlugin(): ApolloServerPlugin<Called> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ schema, document, operation, request, contextValue }) => {
        if (operation) checkRoles(schema, document, operation, request.variables ?? {}, contextValue.caller);
      },
    }),
  };
}

/** Throws a GraphQLError with status 403 for the first field of the operation that needs another role. */
export function checkRoles(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  inputs: Readonly<Record<string, unknown>>,
  { role: held }: Caller,
): void {
  // Variables that cannot be coerced leave nothing out.
  const { coerced = null } = getVariableValues(schema, operation.variableDefinitions ?? [], inputs);
  visitFields(schema, document, operation, coerced, (node, { extensions }, parentType) => {
    const needed = requiredRoleOf(extensions);
    if (needed !== undefined && !isRoleEnough(held, needed))
      throw forbidden(`${parentType}.${node.name.value}`, node, needed, held);
  });
}

function forbidden(field: string, node: FieldNode, needed: Role, held: Role): GraphQLError {
  return new GraphQLError(`${field} needs the role ${needed}, and yours is ${held}`, {
    nodes: node,
    extensions: { code: 'FORBIDDEN', field, requiredRole: needed, http: { status: 403 } },
  });
}
