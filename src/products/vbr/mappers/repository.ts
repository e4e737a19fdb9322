import type { RepositoryStatus } from '../../../core/model/repository.js';
import type { VbrExtent, VbrRepositoryRecord, VbrTier } from '../model.js';
import { VBR_REPOSITORY } from '../model.js';
import type { RepositoryStateRow } from '../wire/repository-state.js';
import { REPOSITORY_KINDS } from './repository-types.js';
import { gibToBytes } from './size.js';
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

/** Directories under which other disks are mounted: what lies in them is a volume of its own. */
const MOUNT_ROOTS: ReadonlySet<string> = new Set(['', '/mnt', '/media', '/run/media', '/srv', '/vol']);

/**
 * Names the volume behind a local repository or a share, so that repositories on one volume are counted once. Each reports the
 * capacity of the whole volume, so figures that differ mean different volumes whatever the paths say. null: nothing to name.
 */
function storageKeyOf(row: RepositoryStateRow): string | null {
  const volume = volumeOf(row);
  if (volume === null || row.capacityGB === null || row.capacityGB <= 0) return null;
  return `${volume}|${row.capacityGB}`.toLowerCase();
}

function volumeOf(row: RepositoryStateRow): string | null {
  if (row.path === null) return null;
  switch (REPOSITORY_KINDS.of(row.type)) {
    case 'LOCAL': {
      const host = row.hostId ?? row.hostName;
      return host === null ? null : `${host}|${localVolume(row.path)}`;
    }
    case 'NETWORK_SHARE':
      return shareOf(row.path);
    default:
      return null;
  }
}

/** The drive of a Windows path; on Linux the directory in which repositories lie side by side. */
function localVolume(path: string): string {
  const drive = /^([a-z]:)/i.exec(path)?.[1];
  return drive ?? parentUnlessMountRoot(path);
}

/** "\\nas\share" of an SMB path, "nas:/export" of an NFS path. */
function shareOf(path: string): string {
  const smb = /^(?:\\\\|\/\/)([^\\/]+)[\\/]([^\\/]+)/.exec(path);
  return smb === null ? parentUnlessMountRoot(path) : `${smb[1]}|${smb[2]}`;
}

function parentUnlessMountRoot(path: string): string {
  const trimmed = path.replace(/\/+$/, '');
  const parent = trimmed.slice(0, Math.max(0, trimmed.lastIndexOf('/')));
  return MOUNT_ROOTS.has(parent) || parent.endsWith(':') ? trimmed : parent;
}
