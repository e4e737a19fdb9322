import type { FastifyReply, FastifyRequest } from 'fastify';

const GRAPHQL_RESPONSE = 'application/graphql-response+json';

export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** Seconds after which to come again. */
  readonly retryAfter?: number;
}

/** Answers a request that never becomes a GraphQL request, in the form GraphQL clients read. */
export function refuse(
  { status, code, message, retryAfter }: Refusal,
  { headers }: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (retryAfter !== undefined) void reply.header('retry-after', String(retryAfter));
  const type = headers.accept?.includes(GRAPHQL_RESPONSE) ? GRAPHQL_RESPONSE : 'application/json';
  return reply
    .code(status)
    .type(`${type}; charset=utf-8`)
    .send(JSON.stringify({ errors: [{ message, extensions: { code } }] }));
}
