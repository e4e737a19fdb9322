/** The caller's signal was aborted before its turn came. */
export class LeftTheQueue extends Error {}

/** Lets at most `limit` calls run at once; the rest wait in the order they came and may give up waiting. */
export class CallLimiter {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly limit: number) {}

  /** Runs `work` as soon as there is room. Rejects with LeftTheQueue when the signal is aborted before. */
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
    if (this.running < this.limit) {
      this.running += 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const start = (): void => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = (): void => {
        this.waiting.splice(this.waiting.indexOf(start), 1);
        reject(new LeftTheQueue());
      };
      this.waiting.push(start);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }

  /** Hands the place to the next in line, so that nobody who comes later overtakes it. */
  private leave(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.running -= 1;
  }
}
