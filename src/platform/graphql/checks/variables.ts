import { GraphQLError, getVariableValues } from 'graphql';
import type { GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Variables } from '../selection.js';
import { MOST_ERRORS, asRefusal } from './refusals.js';
import { excessOf } from './variables-size.js';

const QUOTING = /^(Variable "[^"]+" got invalid value) (.*?)((?: at "[^"]*")?; [^;]*)$/s;
const NONE: Variables = Object.freeze(Object.create(null));

/** The variables of an operation as its fields take them, or what is wrong with them. */
export function coercedVariables(
  schema: GraphQLSchema,
  { variableDefinitions: definitions = [] }: OperationDefinitionNode,
  inputs: Variables,
): { readonly variables: Variables } | { readonly errors: readonly GraphQLError[] } {
  const excess = excessOf(inputs);
  if (excess !== undefined) return { errors: [excess] };
  if (definitions.length === 0) return { variables: NONE };
  const { coerced, errors = [] } = getVariableValues(schema, definitions, inputs, { maxErrors: MOST_ERRORS });
  if (coerced !== undefined) return { variables: coerced };
  return { errors: errors.map(withoutValue) };
}

/** GraphQL quotes the whole value that one field of it spoils: it may be long, and there may be a password in it. */
function withoutValue({ message, nodes }: GraphQLError): GraphQLError {
  const [, variable, , reason] = message.match(QUOTING) ?? [];
  const short = variable === undefined ? message : `${variable}${reason}`;
  return asRefusal(new GraphQLError(short, nodes), 'BAD_USER_INPUT');
}
