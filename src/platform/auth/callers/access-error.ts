import type { IncomingMessage } from 'node:http';
import { HeaderMap } from '@apollo/server';
import { GraphQLError } from 'graphql';
import type { Caller } from '../../../core/model/caller.js';
import { AccessRefusal } from './access-refusal.js';
import type { Callers } from './callers.js';

/** A refusal in the form of GraphQL, for where a request is taken for a GraphQL request already. */
export function accessError({ message, code, status, challenge }: AccessRefusal): GraphQLError {
  const headers = new HeaderMap();
  if (challenge !== null) headers.set('www-authenticate', challenge);
  return new GraphQLError(message, { extensions: { code, http: { status, headers } } });
}

/** Who sent a request that was let in. Throws a GraphQLError for any other. */
export function callerOfRequest(callers: Callers, request: IncomingMessage): Caller {
  try {
    return callers.of(request);
  } catch (error) {
    throw error instanceof AccessRefusal ? accessError(error) : error;
  }
}
