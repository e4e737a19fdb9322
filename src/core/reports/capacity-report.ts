import { REPOSITORY_KINDS } from '../model/repository.js';
import type { RepositoryKind, RepositoryRecord } from '../model/repository.js';
import { dimension, Groups, rank } from './grouping.js';
import type { Dimension } from './grouping.js';
import { byProduct, byServer, byTag } from './server-dimensions.js';
import type { ServerKeys, ServerLookup } from './server-dimensions.js';
import type { CapacityStats } from './capacity-stats.js';
import { CapacityTally } from './capacity-stats.js';

export type { CapacityStats } from './capacity-stats.js';

export const CAPACITY_GROUP_KEYS = ['PRODUCT', 'SERVER', 'KIND', 'TAG'] as const;
export type CapacityGroupKey = (typeof CAPACITY_GROUP_KEYS)[number];

/** A group's value of each key; null: not grouped by it, or (tag) the group of servers without tags. */
interface CapacityKeys extends ServerKeys {
  readonly kind: RepositoryKind | null;
}

/** The repositories that share one value of every group key. */
export interface CapacityGroup extends CapacityKeys {
  readonly stats: CapacityStats;
  /** What the stats are of. */
  readonly repositories: readonly RepositoryRecord[];
}

export interface CapacityReport {
  readonly total: CapacityStats;
  /** What the total is of. */
  readonly repositories: readonly RepositoryRecord[];
  /**
   * In the order of their values, key by key. They may sum to more than `total`: by TAG, as a server may have several tags;
   * by KIND, as repositories of two kinds may share one storage.
   */
  readonly groups: readonly CapacityGroup[];
}

const NO_KEYS: CapacityKeys = { product: null, server: null, tag: null, kind: null };

/**
 * Sums up repositories. The extents of a scale-out repository that is among them are left out, sizes and number: their
 * parent counts for them. An extent whose parent is not among them counts as a repository. See CapacityStats for the rest.
 */
export function capacityReport(
  repositories: Iterable<RepositoryRecord>,
  groupBy: readonly CapacityGroupKey[],
  servers: ServerLookup,
): CapacityReport {
  const total = new CapacityTally();
  const groups = new Groups<RepositoryRecord, CapacityKeys, CapacityTally>(
    [...new Set(groupBy)].map((key) => dimensionOf(key, servers)),
    () => new CapacityTally(),
  );
  for (const repository of withoutExtents([...repositories])) {
    total.add(repository);
    for (const tally of groups.of(repository)) tally.add(repository);
  }
  return {
    total: total.stats(),
    repositories: total.added,
    groups: groups
      .list(NO_KEYS)
      .map(({ keys, tally }) => ({ ...keys, stats: tally.stats(), repositories: tally.added })),
  };
}

function withoutExtents(repositories: readonly RepositoryRecord[]): readonly RepositoryRecord[] {
  const present = new Set(repositories.map(({ server, nativeId }) => JSON.stringify([server, nativeId])));
  return repositories.filter(
    ({ server, partOf }) => partOf === null || !present.has(JSON.stringify([server, partOf])),
  );
}

function dimensionOf(
  key: CapacityGroupKey,
  servers: ServerLookup,
): Dimension<RepositoryRecord, CapacityKeys> {
  switch (key) {
    case 'PRODUCT':
      return byProduct(servers);
    case 'SERVER':
      return byServer();
    case 'TAG':
      return byTag(servers);
    case 'KIND':
      return dimension(
        ({ kind }) => kind,
        (kind) => [{ id: kind, sort: rank(REPOSITORY_KINDS, kind), keys: { kind } }],
      );
  }
}
