import type { Milliseconds } from '../model/instant.js';
import { FairQueue } from './fair-queue.js';

/** For so long one piece of work may hold the event loop. */
const SLICE: Milliseconds = 12;

/** Is told when a turn is over how much of the processor's time it took. */
type Charge = (taken: Milliseconds) => void;

/**
 * The event loop as all work of the process shares it. Whoever has much to do looks from time to time whether this turn of the loop
 * `isOver`, and waits for the `next` one if it is: connections, timers and other callers come in between.
 */
export class LoopTurns {
  private readonly waiting = new FairQueue<() => Charge>();
  private charge: Charge | undefined;
  private startedAt: Milliseconds = 0;
  private processorAt: Milliseconds = 0;
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

  /** What other processes of the machine took in between is nobody's here; what helping threads of this one took, neither. */
  private get taken(): Milliseconds {
    return Math.min(performance.now() - this.startedAt, processorTime() - this.processorAt);
  }

  private begin(): void {
    this.isRunning = true;
    this.startedAt = performance.now();
    this.processorAt = processorTime();
    setImmediate(this.end);
  }

  private readonly end = (): void => {
    this.isRunning = false;
    this.charge?.(this.taken);
    this.charge = undefined;
    const next = this.waiting.shift();
    if (next === undefined) return;
    this.begin();
    this.charge = next();
  };
}

function processorTime(): Milliseconds {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** The one event loop of this process. */
export const loopTurns = new LoopTurns();
