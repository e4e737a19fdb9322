import { Logger } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AccessRefusal } from '../auth/callers/access-refusal.js';
import type { Callers } from '../auth/callers/callers.js';
import { recordOf } from '../request/request-record.js';
import { addressGroup } from '../request/address-group.js';
import { limited, refuse } from './refusal.js';
import type { HttpRefusal } from './refusal.js';
import type { StrangerRates } from './request-rates.js';
import { GRAPHQL_PATH, ruleOf, wantsPage } from '../request/routes.js';

const logger = new Logger('Callers');

/**
 * Lets nobody in who does not say who they are: every route, those to come included, but the few that are open. Addresses that keep
 * asking without a key or with wrong ones are told to wait.
 */
export function guardRequests(server: FastifyInstance, callers: Callers, strangers: StrangerRates): void {
  if (!callers.isAsking) return;
  server.addHook('onRequest', async (request, reply) => {
    if (isOpen(request)) return undefined;
    try {
      recordOf(request).caller = await callers.identify(request.raw);
      return undefined;
    } catch (error) {
      if (!(error instanceof AccessRefusal)) throw error;
      const wait = error.reason === 'unavailable' ? null : strangers.secondsToWait(addressGroup(request.ip));
      // The caller is not told why; whoever runs the gateway may want to know.
      if (error.cause instanceof Error) logger.debug(`${error.reason}: ${error.cause.message}`);
      return refuse(wait === null ? refusalOf(error) : limited(wait, 'refusedPerSecond'), request, reply);
    }
  });
}

function isOpen(request: FastifyRequest): boolean {
  if (ruleOf(request).access === 'ANYBODY') return true;
  const { headers, routeOptions } = request;
  // A browser that opens the query page. Should GraphQL take it for a query after all, it finds no caller and refuses.
  return routeOptions.url === GRAPHQL_PATH && wantsPage(request) && headers.authorization === undefined;
}

function refusalOf({ status, code, message, challenge, reason }: AccessRefusal): HttpRefusal {
  const headers = {
    ...(challenge !== null && { 'www-authenticate': challenge }),
    ...(reason === 'unavailable' && { 'retry-after': '5' }),
  };
  return { status, code, message, headers };
}
