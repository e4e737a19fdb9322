import type { RepositoryStatus } from '../../../core/model/repository.js';
import type { VbrExtent, VbrRepositoryRecord, VbrTier } from '../model.js';
import { VBR_REPOSITORY } from '../model.js';
import type { RepositoryStateRow } from '../wire/repository-state.js';
import { REPOSITORY_KINDS } from './repository-types.js';
import { gibToBytes } from './size.js';
import { storageKeyOf } from './storage-key.js';
import { Words } from '../../../platform/products-kit/words.js';

const TIERS = new Words<VbrTier | null>(
  { Performance: 'PERFORMANCE', Capacity: 'CAPACITY', Archive: 'ARCHIVE' },
  null,
);

/** That a repository is an extent, as the scale-out repository tells. */
export interface Membership {
  readonly scaleOutRepositoryId: string;
  readonly extent: VbrExtent;
}

export function toRepository(
  row: RepositoryStateRow,
  server: string,
  membership: Membership | undefined,
): VbrRepositoryRecord {
  const capacity = capacityOf(row);
  const scaleOutRepositoryId = membership?.scaleOutRepositoryId ?? row.scaleOutRepositoryId;
  const tier = membership?.extent.tier ?? TIERS.of(row.extentType);
  const extentStatuses = membership?.extent.statuses ?? [];
  return {
    type: VBR_REPOSITORY,
    server,
    nativeId: row.id,
    nativeType: row.type ?? 'Unknown',
    name: row.name,
    description: row.description,
    kind: REPOSITORY_KINDS.of(row.type),
    status: statusOf(row, extentStatuses),
    capacity,
    free: capacity === null ? null : gibToBytes(row.freeGB),
    used: gibToBytes(row.usedSpaceGB),
    immutability: undefined,
    // Only the performance tier makes up the space of a scale-out repository; the other tiers stand for themselves.
    partOf: tier === 'PERFORMANCE' ? scaleOutRepositoryId : null,
    storageKey: storageKeyOf(row),
    native: {
      hostId: row.hostId,
      hostName: row.hostName,
      path: row.path,
      online: row.isOnline,
      outOfDate: row.isOutOfDate,
      scaleOutRepositoryId,
      tier: scaleOutRepositoryId === null ? null : tier,
      extentStatuses,
    },
  };
}

/** Bytes; a capacity of 0 means that there is no limit, or that nobody knows it. */
function capacityOf(row: RepositoryStateRow): number | null {
  const capacity = gibToBytes(row.capacityGB);
  return capacity === 0 ? null : capacity;
}

function statusOf(row: RepositoryStateRow, extentStatuses: readonly string[]): RepositoryStatus {
  const is = (word: string): boolean => extentStatuses.some((status) => status.toLowerCase() === word);
  if (row.isOnline === false) return 'OFFLINE';
  if (is('maintenance')) return 'MAINTENANCE';
  if (is('sealed')) return 'SEALED';
  if (row.isOutOfDate === true) return 'OUT_OF_DATE';
  return row.isOnline === true ? 'ONLINE' : 'UNKNOWN';
}
