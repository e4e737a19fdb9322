import { SourceFailure } from '../../core/errors/source-failure.js';
import type { Clock, Instant, Milliseconds } from '../../core/model/instant.js';

const SHORTEST: Milliseconds = 30_000;

/** Remembers for a while that a server refused the account; after each further refusal twice as long, up to `longest`. */
export class SignInPause {
  private refusal: { readonly failure: SourceFailure; readonly until: Instant } | undefined;
  private next: Milliseconds = SHORTEST;

  constructor(
    private readonly clock: Clock,
    private readonly longest: Milliseconds = SHORTEST,
  ) {}

  begin(failure: SourceFailure): void {
    this.refusal = { failure, until: this.clock() + this.next };
    this.next = Math.min(this.longest, this.next * 2);
  }

  /** The account was accepted. */
  end(): void {
    this.refusal = undefined;
    this.next = SHORTEST;
  }

  get active(): boolean {
    return this.refusal !== undefined && this.clock() < this.refusal.until;
  }

  /** Throws the remembered refusal, with the seconds left, while the pause lasts. */
  check(): void {
    if (!this.refusal || !this.active) return;
    const { failure, until } = this.refusal;
    throw new SourceFailure(failure.code, failure.message, {
      ...(failure.upstreamStatus !== null && { upstreamStatus: failure.upstreamStatus }),
      retryAfterSeconds: Math.ceil((until - this.clock()) / 1000),
      cause: failure,
    });
  }
}
