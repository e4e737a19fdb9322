import { setMaxListeners } from 'node:events';
import { SourceFailure } from '../errors/source-failure.js';
import type { Milliseconds } from '../model/instant.js';

/** A limit in time for one source's part of an answer. Call `clear` when the part is done. */
export class Deadline {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private readonly onParentAbort = (): void =>
    this.expire('the request ended before the server had answered in full');

  constructor(
    private readonly parent: AbortSignal,
    limit: Milliseconds,
  ) {
    // Every call in flight listens; many of them are no leak.
    setMaxListeners(0, this.controller.signal);
    this.timer = setTimeout(() => this.expire(`no complete answer within ${limit / 1000} s`), limit);
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

  private expire(message: string): void {
    this.controller.abort(new SourceFailure('TIMEOUT', message));
  }
}
