import { FairQueue } from '../../core/fairness/fair-queue.js';
import { loopTurns } from '../../core/fairness/loop-turns.js';

/** The caller's signal was aborted before its turn came. */
export class LeftTheQueue extends Error {}

/** As many calls wait as may wait, and whoever is told so has the most of them, or too many in one operation. */
export class QueueFull extends Error {}

/** Who wants to be let in. */
export interface Entrant {
  readonly signal: AbortSignal;
  /** Owners take turns. */
  readonly owner: string;
  /** What it is for; stands for the operation by identity alone. */
  readonly operation: object;
}

interface Waiting {
  readonly start: () => void;
  readonly refuse: () => void;
}

/**
 * Lets at most `limit` calls run at once; up to `room` further ones wait, half of them for one operation at most. Owners take
 * turns, within an owner they are let in as they came, and may give up waiting. When there is no room left, the newest of the owner
 * with the most waiting goes.
 */
export class CallLimiter {
  private inFlight = 0;
  private readonly queue = new FairQueue<Waiting>();
  private readonly ofOperation = new WeakMap<object, number>();

  constructor(
    private readonly limit: number,
    private readonly room: number,
  ) {}

  get running(): number {
    return this.inFlight;
  }

  get waiting(): number {
    return this.queue.size;
  }

  /** Runs `work` as soon as there is a place. Rejects with LeftTheQueue when the signal is aborted before, or with QueueFull. */
  async run<T>(work: () => Promise<T>, entrant: Entrant): Promise<T> {
    await this.enter(entrant);
    try {
      return await work();
    } finally {
      if (entrant.signal.aborted) void this.leaveAfterOthers();
      else this.leave();
    }
  }

  private async enter({ signal, owner, operation }: Entrant): Promise<void> {
    if (signal.aborted) throw new LeftTheQueue();
    if (this.inFlight < this.limit) {
      this.inFlight += 1;
      return;
    }
    if (this.waitingFor(operation) >= this.room / 2 || !this.hasRoomFor(owner)) throw new QueueFull();
    this.count(operation, 1);
    try {
      await this.wait(owner, signal);
    } finally {
      this.count(operation, -1);
    }
  }

  private hasRoomFor(owner: string): boolean {
    if (this.queue.size < this.room) return true;
    const dropped = this.queue.dropInFavourOf(owner);
    dropped?.refuse();
    return dropped !== undefined;
  }

  private wait(owner: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (how: () => void) => (): void => {
        signal.removeEventListener('abort', giveUp);
        how();
      };
      const waiting: Waiting = { start: settle(resolve), refuse: settle(() => reject(new QueueFull())) };
      const giveUp = (): void => {
        this.queue.remove(owner, waiting);
        reject(new LeftTheQueue());
      };
      this.queue.push(owner, waiting);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }

  private waitingFor(operation: object): number {
    return this.ofOperation.get(operation) ?? 0;
  }

  private count(operation: object, by: number): void {
    this.ofOperation.set(operation, this.waitingFor(operation) + by);
  }

  /** Where many calls end together, with the caller that asked for them, none of them is let in only because another ended first. */
  private async leaveAfterOthers(): Promise<void> {
    await loopTurns.next('', () => undefined);
    this.leave();
  }

  /** Hands the place to the next in turn, so that nobody who comes later overtakes it. */
  private leave(): void {
    const next = this.queue.shift();
    if (next) next.start();
    else this.inFlight -= 1;
  }
}
