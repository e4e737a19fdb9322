import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, TypeInfo, getArgumentValues, visit, visitWithTypeInfo } from 'graphql';
import type { DocumentNode, FieldNode, GraphQLSchema } from 'graphql';
import { BadInputError } from '../../core/errors/bad-input.js';
import { argumentCheckOf } from './argument-check.js';

/** Runs the argument checks of every field of the document before it is executed. */
export function argumentCheckPlugin(): ApolloServerPlugin {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ schema, document, request }) =>
        checkArguments(schema, document, request.variables ?? {}),
    }),
  };
}

/** Throws a GraphQLError with status 400 for the first field whose arguments cannot be used. */
export function checkArguments(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
): void {
  const types = new TypeInfo(schema);
  const checkField = (node: FieldNode): void => {
    const field = types.getFieldDef();
    const check = field && argumentCheckOf(field.extensions);
    if (!field || !check) return;
    try {
      check(getArgumentValues(field, node, variables));
    } catch (error) {
      throw error instanceof BadInputError ? badInput(error, node) : error;
    }
  };
  visit(document, visitWithTypeInfo(types, { Field: checkField }));
}

function badInput(error: BadInputError, node: FieldNode): GraphQLError {
  const where = [node.name.value, ...error.argument].join('.');
  return new GraphQLError(`${where}: ${error.message}`, {
    nodes: node,
    originalError: error,
    extensions: { code: 'BAD_USER_INPUT', argument: where, http: { status: 400 } },
  });
}
