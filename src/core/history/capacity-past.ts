import DataLoader from 'dataloader';
import { batchedWith } from '../fairness/batching.js';
import type { OperationBudget } from '../fairness/operation-budget.js';
import type { Instant } from '../model/instant.js';
import type { CapacityBucket, CapacityStep, CapacityStore } from '../ports/capacity-store.js';

const NOTHING: readonly CapacityBucket[] = [];
/** About how much memory a bucket takes. */
const BUCKET_BYTES = 100;
/** So many repositories are read at once. */
const REPOSITORIES: Readonly<Record<CapacityStep, number>> = { HOUR: 50, DAY: 1_000 };

/** The capacity of the past of one server's repositories for one operation: those that are asked for together are read together. */
export class CapacityPast {
  private readonly loaders = new Map<string, DataLoader<string, readonly CapacityBucket[]>>();

  constructor(
    private readonly store: CapacityStore,
    private readonly server: string,
    private readonly budget: OperationBudget,
  ) {}

  /** The buckets of a repository, oldest first. Rejects with `HistoryAway`. */
  of(
    repository: string,
    step: CapacityStep,
    from: Instant,
    until: Instant,
  ): Promise<readonly CapacityBucket[]> {
    const span = `${step} ${String(from)} ${String(until)}`;
    const known = this.loaders.get(span);
    if (known !== undefined) return known.load(repository);
    const loader = new DataLoader<string, readonly CapacityBucket[]>(
      async (repositories) => {
        const found = await this.store.capacity(this.server, repositories, step, from, until);
        for (const buckets of found.values()) this.budget.hold(BUCKET_BYTES * buckets.length);
        return repositories.map((one) => found.get(one) ?? NOTHING);
      },
      { ...batchedWith(this.budget), maxBatchSize: REPOSITORIES[step] },
    );
    this.loaders.set(span, loader);
    return loader.load(repository);
  }
}
