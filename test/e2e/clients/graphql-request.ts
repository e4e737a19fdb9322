import { GraphQLClient } from 'graphql-request';

export function requestClient(endpoint: string, key: string): GraphQLClient {
  return new GraphQLClient(endpoint, { headers: { authorization: `Bearer ${key}` }, errorPolicy: 'all' });
}
