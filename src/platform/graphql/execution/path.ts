import type { GraphQLResolveInfo } from 'graphql';

/** A place in the answer, as a list from the inside out. */
export type Path = GraphQLResolveInfo['path'];

export function below(prev: Path | undefined, key: string | number, typename: string | undefined): Path {
  return { prev, key, typename };
}
