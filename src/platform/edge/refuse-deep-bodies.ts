import type { FastifyInstance } from 'fastify';
import { DEEPEST_INPUT, isDeeperThan } from '../request/value-depth.js';
import { refuse } from './refusal.js';

/** Parsing JSON survives any depth; much of what reads it afterwards calls itself. */
export function refuseDeepBodies(server: FastifyInstance): void {
  server.addHook('preValidation', (request, reply, done) => {
    if (!isDeeperThan(DEEPEST_INPUT, request.body)) return done();
    const message = `the body has values more than ${DEEPEST_INPUT} deep inside each other`;
    void refuse({ status: 400, code: 'BAD_REQUEST', message }, request, reply);
  });
}
