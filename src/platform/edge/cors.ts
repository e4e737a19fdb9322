import type { IncomingMessage } from 'node:http';
import { Logger } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { LRUCache } from 'lru-cache';
import { addVary } from './vary.js';

const PREFLIGHT = {
  // PUT is refused, in words that the page can read.
  'access-control-allow-methods': 'GET, POST, PUT',
  'access-control-allow-headers':
    'authorization, content-type, accept, apollo-require-preflight, x-apollo-operation-name, apollographql-client-name, apollographql-client-version, x-request-id, traceparent, tracestate, last-event-id, cache-control, if-none-match, x-graphql-event-stream-token',
  'access-control-max-age': '600',
};
const EXPOSED = 'x-request-id, retry-after, ratelimit, ratelimit-policy, etag, www-authenticate';

/** So many are told of, each once in an hour. */
const TOLD = { max: 100, ttl: 3_600_000 };
const LONGEST_ORIGIN = 200;

/** Knows which web pages may ask, and tells the log of others once, since their users see nothing but that it fails. */
export class ForeignOrigins {
  private readonly logger = new Logger('Cors');
  private readonly allowed: ReadonlySet<string>;
  private readonly told = new LRUCache<string, true>(TOLD);

  constructor(origins: readonly string[]) {
    this.allowed = new Set(origins);
  }

  /** Whether answers depend on where a page comes from at all. */
  get isAny(): boolean {
    return this.allowed.size > 0;
  }

  isListed(origin: string): boolean {
    return this.allowed.has(origin);
  }

  /**
   * Whether a request is of a page that may not ask: browsers let every page send some requests anywhere, and open WebSockets. Clients
   * that are no browsers send no origin; pages come from the address they call, or from a listed origin.
   */
  isForeign({ headers: { origin, host } }: Pick<IncomingMessage, 'headers'>): boolean {
    if (origin === undefined || this.allowed.has(origin)) return false;
    if (URL.canParse(origin) && new URL(origin).host === host) return false;
    this.tell(origin.slice(0, LONGEST_ORIGIN));
    return true;
  }

  private tell(origin: string): void {
    if (this.told.has(origin)) return;
    this.told.set(origin, true);
    this.logger.warn(`a page of ${JSON.stringify(origin)} asked, which is not listed in cors.origins`);
  }
}

/**
 * Lets web pages of the listed origins ask, and read the answers. Nothing is sent by browsers of their own accord (there are no
 * cookies), so credentials are not allowed. Preflights, which carry no key, are answered whoever sends them: what a page may do is said by the
 * headers alone.
 */
export function allowOrigins(server: FastifyInstance, origins: ForeignOrigins): void {
  server.addHook('onRequest', (request, reply, done) => {
    if (origins.isAny) addVary(reply, 'origin');
    const { origin, 'access-control-request-method': wanted } = request.headers;
    if (origin === undefined) return done();
    const isListed = origins.isListed(origin);
    if (isListed)
      void reply.headers({ 'access-control-allow-origin': origin, 'access-control-expose-headers': EXPOSED });
    else origins.isForeign(request.raw);
    if (request.method !== 'OPTIONS' || wanted === undefined) return done();
    void reply
      .headers(isListed ? PREFLIGHT : {})
      .code(204)
      .send();
  });
}
