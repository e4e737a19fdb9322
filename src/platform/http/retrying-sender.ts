import { setTimeout as delay } from 'node:timers/promises';
import { SourceFailure } from '../../core/errors/source-failure.js';
import type { Milliseconds } from '../../core/model/instant.js';
import type { CallScope } from '../../core/ports/call-scope.js';
import { timeLeft } from '../../core/ports/time-left.js';
import { FIRST_BACKOFF, retryDelay } from './retry-policy.js';
import type { UpstreamRequest, UpstreamResponse } from './upstream-request.js';
import type { UpstreamSender } from './upstream-sender.js';

export interface RetryOptions {
  readonly firstBackoff?: Milliseconds;
  /** In [0, 1). */
  readonly random?: () => number;
  /** Rejects when the signal is aborted before the time is over. */
  readonly pause?: (wait: Milliseconds, signal: AbortSignal) => Promise<unknown>;
}

/** Repeats reads as the retry policy says. Every attempt passes the sender below and counts as a call of its own. */
export class RetryingSender implements UpstreamSender {
  private readonly firstBackoff: Milliseconds;
  private readonly random: () => number;
  private readonly pause: (wait: Milliseconds, signal: AbortSignal) => Promise<unknown>;

  constructor(
    private readonly inner: UpstreamSender,
    options: RetryOptions = {},
  ) {
    this.firstBackoff = options.firstBackoff ?? FIRST_BACKOFF;
    this.random = options.random ?? Math.random;
    this.pause = options.pause ?? ((wait, signal) => delay(wait, undefined, { signal }));
  }

  async send(request: UpstreamRequest, scope: CallScope): Promise<UpstreamResponse> {
    let known: SourceFailure | undefined;
    for (let attempts = 1; ; attempts += 1) {
      try {
        return await this.inner.send(request, scope);
      } catch (error) {
        if (!(error instanceof SourceFailure)) throw error;
        // The circuit opened meanwhile: what this call has seen itself says more.
        if (error.code === 'CIRCUIT_OPEN' && known) throw known;
        known = error;
      }
      await this.waitAfter(known, attempts, request, scope);
    }
  }

  /** Throws the failure when it is final, or when the caller gives up meanwhile. */
  private async waitAfter(
    failure: SourceFailure,
    attempts: number,
    request: UpstreamRequest,
    { signal }: CallScope,
  ): Promise<void> {
    const attempt = { request, attempts, failure, timeLeft: timeLeft(signal) };
    const wait = retryDelay(attempt, this.firstBackoff, this.random);
    if (wait === null) throw failure;
    if (wait === 0) return;
    await this.pause(wait, signal).catch(() => {
      throw failure;
    });
  }
}
