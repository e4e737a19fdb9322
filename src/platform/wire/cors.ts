import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { addVary } from '../graphql/kept/vary.js';

const PREFLIGHT = {
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers':
    'authorization, content-type, accept, apollo-require-preflight, x-apollo-operation-name, x-request-id, traceparent, last-event-id',
  'access-control-max-age': '600',
};
const EXPOSED = 'x-request-id, retry-after, etag, www-authenticate';

/**
 * Lets web pages of the listed origins ask, and read the answers. Nothing is sent by browsers of their own accord (there are no
 * cookies), so credentials are not allowed. Has to hook in before what asks who the caller is: preflights carry no key.
 */
export function allowOrigins(server: FastifyInstance, origins: readonly string[]): void {
  if (origins.length === 0) return;
  const allowed = new Set(origins);
  server.addHook('onRequest', (request, reply, done) => {
    addVary(reply, 'origin');
    const { origin, 'access-control-request-method': wanted } = request.headers;
    if (origin === undefined || !allowed.has(origin)) return done();
    void reply.headers({ 'access-control-allow-origin': origin, 'access-control-expose-headers': EXPOSED });
    if (request.method !== 'OPTIONS' || wanted === undefined) return done();
    void reply.headers(PREFLIGHT).code(204).send();
  });
}

/**
 * Whether a WebSocket may be opened: browsers let every page open one anywhere. Clients that are no browsers send no origin; pages
 * have to come from the address they call, or from a listed origin.
 */
export function isOriginWelcome({ headers }: IncomingMessage, origins: readonly string[]): boolean {
  const { origin, host } = headers;
  if (origin === undefined || origins.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
