import { AbandonedCall, SourceFailure } from '../../core/errors/source-failure.js';
import type { Clock, Instant, Milliseconds } from '../../core/model/instant.js';
import { StaleConnection } from './transport-failure.js';

export type CircuitState = 'CLOSED' | 'OPEN' | 'HALF_OPEN';

/** A change of state, for logs and metrics. */
export interface CircuitChange {
  readonly from: CircuitState;
  readonly to: CircuitState;
  /** Until the server is tried again; null unless it has just been cut off. */
  readonly openFor: Milliseconds | null;
  /** The failure that opened it; null while it is closed. */
  readonly failure: SourceFailure | null;
}

export interface CircuitOptions {
  /** Failures in a row that open it. */
  readonly threshold?: number;
  /** How long it stays open at first; twice as long after every probe that fails. */
  readonly shortest?: Milliseconds;
  readonly longest?: Milliseconds;
  /** Must not jump; the default is monotonic. */
  readonly clock?: Clock;
  readonly onChange?: (change: CircuitChange) => void;
}

type Phase =
  | { readonly state: 'CLOSED'; readonly failures: number }
  | {
      readonly state: 'OPEN' | 'HALF_OPEN';
      /** When the next probe may be sent. */
      readonly until: Instant;
      /** How often in a row it has opened. */
      readonly openings: number;
      readonly failure: SourceFailure;
    };

/** A server that asks for a longer pause than this is not believed. */
const LONGEST_RETRY_AFTER: Milliseconds = 600_000;
const CLOSED: Phase = { state: 'CLOSED', failures: 0 };

/**
 * Cuts a server off that fails again and again, so that callers get an answer at once and the server gets a rest. When the time is up,
 * exactly one call is let through; what becomes of it decides.
 */
export class Circuit {
  private phase: Phase = CLOSED;
  /** Failures counted since the start. */
  private counted = 0;
  private readonly threshold: number;
  private readonly shortest: Milliseconds;
  private readonly longest: Milliseconds;
  private readonly clock: Clock;
  private readonly onChange: (change: CircuitChange) => void;

  constructor(options: CircuitOptions = {}) {
    this.threshold = options.threshold ?? 5;
    this.shortest = options.shortest ?? 5_000;
    this.longest = options.longest ?? 60_000;
    this.clock = options.clock ?? (() => performance.now());
    this.onChange = options.onChange ?? (() => undefined);
  }

  get state(): CircuitState {
    return this.phase.state;
  }

  /** Runs `work`, or throws SourceFailure CIRCUIT_OPEN without running it. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const call: Call = { isProbe: this.admit(), known: this.counted };
    try {
      const value = await work();
      this.settle('works', call);
      return value;
    } catch (error) {
      this.settle(verdictOf(error), call, error);
      throw error;
    }
  }

  /** True: the call is the probe. */
  private admit(): boolean {
    const { phase } = this;
    if (phase.state === 'CLOSED') return false;
    const wait = phase.until - this.clock();
    if (phase.state === 'HALF_OPEN' || wait > 0) throw cutOff(phase.failure, Math.max(0, wait));
    this.enter({ ...phase, state: 'HALF_OPEN' });
    return true;
  }

  private settle(verdict: Verdict, { isProbe, known }: Call, error?: unknown): void {
    const { phase } = this;
    if (phase.state === 'CLOSED') {
      if (verdict === 'works') this.phase = CLOSED;
      if (verdict === 'fails' && error instanceof SourceFailure && known === this.counted)
        this.count(phase.failures + 1, error);
    } else if (isProbe) {
      // A probe whose caller left tells nothing: the next call is the probe.
      if (verdict === 'nothing') this.enter({ ...phase, state: 'OPEN' });
      else if (verdict === 'fails' && error instanceof SourceFailure) this.open(phase.openings + 1, error);
      else this.enter(CLOSED);
    }
  }

  private count(failures: number, failure: SourceFailure): void {
    this.counted += 1;
    if (failures < this.threshold) this.phase = { state: 'CLOSED', failures };
    else this.open(1, failure);
  }

  private open(openings: number, failure: SourceFailure): void {
    const own = Math.min(this.longest, this.shortest * 2 ** (openings - 1));
    const asked = Math.min(LONGEST_RETRY_AFTER, (failure.retryAfterSeconds ?? 0) * 1000);
    this.enter({ state: 'OPEN', until: this.clock() + Math.max(own, asked), openings, failure });
  }

  private enter(phase: Phase): void {
    const from = this.phase.state;
    this.phase = phase;
    this.onChange({
      from,
      to: phase.state,
      openFor: phase.state === 'OPEN' ? Math.max(0, phase.until - this.clock()) : null,
      failure: phase.state === 'CLOSED' ? null : phase.failure,
    });
  }
}

interface Call {
  readonly isProbe: boolean;
  /** Failures that had been counted when it began. Calls that fail side by side are one failure, not many in a row. */
  readonly known: number;
}

type Verdict = 'works' | 'fails' | 'nothing';

/**
 * What the end of a call says about the server as a whole. A refusal or an answer nobody understands is an answer; trust in its
 * certificate is not a matter of trying again later.
 */
function verdictOf(error: unknown): Verdict {
  if (!(error instanceof SourceFailure)) return 'nothing';
  if (error instanceof AbandonedCall || error instanceof StaleConnection) return 'nothing';
  switch (error.code) {
    case 'UNREACHABLE':
    case 'TIMEOUT':
    case 'RATE_LIMITED':
      return 'fails';
    case 'UPSTREAM_ERROR':
      return (error.upstreamStatus ?? 0) >= 500 ? 'fails' : 'works';
    case 'BAD_RESPONSE':
    case 'UNAUTHORIZED':
    case 'FORBIDDEN':
    case 'UNSUPPORTED':
    case 'TLS':
    case 'CIRCUIT_OPEN':
      return 'works';
  }
}

function cutOff(failure: SourceFailure, wait: Milliseconds): SourceFailure {
  const seconds = Math.ceil(wait / 1000);
  const next = seconds === 0 ? 'one call is trying it just now' : `it is tried again in ${seconds} s`;
  return new SourceFailure(
    'CIRCUIT_OPEN',
    `the server is left alone for now, because its last calls failed (${failure.message}); ${next}`,
    { retryAfterSeconds: seconds, cause: failure },
  );
}
