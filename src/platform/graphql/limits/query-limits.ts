import { GraphQLError, getVariableValues } from 'graphql';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { QueryLimits } from '../../config/gateway-config.js';
import { complexityOf } from '../complexity.js';
import { DEEPEST_INPUT, isDeeperThan } from './value-depth.js';
import { sizeOf } from './document-size.js';

export const LIMIT_EXCEEDED = 'QUERY_LIMIT_EXCEEDED';

const SIZES = ['depth', 'aliases', 'rootFields', 'directives', 'fields'] as const;

/** Throws a GraphQLError with status 400 for an operation that asks for more than the limits allow. */
export function checkLimits(
  limits: QueryLimits,
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  inputs: Readonly<Record<string, unknown>>,
): void {
  // Sizes first: to estimate the complexity of fragments within fragments takes as long as they are large.
  const size = sizeOf(document, operation);
  for (const name of SIZES) if (size[name] > limits[name]) throw exceeded(name, limits[name], size[name]);
  // By GET they come past what looks at bodies.
  if (isDeeperThan(DEEPEST_INPUT, inputs)) throw tooDeep();
  const definitions = operation.variableDefinitions ?? [];
  // Variables of the wrong type are refused when the execution begins.
  if (definitions.length > 0 && getVariableValues(schema, definitions, inputs).coerced === undefined) return;
  const complexity = complexityOf(schema, document, inputs, operation.name?.value);
  if (complexity > limits.complexity) throw exceeded('complexity', limits.complexity, complexity);
}

function tooDeep(): GraphQLError {
  return new GraphQLError(`the variables have values more than ${DEEPEST_INPUT} deep inside each other`, {
    extensions: { code: LIMIT_EXCEEDED, limit: 'variables', allowed: DEEPEST_INPUT, http: { status: 400 } },
  });
}

function exceeded(limit: keyof QueryLimits, allowed: number, actual: number): GraphQLError {
  const words = WORDS[limit] ?? limit;
  return new GraphQLError(
    `the query has ${words} of ${actual}, and the limit is ${allowed} (limits.${limit})`,
    {
      extensions: { code: LIMIT_EXCEEDED, limit, allowed, actual, http: { status: 400 } },
    },
  );
}

const WORDS: Partial<Record<keyof QueryLimits, string>> = {
  depth: 'a depth',
  complexity: 'a complexity',
  aliases: 'a number of aliases',
  rootFields: 'a number of root fields',
  directives: 'a number of directives',
  fields: 'a number of fields',
};
