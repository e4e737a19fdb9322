import type { Milliseconds } from '../model/instant.js';
import { FairQueue } from './fair-queue.js';

/** For so long one piece of work may hold the event loop. */
const SLICE: Milliseconds = 12;

/** Is told how long a turn has lasted when it is over. */
type Charge = (lasted: Milliseconds) => void;

/**
 * The event loop as all work of the process shares it. Whoever has much to do looks from time to time whether this turn of the loop
 * `isOver`, and waits for the `next` one if it is: connections, timers and other callers come in between.
 */
export class LoopTurns {
  private readonly waiting = new FairQueue<() => Charge>();
  private charge: Charge | undefined;
  private startedAt: Milliseconds = 0;
  private isRunning = false;

  /** Whether this turn of the loop has lasted long enough. */
  get isOver(): boolean {
    if (this.isRunning) return performance.now() - this.startedAt >= SLICE;
    this.begin();
    return false;
  }

  /** A later turn of the loop, which nobody else has: owners get theirs one after the other, and each pays for its own. */
  next(owner: string, charge: Charge): Promise<void> {
    if (!this.isRunning) this.begin();
    return new Promise((resolve) =>
      this.waiting.push(owner, () => {
        resolve();
        return charge;
      }),
    );
  }

  private begin(): void {
    this.isRunning = true;
    this.startedAt = performance.now();
    setImmediate(this.end);
  }

  private readonly end = (): void => {
    this.isRunning = false;
    this.charge?.(performance.now() - this.startedAt);
    this.charge = undefined;
    const next = this.waiting.shift();
    if (next === undefined) return;
    this.begin();
    this.charge = next();
  };
}

/** The one event loop of this process. */
export const loopTurns = new LoopTurns();
