import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { relayStylePagination } from '@apollo/client/utilities';
import { OperationTypeNode } from 'graphql';
import { createClient } from 'graphql-ws';

declare module '@apollo/client' {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- as the client declares it
  namespace ApolloClient.DeclareDefaultOptions {
    interface WatchQuery {
      errorPolicy: 'all';
    }
    interface Query {
      errorPolicy: 'all';
    }
    interface Mutate {
      errorPolicy: 'all';
    }
  }
}

/** Lists are told apart by all of their arguments but those that choose a page. */
const pages = relayStylePagination((args) =>
  Object.keys(args ?? {}).filter((name) => !['first', 'after'].includes(name)),
);

/** `webSocketImpl`: only where there is no WebSocket, as in Node 20. */
export function apolloClient(
  endpoint: string,
  key: string,
  possibleTypes: Record<string, string[]>,
  webSocketImpl?: unknown,
): ApolloClient {
  const authorization = `Bearer ${key}`;
  const requests = new HttpLink({ uri: endpoint, headers: { authorization } });
  const sockets = new GraphQLWsLink(
    createClient({
      url: endpoint.replace(/^http/, 'ws'),
      connectionParams: { authorization },
      webSocketImpl,
    }),
  );
  return new ApolloClient({
    link: ApolloLink.split(
      ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
      sockets,
      requests,
    ),
    cache: new InMemoryCache({
      possibleTypes,
      typePolicies: {
        Query: { fields: { policies: pages, repositories: pages, sessions: pages } },
        Policy: { fields: { sessions: pages } },
      },
    }),
    defaultOptions: {
      watchQuery: { errorPolicy: 'all' },
      query: { errorPolicy: 'all' },
      mutate: { errorPolicy: 'all' },
    },
  });
}
