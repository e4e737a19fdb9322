import { setMaxListeners } from 'node:events';
import { AbandonedCall, SourceFailure } from '../../core/errors/source-failure.js';
import type { Milliseconds } from '../../core/model/instant.js';

/** One call's time limit joined with the signal of whoever asked. */
export class CallTimeout {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private passed = false;

  constructor(
    private readonly outer: AbortSignal,
    limit: Milliseconds,
  ) {
    this.timer = setTimeout(() => {
      this.passed = true;
      this.controller.abort();
    }, limit);
    // Calls to a whole fleet may hang on one signal.
    setMaxListeners(0, outer);
    if (outer.aborted) this.controller.abort();
    else outer.addEventListener('abort', this.follow, { once: true });
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /**
   * Who ended the call: its own time limit, a deadline further out (`outer` was aborted with a TimeoutError or a TIMEOUT failure), or
   * the caller who left. undefined: nobody did.
   */
  get endedBy(): 'limit' | 'deadline' | 'caller' | undefined {
    if (this.passed) return 'limit';
    if (!this.outer.aborted) return undefined;
    return isTimeout(this.outer.reason) ? 'deadline' : 'caller';
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.outer.removeEventListener('abort', this.follow);
  }

  private readonly follow = (): void => this.controller.abort();
}

/** Whether a signal was aborted by a deadline, and not because nobody waits any more. */
export function isTimeout(reason: unknown): boolean {
  if (reason instanceof SourceFailure) return !(reason instanceof AbandonedCall);
  return typeof reason === 'object' && reason !== null && 'name' in reason && reason.name === 'TimeoutError';
}
