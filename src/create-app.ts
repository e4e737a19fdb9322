import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import type { FleetTiming } from './fleet.module.js';
import type { GatewayConfig } from './platform/config/gateway-config.js';
import { tlsOptions } from './platform/edge/certificate-watch.js';
import { parseInTurns } from './platform/edge/parse-in-turns.js';
import { readableAddress, serverOptions } from './platform/edge/server-options.js';
import { NestLog } from './platform/observability/nest-log.js';
import { openHistory } from './platform/history/open-history.js';
import type { ObservabilityOptions } from './platform/observability/observability.js';
import { Observability } from './platform/observability/observability.js';
import { requestIdOf } from './platform/request/request-record.js';
import { setUpEdge } from './set-up-edge.js';

export interface AppOptions extends ObservabilityOptions {
  /** How often servers are looked at; tests follow sessions faster. */
  readonly timing?: FleetTiming;
}

/** The gateway, ready to listen. Tests use it as main does. Rejects with HistoryRefused when its journal cannot be used as it is. */
export async function createApp(
  config: GatewayConfig,
  options: AppOptions = {},
): Promise<NestFastifyApplication> {
  const observability = new Observability(config, options);
  await observability.start();
  const history = await openHistory(config.history, observability.history);
  const { tls } = config.listen;
  const adapter = new FastifyAdapter({
    forceCloseConnections: true,
    genReqId: requestIdOf,
    rewriteUrl: readableAddress,
    trustProxy: [...config.listen.trustedProxies],
    bodyLimit: config.limits.bodySize,
    requestTimeout: config.limits.receiveTimeout,
    ...(tls === null
      ? { http: serverOptions(config.limits) }
      : { https: { ...serverOptions(config.limits), ...tlsOptions(tls) } }),
  });
  parseInTurns(adapter, config.limits.bodySize);
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.forConfig(config, observability, history, options.timing),
    adapter,
    { logger: new NestLog(observability.log) },
  );
  setUpEdge(app, config, observability);
  return app;
}
