import type { FastifyInstance } from 'fastify';
import type { Connections } from './connections.js';
import { refuse } from './refusal.js';
import { ruleOf } from '../request/routes.js';

/** Answers nothing but probes over connections beyond the limit. */
export function keepPlaceForProbes(server: FastifyInstance, connections: Connections): void {
  server.addHook('onRequest', (request, reply, done) => {
    if (!connections.isReserve(request.raw.socket) || ruleOf(request).isProbe) return done();
    const message = 'the gateway has too many connections (limits.connections); try again soon';
    const headers = { 'retry-after': '1' };
    void refuse({ status: 503, code: 'OVERLOADED', message, headers }, request, reply);
  });
}
