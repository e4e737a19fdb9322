import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, getArgumentValues, getVariableValues } from 'graphql';
import type { DocumentNode, FieldNode, GraphQLField, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { BadInputError } from '../../core/errors/bad-input.js';
import { argumentCheckOf } from './argument-check.js';
import { checkIdKinds } from './id-kind-check.js';
import type { Variables } from './selection.js';
import { visitFields } from './visit-fields.js';

/** Runs the argument checks of every field that is about to be executed. */
export function argumentCheckPlugin(): ApolloServerPlugin {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ schema, document, operation, request }) => {
        if (operation) checkArguments(schema, document, operation, request.variables ?? {});
      },
    }),
  };
}

/** Throws a GraphQLError with status 400 for the first field of the operation whose arguments cannot be used. */
export function checkArguments(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  inputs: Readonly<Record<string, unknown>>,
): void {
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], inputs);
  // Variables of the wrong type are refused when the execution begins.
  if (coerced === undefined) return;
  visitFields(schema, document, operation, coerced, (node, field) =>
    checkField(schema, node, field, coerced),
  );
}

function checkField(
  schema: GraphQLSchema,
  node: FieldNode,
  field: GraphQLField<unknown, unknown>,
  variables: Variables,
): void {
  const check = argumentCheckOf(field.extensions);
  if (!check) return;
  try {
    const values = getArgumentValues(field, node, variables);
    check(values);
    for (const argument of field.args) checkIdKinds(schema, argument, values[argument.name], [argument.name]);
  } catch (error) {
    throw error instanceof BadInputError ? badInput(error, node) : error;
  }
}

function badInput(error: BadInputError, node: FieldNode): GraphQLError {
  const where = [node.name.value, ...error.argument].join('.');
  return new GraphQLError(`${where}: ${error.message}`, {
    nodes: node,
    originalError: error,
    extensions: { code: 'BAD_USER_INPUT', argument: where, http: { status: 400 } },
  });
}
