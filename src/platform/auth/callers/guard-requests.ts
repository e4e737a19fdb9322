import { Logger } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AccessRefusal } from './access-refusal.js';
import type { Callers } from './callers.js';

const logger = new Logger('Callers');

/** Routes that tell nothing of anybody: health, and the query page's scripts and pictures. */
const OPEN_ROUTES = new Set(['/', '/health/live', '/health/ready', '/graphql/page/*']);
const GRAPHQL_ROUTE = '/graphql';
const GRAPHQL_RESPONSE = 'application/graphql-response+json';

/** Lets nobody in who does not say who they are: every route, those to come included, but the few that are open. */
export function guardRequests(server: FastifyInstance, callers: Callers): void {
  if (!callers.isAsking) return;
  server.addHook('onRequest', async (request, reply) => {
    if (isOpen(request)) return undefined;
    try {
      await callers.identify(request.raw);
      return undefined;
    } catch (error) {
      if (!(error instanceof AccessRefusal)) throw error;
      // The caller is not told why; whoever runs the gateway may want to know.
      if (error.cause instanceof Error) logger.debug(`${error.reason}: ${error.cause.message}`);
      return refuse(error, request, reply);
    }
  });
}

function isOpen({ method, headers, routeOptions: { url } }: FastifyRequest): boolean {
  if (OPEN_ROUTES.has(url ?? '')) return true;
  // A browser that opens the query page. Should GraphQL take it for a query after all, it finds no caller and refuses.
  const isForPage = method === 'GET' && headers.accept?.includes('text/html') === true;
  return url === GRAPHQL_ROUTE && isForPage && headers.authorization === undefined;
}

function refuse(
  { status, code, message, challenge, reason }: AccessRefusal,
  { headers }: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (challenge !== null) void reply.header('www-authenticate', challenge);
  if (reason === 'unavailable') void reply.header('retry-after', '5');
  const type = headers.accept?.includes(GRAPHQL_RESPONSE) ? GRAPHQL_RESPONSE : 'application/json';
  return reply
    .code(status)
    .type(`${type}; charset=utf-8`)
    .send(JSON.stringify({ errors: [{ message, extensions: { code } }] }));
}
