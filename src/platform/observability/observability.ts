import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { GraphQLSchema } from 'graphql';
import type { Server } from '../../core/model/server.js';
import type { Span } from '../../core/ports/span.js';
import type { GatewayConfig } from '../config/gateway-config.js';
import { pathOf } from '../request/routes.js';
import type { UpstreamObserver, CallObserver } from '../http/upstream-observer.js';
import { AuditFile } from './audit/audit-file.js';
import { AuditOutput } from './audit/audit-output.js';
import { AuditTrail } from './audit/audit-trail.js';
import { auditMutations } from './audit/audited-mutations.js';
import { RefusedAccess } from './audit/refused-access.js';
import { HistoryWatch } from './history-watch.js';
import { Log } from './log.js';
import type { Output } from './log.js';
import type { RequestListener } from './observe-requests.js';
import { RequestRecord, requestIdOf } from '../request/request-record.js';
import { requestLog } from './request-log.js';
import { Metrics } from './metrics/metrics.js';
import type { Tracing } from './tracing/tracing.js';
import { UpstreamLog } from './upstream-log.js';
import type { SeenCertificate } from '../http/server-agent.js';

export interface ObservabilityOptions {
  /** Where lines go; the default is the process's output. */
  readonly output?: Output;
  /** Only errors are logged, and an audit to the output is written nowhere. */
  readonly quiet?: boolean;
}

const NOWHERE: Output = { write: () => true };

/** Everything that sees what the gateway does. Made before the gateway is, so that its start is seen too. */
export class Observability {
  readonly log: Log;
  readonly audit: AuditTrail;
  private readonly refusedAccess: RefusedAccess;
  private readonly certificates: CertificateLog;
  /** null: nothing is counted. */
  readonly metrics: Metrics | null;
  /** Hears of the store of the journal. */
  readonly history: HistoryWatch;
  /** null: nothing is traced. */
  private tracing: Tracing | null = null;

  constructor(
    private readonly config: GatewayConfig,
    { output = process.stdout, quiet = false }: ObservabilityOptions = {},
  ) {
    this.log = Log.to(output, quiet ? 'error' : config.log.level);
    this.certificates = new CertificateLog(this.log.with({ context: 'Upstream' }));
    this.audit = new AuditTrail(
      config.audit.to === 'file'
        ? new AuditFile(config.audit.path)
        : new AuditOutput(quiet ? NOWHERE : output),
    );
    this.refusedAccess = new RefusedAccess(this.audit, this.log.with({ context: 'Audit' }));
    this.metrics = config.metrics.enabled ? new Metrics(this.audit, config.audit.to) : null;
    this.history = new HistoryWatch(this.log.with({ context: 'History' }), this.metrics?.history);
  }

  /** Begins the trace of a request; undefined: nothing is traced. */
  get beginTrace(): ((headers: IncomingHttpHeaders) => Span) | undefined {
    const { tracing } = this;
    return tracing === null ? undefined : (headers) => tracing.begin(headers);
  }

  /** Hear of requests when they have been answered. */
  requestListeners(): readonly RequestListener[] {
    return [
      requestLog(this.log),
      this.refusedAccess.hear,
      ...(this.metrics ? [this.metrics.requests] : []),
      ...(this.tracing ? [this.tracing.end] : []),
    ];
  }

  /** Leaves a record of somebody who was not let in over a WebSocket. */
  accessRefused(request: IncomingMessage, address: string): void {
    this.refusedAccess.hear(
      new RequestRecord(requestIdOf(request), address, pathOf(request.url ?? ''), 'WEBSOCKET'),
      401,
    );
  }

  /** Counts an error that nobody handled. */
  unhandled(origin: string): void {
    this.metrics?.unhandled.inc({ origin });
  }

  /** The schema, every mutation of which leaves audit records. */
  audited(schema: GraphQLSchema): GraphQLSchema {
    return auditMutations(schema, this.audit, this.log.with({ context: 'Audit' }));
  }

  /** Hears of every call to one server. */
  readonly upstream = (server: Server): UpstreamObserver =>
    combineObservers([
      new UpstreamLog(server, this.log.with({ context: 'Upstream' }), Date.now),
      this.certificates.of(server),
      ...(this.metrics ? [this.metrics.upstream(server)] : []),
      ...(this.tracing ? [this.tracing.upstream(server)] : []),
    ]);

  /** Throws where the audit cannot be written. */
  async start(): Promise<void> {
    const { telemetry } = this.config;
    if (telemetry) this.tracing = new (await import('./tracing/tracing.js')).Tracing(telemetry, this.log);
    await this.audit.start();
  }

  /** Writes what waits to be written. After everything else has ended. */
  async stop(): Promise<void> {
    await this.tracing?.stop();
    await this.refusedAccess.stop();
    await this.audit
      .stop()
      .catch((error: unknown) => this.log.error('the audit could not be ended', { error }));
  }
}

/** One observer that tells several. */
function combineObservers(observers: readonly UpstreamObserver[]): UpstreamObserver {
  const followers = observers.filter((observer) => observer.sent !== undefined);
  return {
    sent: (call) => combineCalls(followers.flatMap((observer) => observer.sent?.(call) ?? [])),
    succeeded: (latency) => observers.forEach((observer) => observer.succeeded?.(latency)),
    failed: (failure) => observers.forEach((observer) => observer.failed?.(failure)),
    signInEnded: (attempt) => observers.forEach((observer) => observer.signInEnded?.(attempt)),
    certificateSeen: (certificate) =>
      observers.forEach((observer) => observer.certificateSeen?.(certificate)),
    circuitChanged: (change) => observers.forEach((observer) => observer.circuitChanged?.(change)),
  };
}

function combineCalls(calls: readonly CallObserver[]): CallObserver {
  return {
    headers: Object.assign({}, ...calls.map(({ headers }) => headers)) as Record<string, string>,
    ended: (failure) => calls.forEach((call) => call.ended(failure)),
  };
}

/** A server with more certificates than this, such as one behind many proxies, has told enough. */
const MOST_TOLD = 20;

/** Writes down the certificates that are taken without being pinned, so that a person can pin them: each once, reloads or not. */
export class CertificateLog {
  private readonly told = new Map<string, Set<string>>();

  constructor(private readonly log: Log) {}

  of({ key, product }: Server): UpstreamObserver {
    const told = this.told.get(key) ?? new Set<string>();
    this.told.set(key, told);
    return {
      certificateSeen: ({ fingerprint256, validTo, trustedBy }: SeenCertificate) => {
        if (told.has(fingerprint256) || told.size >= MOST_TOLD) return;
        told.add(fingerprint256);
        const details = { server: key, product, fingerprint256, validTo, trustedBy };
        this.log.info(
          'server shows a certificate that is not pinned: tls.fingerprint256 would pin it',
          details,
        );
      },
    };
  }
}
