import { LRUCache } from 'lru-cache';
import type { Instant } from '../model/instant.js';
import type { CapacityBucket, CapacitySeen, CapacityStep, CapacityStore } from '../ports/capacity-store.js';
import { CAPACITY_STEPS, bucketsOf, merged } from './capacity-buckets.js';

/** Some 20 MiB: a hundred repositories for two weeks of hours and a year of days. */
const MOST_BUCKETS = 100_000;

type Buckets = Map<Instant, CapacityBucket>;

/** The capacity of the past for as long as the process lives; repositories not seen for longest go first when there is no more room. */
export class MemoryCapacityStore implements CapacityStore {
  private readonly kept = new LRUCache<string, Buckets>({
    maxSize: MOST_BUCKETS,
    sizeCalculation: ({ size }) => size,
  });

  recordCapacity(server: string, seen: readonly CapacitySeen[]): Promise<void> {
    for (const step of CAPACITY_STEPS)
      for (const [repository, buckets] of bucketsOf(seen, step)) {
        const known: Buckets = new Map(this.kept.peek(key(server, repository, step)));
        for (const bucket of buckets) known.set(bucket.start, merged(known.get(bucket.start), bucket));
        this.kept.set(key(server, repository, step), known);
      }
    return Promise.resolve();
  }

  capacity(
    server: string,
    repositories: readonly string[],
    step: CapacityStep,
    from: Instant,
    until: Instant,
  ): Promise<ReadonlyMap<string, readonly CapacityBucket[]>> {
    const found = repositories.flatMap((repository) => {
      const known = [...(this.kept.get(key(server, repository, step))?.values() ?? [])];
      const within = known.filter(({ start }) => start >= from && start < until);
      return within.length === 0 ? [] : [[repository, within.sort((a, b) => a.start - b.start)] as const];
    });
    return Promise.resolve(new Map(found));
  }

  expireCapacity(step: CapacityStep, before: Instant): Promise<void> {
    for (const [name, buckets] of this.kept.entries())
      if (name.startsWith(`["${step}"`)) {
        const left: Buckets = new Map([...buckets].filter(([start]) => start >= before));
        if (left.size === 0) this.kept.delete(name);
        else if (left.size < buckets.size) this.kept.set(name, left);
      }
    return Promise.resolve();
  }
}

function key(server: string, repository: string, step: CapacityStep): string {
  return JSON.stringify([step, server, repository]);
}
