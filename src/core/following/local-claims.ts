import type { Followership } from '../ports/journal-store.js';

/** Who of this process follows which server. Alone it is the whole of `claim` where one process has the store for itself. */
export class LocalClaims {
  private readonly taken = new Map<string, AbortController>();

  /** null: somebody here follows the server. `released` runs once the right is given back, not when it is lost. */
  take(server: string, released: () => Promise<void> = () => Promise.resolve()): Followership | null {
    if (this.taken.has(server)) return null;
    const claim = new AbortController();
    this.taken.set(server, claim);
    return {
      signal: claim.signal,
      release: async () => {
        if (this.taken.get(server) !== claim) return;
        this.taken.delete(server);
        await released();
      },
    };
  }

  /** A right that could not be had after all. */
  drop(server: string): void {
    this.taken.delete(server);
  }

  /** All rights are lost. */
  loseAll(reason: Error): void {
    const lost = [...this.taken.values()];
    this.taken.clear();
    for (const claim of lost) claim.abort(reason);
  }
}
