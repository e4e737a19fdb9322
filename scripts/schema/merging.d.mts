import type { GraphQLSchema } from 'graphql';

export const BELOW_NODE: readonly string[];
/** What types of one interface say under one name that cannot stand in one document. */
export function unmergeable(schema: GraphQLSchema): readonly string[];
