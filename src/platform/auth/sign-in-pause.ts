import { SourceFailure } from '../../core/errors/source-failure.js';
import type { Clock, Instant, Milliseconds } from '../../core/model/instant.js';

const PAUSE: Milliseconds = 30_000;

/** Remembers for a while that a server refused the account. */
export class SignInPause {
  private refusal: { readonly failure: SourceFailure; readonly until: Instant } | undefined;

  constructor(private readonly clock: Clock) {}

  begin(failure: SourceFailure): void {
    this.refusal = { failure, until: this.clock() + PAUSE };
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
