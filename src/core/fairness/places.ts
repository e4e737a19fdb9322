import { FairQueue } from './fair-queue.js';

/** Places for work that takes much memory: so it is bounded by their number. Owners take turns. */
export class Places {
  private readonly waiting = new FairQueue<() => void>();
  private readonly taken = new Map<string, number>();
  private total = 0;

  constructor(
    private readonly places: number,
    private readonly placesOfOwner: number,
  ) {}

  /** Resolves when there is a place, with what gives it back. Rejects with the signal's reason. */
  async take(owner: string, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    while (!this.isFree(owner)) await this.change(owner, signal);
    this.total += 1;
    this.taken.set(owner, this.takenBy(owner) + 1);
    return () => this.giveBack(owner);
  }

  private isFree(owner: string): boolean {
    return this.total < this.places && this.takenBy(owner) < this.placesOfOwner;
  }

  private takenBy(owner: string): number {
    return this.taken.get(owner) ?? 0;
  }

  private change(owner: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const goOn = (): void => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = (): void => {
        this.waiting.remove(owner, goOn);
        reject(signal.reason);
      };
      this.waiting.push(owner, goOn);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }

  private giveBack(owner: string): void {
    this.total -= 1;
    const left = this.takenBy(owner) - 1;
    if (left === 0) this.taken.delete(owner);
    else this.taken.set(owner, left);
    // Whoever may not go on yet lines up again.
    for (let count = this.waiting.size; count > 0; count -= 1) this.waiting.shift()?.();
  }
}
