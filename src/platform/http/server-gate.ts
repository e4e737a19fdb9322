import { AbandonedCall, SourceFailure } from '../../core/errors/source-failure.js';
import type { CallScope } from '../../core/ports/call-scope.js';
import { CallLimiter, LeftTheQueue, QueueFull } from './call-limiter.js';
import { Circuit } from './circuit.js';
import type { CircuitOptions, CircuitState } from './circuit.js';
import { isTimeout } from './call-timeout.js';
import type { UpstreamRequest, UpstreamResponse } from './upstream-request.js';
import type { UpstreamSender } from './upstream-sender.js';

/** More calls than this do not wait for one server. */
const MOST_WAITING = 1000;

export interface GateOptions {
  /** Calls in flight at once. */
  readonly concurrency: number;
  readonly mostWaiting?: number;
  readonly circuit?: CircuitOptions;
}

/** How one server's gate stands, for health and metrics. */
export interface GateState {
  readonly circuit: CircuitState;
  /** Calls in flight. */
  readonly running: number;
  readonly waiting: number;
}

/** Every call to one server passes here, reads, writes and sign-ins alike: a bound on calls in flight, a bounded queue in which callers take turns, the circuit. */
export class ServerGate implements UpstreamSender {
  private readonly limiter: CallLimiter;
  private readonly circuit: Circuit;
  private readonly mostWaiting: number;

  constructor(
    private readonly inner: UpstreamSender,
    options: GateOptions,
  ) {
    this.mostWaiting = options.mostWaiting ?? MOST_WAITING;
    this.limiter = new CallLimiter(options.concurrency, this.mostWaiting);
    this.circuit = new Circuit(options.circuit);
  }

  get state(): GateState {
    const { running, waiting } = this.limiter;
    return { circuit: this.circuit.state, running, waiting };
  }

  /** The circuit is asked when the call's turn has come: those that waited while it opened are not sent either. */
  async send(request: UpstreamRequest, scope: CallScope): Promise<UpstreamResponse> {
    try {
      return await this.limiter.run(() => this.circuit.run(() => this.inner.send(request, scope)), {
        signal: scope.signal,
        owner: ownerOf(request, scope),
        operation: scope.tally.budget,
      });
    } catch (error) {
      if (error instanceof QueueFull) throw this.queueFull();
      if (error instanceof LeftTheQueue) throw leftTheQueue(scope.signal);
      throw error;
    }
  }

  /** No fault of the server: its health hears nothing of it. */
  private queueFull(): SourceFailure {
    return new AbandonedCall(
      `the gateway's own queue for this server is full: of ${this.mostWaiting} calls that may wait, too many are yours; ask less at once, or raise limits.concurrency`,
      'RATE_LIMITED',
    );
  }
}

/** Sign-ins and the like are for everybody. */
function ownerOf(request: UpstreamRequest, { turn, tally }: CallScope): string {
  return request.uncounted === true ? '' : (turn ?? tally.budget.ownerName);
}

function leftTheQueue({ reason }: AbortSignal): SourceFailure {
  return isTimeout(reason)
    ? new SourceFailure('TIMEOUT', 'the call was still waiting for its turn when its time was up')
    : new AbandonedCall('the request ended before the server was asked');
}
