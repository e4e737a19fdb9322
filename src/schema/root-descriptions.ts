import type { GraphQLSchema } from 'graphql';

const QUERY = 'What can be asked. Lists and reports span all servers that the gateway is configured with.';
const MUTATION =
  'What can be changed. Each change takes one input and tells a refusal that a person can mend in `userErrors`.';
const SUBSCRIPTION =
  'What can be followed: over WebSocket (graphql-transport-ws) at /graphql, or as server-sent events at /graphql/stream.';

/** Describes the root types, which the decorators cannot. */
export function describeRoots(schema: GraphQLSchema): GraphQLSchema {
  const roots = [
    [schema.getQueryType(), QUERY],
    [schema.getMutationType(), MUTATION],
    [schema.getSubscriptionType(), SUBSCRIPTION],
  ] as const;
  for (const [type, description] of roots) if (type) type.description = description;
  return schema;
}
