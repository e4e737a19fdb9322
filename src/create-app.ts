import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import type { FleetTiming } from './fleet.module.js';
import { Callers } from './platform/auth/callers/callers.js';
import { guardRequests } from './platform/auth/callers/guard-requests.js';
import type { GatewayConfig } from './platform/config/gateway-config.js';
import { takeDocumentIds } from './platform/graphql/checks/trusted-documents.js';
import { compressAnswers } from './platform/graphql/kept/compress-answers.js';
import { giveKeptAnswers } from './platform/graphql/kept/give-answers.js';
import { KeptAnswers } from './platform/graphql/kept/kept-answers.js';
import { Lifecycle } from './platform/health/lifecycle.js';
import { NestLog } from './platform/observability/nest-log.js';
import type { ObservabilityOptions } from './platform/observability/observability.js';
import { Observability } from './platform/observability/observability.js';
import { observeRequests } from './platform/observability/observe-requests.js';
import { requestIdOf } from './platform/observability/request-record.js';
import { admitRequests } from './platform/wire/admit-requests.js';
import { allowOrigins } from './platform/wire/cors.js';
import { refuseDeepBodies } from './platform/wire/refuse-deep-bodies.js';
import { requireJson } from './platform/wire/require-json.js';
import { tlsOptions, watchCertificate } from './platform/wire/certificate-watch.js';
import { Pressure } from './platform/wire/pressure.js';
import { serverOptions } from './platform/wire/server-options.js';
import { sendSecurityHeaders } from './platform/wire/security-headers.js';

export interface AppOptions extends ObservabilityOptions {
  /** How often servers are looked at; tests follow sessions faster. */
  readonly timing?: FleetTiming;
}

/** The gateway, ready to listen. Tests use it as main does. */
export async function createApp(
  config: GatewayConfig,
  options: AppOptions = {},
): Promise<NestFastifyApplication> {
  const observability = new Observability(config, options);
  await observability.start();
  const { tls } = config.listen;
  const adapter = new FastifyAdapter({
    forceCloseConnections: true,
    genReqId: requestIdOf,
    trustProxy: [...config.listen.trustedProxies],
    bodyLimit: config.limits.bodySize,
    requestTimeout: config.limits.receiveTimeout,
    ...(tls === null
      ? { http: serverOptions(config.limits) }
      : { https: { ...serverOptions(config.limits), ...tlsOptions(tls) } }),
  });
  sendSecurityHeaders(adapter.getInstance(), tls !== null);
  observeRequests(adapter.getInstance(), observability.requestListeners(), observability.beginTrace);
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.forConfig(config, observability, options.timing),
    adapter,
    { logger: new NestLog(observability.log) },
  );
  allowOrigins(adapter.getInstance(), config.cors.origins);
  app.get(Lifecycle).watch(adapter.getInstance());
  guardRequests(adapter.getInstance(), app.get(Callers));
  admitRequests(adapter.getInstance(), app.get(Callers), config.limits, app.get(Pressure));
  requireJson(adapter.getInstance());
  refuseDeepBodies(adapter.getInstance());
  if (config.trustedDocuments !== null) takeDocumentIds(adapter.getInstance());
  giveKeptAnswers(adapter.getInstance(), app.get(Callers), app.get(KeptAnswers));
  compressAnswers(adapter.getInstance());
  if (tls !== null) watchCertificate(adapter.getHttpServer(), tls);
  adapter.getHttpServer().maxConnections = config.limits.connections;
  return app;
}
