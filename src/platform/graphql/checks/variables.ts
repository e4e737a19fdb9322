import { GraphQLError, getVariableValues } from 'graphql';
import type { GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Variables } from '../selection.js';
import { LIMIT_EXCEEDED, MOST_ERRORS, asRefusal, refusal } from './refusals.js';
import { DEEPEST_INPUT, isDeeperThan } from '../../request/value-depth.js';

const QUOTING = /^(Variable "[^"]+" got invalid value) (.*?)((?: at "[^"]*")?; [^;]*)$/s;
const NONE: Variables = Object.freeze(Object.create(null));

/** The variables of an operation as its fields take them, or what is wrong with them. */
export function coercedVariables(
  schema: GraphQLSchema,
  { variableDefinitions: definitions = [] }: OperationDefinitionNode,
  inputs: Variables,
): { readonly variables: Variables } | { readonly errors: readonly GraphQLError[] } {
  // By GET and in messages of streams they come past what looks at bodies.
  if (isDeeperThan(DEEPEST_INPUT, inputs)) return { errors: [tooDeep()] };
  if (definitions.length === 0) return { variables: NONE };
  const { coerced, errors = [] } = getVariableValues(schema, definitions, inputs, { maxErrors: MOST_ERRORS });
  if (coerced !== undefined) return { variables: coerced };
  return { errors: errors.map(withoutValue) };
}

function tooDeep(): GraphQLError {
  return refusal(`the variables have values more than ${DEEPEST_INPUT} deep inside each other`, 400, {
    code: LIMIT_EXCEEDED,
    limit: 'variables',
    allowed: DEEPEST_INPUT,
  });
}

/** GraphQL quotes the whole value that one field of it spoils: it may be long, and there may be a password in it. */
function withoutValue({ message, nodes }: GraphQLError): GraphQLError {
  const [, variable, , reason] = message.match(QUOTING) ?? [];
  const short = variable === undefined ? message : `${variable}${reason}`;
  return asRefusal(new GraphQLError(short, nodes), 'BAD_USER_INPUT');
}
