import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { Callers } from './platform/auth/callers/callers.js';
import type { GatewayConfig } from './platform/config/gateway-config.js';
import { takeDocumentIds } from './platform/graphql/checks/trusted-documents.js';
import { serveCachedAnswers } from './platform/graphql/answer-cache/serve-cached-answers.js';
import { AnswerCache } from './platform/graphql/answer-cache/answer-cache.js';
import { Lifecycle } from './platform/health/lifecycle.js';
import type { Observability } from './platform/observability/observability.js';
import { observeRequests } from './platform/observability/observe-requests.js';
import { admitRequests } from './platform/edge/admit-requests.js';
import { watchCertificate } from './platform/edge/certificate-watch.js';
import { compressAnswers } from './platform/edge/compress-answers.js';
import { Connections, keepPlaceForProbes, leaveLostRequests } from './platform/edge/connections.js';
import { ForeignOrigins, allowOrigins } from './platform/edge/cors.js';
import { guardRequests } from './platform/edge/guard-requests.js';
import { Pressure } from './platform/edge/pressure.js';
import {
  refuseDeepBodies,
  refuseMethods,
  requireAcceptance,
  requireJson,
} from './platform/edge/acceptable-requests.js';
import { RequestRates, StrangerRates } from './platform/edge/request-rates.js';
import { sendSecurityHeaders } from './platform/edge/security-headers.js';

/** Everything that a request passes before GraphQL or a controller is asked, in the order in which it does. */
export function setUpEdge(
  app: NestFastifyApplication,
  { listen: { tls }, limits, trustedDocuments }: GatewayConfig,
  observability: Observability,
): void {
  const adapter = app.getHttpAdapter();
  const http: FastifyInstance = adapter.getInstance();
  app.get(Connections).attach(http.server);
  if (tls !== null) watchCertificate(adapter.getHttpServer(), tls);

  // When its headers have come:
  leaveLostRequests(http);
  sendSecurityHeaders(http, tls !== null);
  observeRequests(http, observability.requestListeners(), observability.beginTrace);
  keepPlaceForProbes(http, app.get(Connections));
  allowOrigins(http, app.get(ForeignOrigins));
  app.get(Lifecycle).watch(http);
  guardRequests(http, app.get(Callers), app.get(StrangerRates));
  refuseMethods(http);
  requireAcceptance(http);
  admitRequests(http, app.get(Callers), limits, app.get(Pressure), app.get(RequestRates));

  // When its body has been read:
  requireJson(http);
  refuseDeepBodies(http);
  if (trustedDocuments !== null) takeDocumentIds(http);

  // Before it is answered, and when the answer is ready to be sent:
  serveCachedAnswers(http, app.get(Callers), app.get(AnswerCache));
  compressAnswers(http);
}
