import { Counter, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';
import { AbandonedCall } from '../../../core/errors/source-failure.js';
import type { SourceFailure } from '../../../core/errors/source-failure.js';
import type { Server } from '../../../core/model/server.js';
import type { SignInAttempt } from '../../http/upstream-observer.js';

const SECONDS = [0.005, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** Counts calls to servers, each attempt for itself, and how long they took. */
export class UpstreamMetrics {
  private readonly calls: Counter;
  private readonly duration: Histogram;
  private readonly signIns: Counter;
  private readonly circuits: Counter;

  constructor(registry: Registry) {
    const registers = [registry];
    this.calls = new Counter({
      name: 'veeam_gateway_upstream_calls_total',
      help: 'Calls to servers by result: ok, abandoned (nobody waited any more) or the code of the failure.',
      labelNames: ['server', 'product', 'result'],
      registers,
    });
    this.duration = new Histogram({
      name: 'veeam_gateway_upstream_call_duration_seconds',
      help: 'How long calls to servers took, good or bad, without waiting for their turn.',
      labelNames: ['server', 'product'],
      buckets: SECONDS,
      registers,
    });
    this.signIns = new Counter({
      name: 'veeam_gateway_upstream_sign_ins_total',
      help: 'Sign-ins and renewals of tokens by result: ok, abandoned, or the code of the failure (UNAUTHORIZED: refused).',
      labelNames: ['server', 'product', 'kind', 'result'],
      registers,
    });
    this.circuits = new Counter({
      name: 'veeam_gateway_upstream_circuit_opened_total',
      help: 'How often a server was left alone because it kept failing.',
      labelNames: ['server', 'product'],
      registers,
    });
  }

  /** Shows from the start what is to be watched: of a counter that begins at one, nobody can tell that it has risen. */
  expect({ key: server, product }: Server): void {
    for (const kind of ['sign-in', 'renewal'])
      for (const result of ['ok', 'UNAUTHORIZED']) this.signIns.inc({ server, product, kind, result }, 0);
    this.circuits.inc({ server, product }, 0);
  }

  /** A call begins; call the result when it ends, with what failed. */
  begin({ key: server, product }: Server): (failure: SourceFailure | null) => void {
    const startedAt = performance.now();
    return (failure) => {
      const result = resultOf(failure);
      this.calls.inc({ server, product, result });
      this.duration.observe({ server, product }, (performance.now() - startedAt) / 1000);
    };
  }

  signInEnded({ key: server, product }: Server, { kind, failure }: SignInAttempt): void {
    this.signIns.inc({ server, product, kind, result: resultOf(failure) });
  }

  circuitOpened({ key: server, product }: Server): void {
    this.circuits.inc({ server, product });
  }
}

function resultOf(failure: SourceFailure | null): string {
  if (failure === null) return 'ok';
  return failure instanceof AbandonedCall ? 'abandoned' : failure.code;
}
