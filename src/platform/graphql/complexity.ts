import { getComplexity } from 'graphql-query-complexity';
import type { ComplexityEstimator } from 'graphql-query-complexity';
import type { DocumentNode, GraphQLSchema } from 'graphql';

const DEFAULT_ROWS = 50;

/** A field costs 1; what stands below a paged list counts once for each row that may come. */
const perRow: ComplexityEstimator = ({ field, args, childComplexity }) => {
  const isPaged = field.args.some(({ name }) => name === 'first');
  const first: unknown = args['first'];
  const rows = isPaged ? (typeof first === 'number' ? Math.max(first, 0) : DEFAULT_ROWS) : 1;
  return 1 + rows * childComplexity;
};

const MOST_ESTIMATES = 32;
const LONGEST_KEY = 1000;

/** Estimates of an operation, by the values of the variables that they follow from. */
const known = new WeakMap<DocumentNode, Map<string, number>>();

/** Estimates from the document alone how many values an answer may hold. */
export function complexityOf(
  schema: GraphQLSchema,
  query: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
  operationName: string | null | undefined,
): number {
  const key = JSON.stringify([operationName, variables]);
  if (key.length > LONGEST_KEY) return estimated(schema, query, variables, operationName);
  const estimates = known.get(query) ?? new Map<string, number>();
  known.set(query, estimates);
  const estimate = estimates.get(key) ?? estimated(schema, query, variables, operationName);
  if (estimates.size >= MOST_ESTIMATES) estimates.clear();
  estimates.set(key, estimate);
  return estimate;
}

function estimated(
  schema: GraphQLSchema,
  query: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
  operationName: string | null | undefined,
): number {
  return getComplexity({
    estimators: [perRow],
    schema,
    query,
    variables,
    ...(operationName ? { operationName } : {}),
  });
}
