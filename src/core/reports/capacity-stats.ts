import type { RepositoryRecord } from '../model/repository.js';

/** Sums over repositories, in bytes. A size that a repository does not give adds nothing. */
export interface CapacityStats {
  readonly repositories: number;
  /**
   * Repositories on one storage (same server, same `storageKey`) share its capacity and free space: they are counted once.
   * Where such repositories disagree, the larger capacity and the smaller free space count.
   */
  readonly capacity: number;
  readonly free: number;
  /** What the backups take, by repository: also on a shared storage each takes its own. */
  readonly used: number;
  /**
   * 0 to 1: what is not free, by capacity, of the storages that give both sizes. Not from `used`: other data takes space too.
   * null: no storage gives both.
   */
  readonly usedRatio: number | null;
}

interface Space {
  readonly capacity: number | null;
  readonly free: number | null;
}

/** Adds up repositories to their stats. */
export class CapacityTally {
  readonly added: RepositoryRecord[] = [];
  private used = 0;
  private readonly ownStorages: Space[] = [];
  private readonly sharedStorages = new Map<string, Space>();

  add(repository: RepositoryRecord): void {
    this.added.push(repository);
    this.used += repository.used ?? 0;
    const { server, storageKey, capacity, free } = repository;
    if (storageKey === null) {
      this.ownStorages.push({ capacity, free });
      return;
    }
    const key = JSON.stringify([server, storageKey]);
    const known = this.sharedStorages.get(key);
    this.sharedStorages.set(key, {
      capacity: either(Math.max, known?.capacity, capacity),
      free: either(Math.min, known?.free, free),
    });
  }

  stats(): CapacityStats {
    const storages = [...this.ownStorages, ...this.sharedStorages.values()];
    return {
      repositories: this.added.length,
      capacity: sum(storages.map(({ capacity }) => capacity ?? 0)),
      free: sum(storages.map(({ free }) => free ?? 0)),
      used: this.used,
      usedRatio: usedRatio(storages),
    };
  }
}

/** Of two sizes that may be missing, the one that `choose` prefers. */
function either(
  choose: (a: number, b: number) => number,
  a: number | null | undefined,
  b: number | null,
): number | null {
  if (a === null || a === undefined) return b;
  return b === null ? a : choose(a, b);
}

function usedRatio(storages: readonly Space[]): number | null {
  let capacity = 0;
  let taken = 0;
  for (const storage of storages) {
    if (storage.capacity === null || storage.free === null) continue;
    capacity += storage.capacity;
    taken += Math.max(0, storage.capacity - storage.free);
  }
  return capacity === 0 ? null : taken / capacity;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
