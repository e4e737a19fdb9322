import { createServer } from 'node:http';
import type { Server, IncomingMessage } from 'node:http';
import { Controller, Get, Inject, Module, NotFoundException, Req, Res } from '@nestjs/common';
import type { DynamicModule, OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Fleet } from '../../../core/federation/fleet.js';
import { EVERY_SERVER } from '../../../core/model/caller.js';
import { Callers } from '../../auth/callers/callers.js';
import type { GatewayConfig } from '../../config/gateway-config.js';
import { METRICS_PATH } from '../../request/routes.js';
import { UpstreamHttpFactory, UpstreamHttpModule } from '../../http/upstream-http.module.js';
import { Observability } from '../observability.js';
import type { Metrics } from './metrics.js';

const METRICS_CONFIG = Symbol('METRICS_CONFIG');

/** Metrics beside GraphQL name every server, so only this machine may read them there, and only who sees every server anyway. */
@Controller(METRICS_PATH)
class MetricsController {
  constructor(
    @Inject(Observability) private readonly observability: Observability,
    @Inject(Callers) private readonly callers: Callers,
  ) {}

  @Get()
  async show(@Req() { raw }: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { metrics } = this.observability;
    const seesAll = this.callers.of(raw).scope === EVERY_SERVER;
    if (metrics === null || !seesAll || !isLocal(raw)) throw new NotFoundException();
    await reply.type(metrics.contentType).send(await metrics.text());
  }
}

/** Reads the fleet for the metrics, and listens for whoever collects them where that has an address of its own. */
@Module({})
export class MetricsModule implements OnApplicationBootstrap, OnApplicationShutdown {
  private server: Server | undefined;

  constructor(
    @Inject(Observability) private readonly observability: Observability,
    @Inject(METRICS_CONFIG) private readonly config: GatewayConfig['metrics'],
    @Inject(Fleet) private readonly fleet: Fleet,
    @Inject(UpstreamHttpFactory) private readonly upstreams: UpstreamHttpFactory,
  ) {}

  static forConfig(config: GatewayConfig['metrics']): DynamicModule {
    return {
      module: MetricsModule,
      imports: [UpstreamHttpModule],
      providers: [{ provide: METRICS_CONFIG, useValue: config }],
      controllers: config.enabled && config.listen === null ? [MetricsController] : [],
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    const { metrics } = this.observability;
    if (metrics === null) return;
    metrics.follow(() => {
      const states = this.upstreams.states();
      return this.fleet.members.map(({ server, health, snapshots }) => ({
        server,
        status: health.current().status,
        upstream: states.get(server.key),
        snapshots: snapshots.ages(),
      }));
    });
    if (this.config.listen !== null) this.server = await listen(metrics, this.config.listen);
  }

  async onApplicationShutdown(): Promise<void> {
    const { server } = this;
    if (server === undefined) return;
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }
}

function listen(metrics: Metrics, { host, port }: { host: string; port: number }): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.url !== METRICS_PATH || request.method !== 'GET') {
      response.writeHead(404).end();
      return;
    }
    metrics.text().then(
      (text) => response.writeHead(200, { 'content-type': metrics.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(new Error(`metrics.listen: ${error.message}`)));
    server.listen(port, host, () => resolve(server));
  });
}

const FORWARDING = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'];

/** Whether a request began on this machine: from a loopback address, and not handed on by a proxy that says so. */
function isLocal({ socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>): boolean {
  const address = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const isLoopback = address === '::1' || address.startsWith('127.');
  return isLoopback && FORWARDING.every((name) => headers[name] === undefined);
}
