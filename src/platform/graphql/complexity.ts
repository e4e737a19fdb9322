import { getComplexity } from 'graphql-query-complexity';
import type { ComplexityEstimator } from 'graphql-query-complexity';
import type { DocumentNode, GraphQLSchema } from 'graphql';

const DEFAULT_ROWS = 50;

/** A field costs 1; what stands below a paged list counts once for each row that may come. */
const perRow: ComplexityEstimator = ({ field, args, childComplexity }) => {
  const isPaged = field.args.some(({ name }) => name === 'first');
  const first: unknown = args['first'];
  const rows = isPaged ? (typeof first === 'number' ? first : DEFAULT_ROWS) : 1;
  return 1 + rows * childComplexity;
};

/** Estimates from the document alone how many values an answer may hold. */
export function complexityOf(
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
