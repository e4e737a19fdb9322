import type { FastifyInstance } from 'fastify';
import { refuse } from './refusal.js';
import { isGraphQL } from '../request/routes.js';

const JSON_TYPE = /^application\/json\s*(;|$)/i;
const MESSAGE = 'expected a body of the type application/json';

/**
 * Refuses bodies of other types with 415, where Apollo would say that there is none. Simple requests of web pages, which carry neither of
 * the headers, are left to Apollo's prevention of cross-site requests.
 */
export function requireJson(server: FastifyInstance): void {
  server.addHook('preValidation', (request, reply, done) => {
    const { method, url, headers } = request;
    const isSimple =
      headers['apollo-require-preflight'] === undefined && headers['x-apollo-operation-name'] === undefined;
    const type = headers['content-type'];
    if (method !== 'POST' || isSimple || type === undefined || JSON_TYPE.test(type) || !isGraphQL(url))
      return done();
    void refuse({ status: 415, code: 'BAD_REQUEST', message: MESSAGE }, request, reply);
  });
}
