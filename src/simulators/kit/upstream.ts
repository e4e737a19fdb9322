import { createServer as createHttpServer } from 'node:http';
import type { Server } from 'node:http';
import { createServer as createHttpsServer, Server as HttpsServer } from 'node:https';
import formbody from '@fastify/formbody';
import fastify from 'fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Faults } from './faults.js';
import type { FaultRule } from './faults.js';

const KEEP_ALIVE_MS = 72_000;

/** One request as the simulated server saw it (without headers and bodies: they hold secrets). */
export interface SeenRequest {
  method: string;
  /** Path and query as sent. */
  url: string;
  status: number;
}

export interface UpstreamOptions {
  /** 0 (the default) takes a free port. */
  port?: number;
  /** The default is 127.0.0.1. */
  host?: string;
  /** Absent: plain HTTP. */
  tls?: CertificateAndKey;
}

/** Both as PEM. */
export interface CertificateAndKey {
  cert: string;
  key: string;
}

/** A simulated server that listens. Product simulators return this plus their own world and switches. */
export interface Upstream {
  url: string;
  /** Every request answered so far, in order. */
  requests: SeenRequest[];
  /** "METHOD /path?query" of every request as it came, also of those that were never answered. */
  arrivals: string[];
  faults: Faults;
  /** Shows another certificate from now on, on new connections only; those that are open are closed. */
  changeCertificate(tls: CertificateAndKey): void;
  /** Connections that are open just now. */
  connections(): Promise<number>;
  close(): Promise<void>;
}

/**
 * Starts one simulated server. `register` adds the product's routes; faults, the request log and the control route
 * `/__simulator/faults` (POST a FaultRule, DELETE to clear) come with it. Paths match without regard to case.
 */
export async function startUpstream(
  register: (app: FastifyInstance) => void | Promise<void>,
  options: UpstreamOptions = {},
): Promise<Upstream> {
  const app = createApp(options);
  const faults = new Faults();
  const requests: SeenRequest[] = [];
  const arrivals: string[] = [];
  await app.register(formbody);
  app.addHook('onRequest', async (request, reply) => {
    if (isControl(request)) return undefined;
    arrivals.push(`${request.method} ${request.url}`);
    return (await faults.apply(request, reply)) ? reply : undefined;
  });
  // Before the answer leaves: who has it may count on its being listed.
  app.addHook('onSend', async (request, reply) => {
    if (!isControl(request) && !reply.raw.destroyed)
      requests.push({ method: request.method, url: request.url, status: reply.statusCode });
  });
  app.post<{ Body: FaultRule }>('/__simulator/faults', async (request, reply) => {
    faults.add(request.body);
    return reply.code(204).send();
  });
  app.delete('/__simulator/faults', async (_request, reply) => {
    faults.clear();
    return reply.code(204).send();
  });
  await register(app);
  await app.listen({ port: options.port ?? 0, host: options.host ?? '127.0.0.1' });
  return {
    url: baseUrl(app, options),
    requests,
    arrivals,
    faults,
    changeCertificate: (tls) => {
      if (app.server instanceof HttpsServer) app.server.setSecureContext(tls);
      app.server.closeAllConnections();
    },
    connections: () =>
      new Promise((resolve, reject) =>
        app.server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
      ),
    close: async () => {
      faults.release();
      app.server.closeAllConnections();
      await app.close();
    },
  };
}

function createApp({ tls }: UpstreamOptions): FastifyInstance {
  return fastify({
    routerOptions: { caseSensitive: false, ignoreTrailingSlash: true },
    bodyLimit: 16 * 1024 * 1024,
    // Fastify's own `https` option gives an instance of another type; routes do not care which server is below.
    serverFactory: (handler): Server => {
      const server: Server = tls ? createHttpsServer(tls, handler) : createHttpServer(handler);
      // Node's 5 s would close connections under the hands of a client on a busy machine.
      server.keepAliveTimeout = KEEP_ALIVE_MS;
      return server;
    },
  });
}

function isControl(request: FastifyRequest): boolean {
  return request.url.startsWith('/__simulator/');
}

function baseUrl(app: FastifyInstance, options: UpstreamOptions): string {
  const address = app.server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return `${options.tls ? 'https' : 'http'}://${options.host ?? '127.0.0.1'}:${port}`;
}
