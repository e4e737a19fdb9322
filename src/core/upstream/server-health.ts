import type { SourceFailure } from '../errors/source-failure.js';
import type { Clock, Instant, Milliseconds } from '../model/instant.js';

export type ServerStatus = 'ONLINE' | 'DEGRADED' | 'OFFLINE' | 'UNAUTHORIZED' | 'UNKNOWN';

export interface HealthReport {
  readonly status: ServerStatus;
  /** When the server was last asked anything; null: never since the gateway started. */
  readonly checkedAt: Instant | null;
  /** When a call last came to a good answer; null: never since the gateway started. */
  readonly answeredAt: Instant | null;
  /** How long the last light probe took; null: none has succeeded yet. */
  readonly latency: Milliseconds | null;
  readonly failure: SourceFailure | null;
}

/** Judges one server by what its calls came to: real traffic and the background probe alike. */
export class ServerHealth {
  private report: HealthReport = {
    status: 'UNKNOWN',
    checkedAt: null,
    answeredAt: null,
    latency: null,
    failure: null,
  };

  /** @param unforeseen told of what reading the server's answers ran into and nobody had thought of: a fault of ours, or an odd server. */
  constructor(
    private readonly clock: Clock,
    readonly unforeseen: (cause: unknown) => void = () => undefined,
    /** Told when it is judged otherwise than before. */
    private readonly turned: () => void = () => undefined,
  ) {}

  current(): HealthReport {
    return this.report;
  }

  succeeded(latency: Milliseconds | null = null): void {
    const now = this.clock();
    this.judge({
      status: 'ONLINE',
      checkedAt: now,
      answeredAt: now,
      latency: latency ?? this.report.latency,
      failure: null,
    });
  }

  failed(failure: SourceFailure): void {
    const status = statusAfter(failure);
    if (status === null) return;
    this.judge({ ...this.report, status, checkedAt: this.clock(), failure });
  }

  private judge(report: HealthReport): void {
    const { status } = this.report;
    this.report = report;
    if (report.status !== status) this.turned();
  }
}

/** null: the failure says nothing new about the server as a whole; one whose circuit is open was not even asked. */
function statusAfter(failure: SourceFailure): ServerStatus | null {
  switch (failure.code) {
    case 'UNSUPPORTED':
    case 'FORBIDDEN':
    case 'CIRCUIT_OPEN':
      return null;
    case 'UNAUTHORIZED':
      return 'UNAUTHORIZED';
    case 'UNREACHABLE':
    case 'TIMEOUT':
    case 'TLS':
      return 'OFFLINE';
    case 'RATE_LIMITED':
    case 'UPSTREAM_ERROR':
    case 'BAD_RESPONSE':
      return 'DEGRADED';
  }
}
