import { Counter, Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import type { Server } from '../../../core/model/server.js';
import type { AuditTarget } from '../../config/gateway-config.js';
import type { CallObserver, UpstreamObserver } from '../../http/upstream-observer.js';
import type { AuditTrail } from '../audit/audit-trail.js';
import type { RequestListener } from '../observe-requests.js';
import { fleetMetrics } from './fleet-metrics.js';
import type { ServerStanding } from './fleet-metrics.js';
import { HistoryMetrics } from './history-metrics.js';
import { requestMetrics } from './request-metrics.js';
import { UpstreamMetrics } from './upstream-metrics.js';

/** Everything that is counted, for operators: it names all servers, whoever may see them. */
export class Metrics {
  private readonly registry = new Registry();
  private readonly upstreams: UpstreamMetrics;
  readonly requests: RequestListener;
  readonly history: HistoryMetrics;
  readonly unhandled: Counter<'origin'>;

  /** @param auditTo where audit records go. */
  constructor(audit: AuditTrail, auditTo: AuditTarget) {
    collectDefaultMetrics({ register: this.registry });
    this.requests = requestMetrics(this.registry);
    this.history = new HistoryMetrics(this.registry);
    this.upstreams = new UpstreamMetrics(this.registry);
    this.unhandled = new Counter({
      name: 'veeam_gateway_unhandled_errors_total',
      help: 'Errors that nobody handled, by origin: connection, background (work that nobody waited for), unknown (the process then ends).',
      labelNames: ['origin'],
      registers: [this.registry],
    });
    for (const origin of ['connection', 'background', 'unknown']) this.unhandled.inc({ origin }, 0);
    new Gauge({
      name: 'veeam_gateway_audit_records',
      help: 'Number of the last audit record: kept by whoever collects this, it shows when records were cut off.',
      labelNames: ['to'],
      registers: [this.registry],
      collect() {
        this.set({ to: auditTo }, audit.head.seq);
      },
    });
  }

  /** Reads the servers off `standings` at each scrape. */
  follow(standings: () => readonly ServerStanding[]): void {
    fleetMetrics(this.registry, standings);
  }

  upstream(server: Server): UpstreamObserver {
    this.upstreams.expect(server);
    return {
      sent: (): CallObserver => ({ ended: this.upstreams.begin(server) }),
      signInEnded: (attempt) => this.upstreams.signInEnded(server, attempt),
      circuitChanged: ({ from }) => {
        if (from === 'CLOSED') this.upstreams.circuitOpened(server);
      },
    };
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  /** In the text format of Prometheus. */
  text(): Promise<string> {
    return this.registry.metrics();
  }
}
