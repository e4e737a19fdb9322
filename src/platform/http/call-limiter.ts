/** The caller's signal was aborted before its turn came. */
export class LeftTheQueue extends Error {}

/** As many calls wait as may wait. */
export class QueueFull extends Error {}

/**
 * Lets at most `limit` calls run at once; up to `room` further ones wait in the order they came and may give up waiting.
 */
export class CallLimiter {
  private inFlight = 0;
  private readonly queue: (() => void)[] = [];

  constructor(
    private readonly limit: number,
    private readonly room: number,
  ) {}

  get running(): number {
    return this.inFlight;
  }

  get waiting(): number {
    return this.queue.length;
  }

  /** Runs `work` as soon as there is a place. Rejects with LeftTheQueue when the signal is aborted before, or with QueueFull. */
  async run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.enter(signal);
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  private enter(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(new LeftTheQueue());
    if (this.inFlight < this.limit) {
      this.inFlight += 1;
      return Promise.resolve();
    }
    if (this.queue.length >= this.room) return Promise.reject(new QueueFull());
    return new Promise((resolve, reject) => {
      const start = (): void => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = (): void => {
        this.queue.splice(this.queue.indexOf(start), 1);
        reject(new LeftTheQueue());
      };
      this.queue.push(start);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }

  /** Hands the place to the next in line, so that nobody who comes later overtakes it. */
  private leave(): void {
    const next = this.queue.shift();
    if (next) next();
    else this.inFlight -= 1;
  }
}
