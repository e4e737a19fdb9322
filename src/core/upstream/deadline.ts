import { setMaxListeners } from 'node:events';
import { AbandonedCall, SourceFailure } from '../errors/source-failure.js';
import { loopTurns } from '../fairness/loop-turns.js';
import type { Milliseconds } from '../model/instant.js';
import { endsWithin } from '../ports/time-left.js';

/** A limit in time for one source's part of an answer. Call `clear` when the part is done. */
export class Deadline {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private readonly onParentAbort = (): void => {
    const expire = (): void => this.expire(endOfRequest(this.parent.reason));
    // With one operation thousands of parts may end: too many for one turn of the event loop.
    if (loopTurns.isOver) void loopTurns.next('', () => undefined).then(expire);
    else expire();
  };

  constructor(
    private readonly parent: AbortSignal,
    limit: Milliseconds,
  ) {
    // Every call in flight listens, and parts of a whole fleet hang on one signal; many of them are no leak.
    setMaxListeners(0, this.controller.signal, parent);
    endsWithin(this.controller.signal, limit, parent);
    this.timer = setTimeout(
      () => this.expire(new SourceFailure('TIMEOUT', `no complete answer within ${limit / 1000} s`)),
      limit,
    );
    if (parent.aborted) this.onParentAbort();
    else parent.addEventListener('abort', this.onParentAbort, { once: true });
  }

  /** Aborted after the limit, or when the request it belongs to ends. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Settles as `work` does, or with a TIMEOUT failure as soon as the deadline passes, also when `work` does not listen. */
  async race<T>(work: Promise<T>): Promise<T> {
    const { signal } = this;
    let onAbort = (): void => undefined;
    const expiry = new Promise<never>((_resolve, reject) => {
      onAbort = () => reject(signal.reason);
      if (signal.aborted) onAbort();
      else signal.addEventListener('abort', onAbort, { once: true });
    });
    try {
      return await Promise.race([work, expiry]);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  clear(): void {
    clearTimeout(this.timer);
    this.parent.removeEventListener('abort', this.onParentAbort);
  }

  private expire(reason: SourceFailure): void {
    this.controller.abort(reason);
  }
}

/** The request's own time limit aborts it with a TimeoutError; anything else means that nobody waits any more. */
function endOfRequest(reason: unknown): SourceFailure {
  const message = 'the request ended before the server had answered in full';
  const isLate = reason instanceof DOMException && reason.name === 'TimeoutError';
  return isLate ? new SourceFailure('TIMEOUT', message) : new AbandonedCall(message);
}
