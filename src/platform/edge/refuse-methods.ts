import type { FastifyInstance } from 'fastify';
import { refuse } from './refusal.js';
import { ruleOf } from '../request/routes.js';

/** Refuses methods that an address is not asked with, before a body is waited for. */
export function refuseMethods(server: FastifyInstance): void {
  server.addHook('onRequest', (request, reply, done) => {
    const { methods } = ruleOf(request);
    if (methods === undefined || methods.includes(request.method)) return done();
    const allow = methods.join(', ');
    const message = `expected one of the methods ${allow}, got ${request.method}`;
    void refuse({ status: 405, code: 'BAD_REQUEST', message, headers: { allow } }, request, reply);
  });
}
