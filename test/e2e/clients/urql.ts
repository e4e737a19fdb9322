import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import type { IntrospectionQuery } from 'graphql';
import { createClient } from 'graphql-sse';

/** `schema`: the gateway's introspection, by which interfaces are matched and types without an id are known. */
export function urqlClient(endpoint: string, key: string, schema: IntrospectionQuery): Client {
  const headers = { authorization: `Bearer ${key}` };
  const events = createClient({ url: `${endpoint}/stream`, headers });
  const withoutId = schema.__schema.types.filter(
    (type) => type.kind === 'OBJECT' && !type.fields.some(({ name }) => name === 'id'),
  );
  return new Client({
    url: endpoint,
    preferGetMethod: false,
    fetchOptions: { headers },
    exchanges: [
      cacheExchange({
        schema,
        keys: Object.fromEntries(withoutId.map(({ name }) => [name, () => null])),
        resolvers: {
          Query: {
            policies: relayPagination(),
            repositories: relayPagination(),
            sessions: relayPagination(),
          },
        },
      }),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query = '', variables = {} }) => ({
          subscribe: (sink) => ({ unsubscribe: events.subscribe({ query, variables }, sink) }),
        }),
      }),
    ],
  });
}
