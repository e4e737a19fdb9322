import type { Immutability, RepositoryRecord, RepositoryStatus } from '../../../core/model/repository.js';
import { counted } from '../../../core/model/policy-terms.js';
import { bytes as readBytes } from '../../../platform/products-kit/values.js';
import type { M365RepositoryRecord, M365Retention } from '../native.js';
import { TYPES } from '../native.js';
import type { ObjectStorageRow, RepositoryRow, RetentionRow } from '../wire/repository.js';

const GIB = 1024 ** 3;
const SILENT: Immutability = { enabled: null, periodDays: null };

/** `storages`: the object storage list of v6 and v7 by id; v8 nests the storage in the repository. */
export function mapRepository(
  server: string,
  row: RepositoryRow,
  storages: ReadonlyMap<string, ObjectStorageRow>,
): M365RepositoryRecord {
  const storage = row.objectStorage ?? storages.get(row.objectStorageId ?? '') ?? null;
  const isRemote = storage !== null || row.objectStorageId !== null;
  return {
    type: TYPES.repository,
    server,
    nativeId: row.id,
    nativeType: isRemote ? (storage?.type ?? 'ObjectStorage') : 'JET',
    name: row.name ?? row.id,
    description: row.description,
    kind: isRemote ? 'OBJECT_STORAGE' : 'LOCAL',
    status: statusOf(row),
    ...(isRemote ? remoteSpace(storage) : localSpace(row)),
    immutability: immutabilityOf(storage),
    partOf: null,
    storageKey: isRemote ? null : diskOf(row),
    native: {
      path: row.cachePath ?? row.path,
      cache: isRemote ? cacheOf(row) : null,
      objectStorage: storage,
      retention: mapRetention(row.retention),
      isEncrypted: row.isEncrypted,
      isLongTerm: row.isLongTerm,
      isOutOfSync: row.isOutOfSync,
      isIndexed: row.isIndexed,
      outOfOrderReason: row.outOfOrderReason,
      proxyId: row.proxyId,
      proxyPoolId: row.proxyPoolId,
    },
  };
}

type Space = Pick<RepositoryRecord, 'capacity' | 'free' | 'used'>;

/** A disk of 0 bytes is one of which the server knows nothing. */
function localSpace({ capacityBytes, freeSpaceBytes }: RepositoryRow): Space {
  const capacity = capacityBytes || null;
  const free = capacity === null ? null : freeSpaceBytes;
  const used = capacity === null || free === null ? null : Math.max(0, capacity - free);
  return { capacity, free, used };
}

function cacheOf(row: RepositoryRow): Pick<Space, 'capacity' | 'free'> {
  const { capacity, free } = localSpace(row);
  return { capacity, free };
}

/** Without a size limit, object storage has neither a capacity nor a free space. */
function remoteSpace(storage: ObjectStorageRow | null): Space {
  const used = storage?.usedSpaceBytes ?? null;
  if (storage?.sizeLimitEnabled !== true || storage.sizeLimitGB === null)
    return { capacity: null, free: null, used };
  const capacity = readBytes(storage.sizeLimitGB * GIB);
  if (capacity === null) return { capacity, free: null, used };
  const rest = used === null ? null : Math.max(0, capacity - used);
  return { capacity, free: storage.freeSpaceBytes ?? rest, used };
}

/** v6 and v7 do not tell whether a repository can be used. */
function statusOf(row: RepositoryRow): RepositoryStatus {
  if (row.isOutOfOrder === true) return 'OFFLINE';
  if (row.isOutdated === true) return 'OUT_OF_DATE';
  if (row.isMigrationLocked === true) return 'MAINTENANCE';
  return row.isOutOfOrder === false ? 'ONLINE' : 'UNKNOWN';
}

function immutabilityOf(storage: ObjectStorageRow | null): Immutability {
  const enabled = storage?.immutabilityEnabled ?? null;
  if (enabled === null) return SILENT;
  return { enabled, periodDays: enabled ? storage?.immutabilityDays || null : null };
}

/** Local repositories on one drive of one proxy share its space; drives that differ in size are not the same. */
function diskOf({ proxyId, path, capacityBytes }: RepositoryRow): string | null {
  const drive = /^[a-z]:/i.exec(path ?? '')?.[0];
  if (proxyId === null || drive === undefined || !capacityBytes) return null;
  return `${proxyId} ${drive.toUpperCase()} ${capacityBytes}`;
}

/** Only the number that belongs to the period type counts; the others may be left over from before. */
function mapRetention(row: RetentionRow): M365Retention {
  const period = row.periodType?.toLowerCase();
  const isYearly = period === 'yearly';
  const retention = {
    type: row.type,
    days: period === 'daily' ? row.days : null,
    months: period === 'monthly' ? row.months : null,
    years: isYearly ? yearsOf(row.years) : null,
    isForever: isYearly && row.years?.toLowerCase() === 'keep',
    cleanUp: row.frequency,
  };
  return { ...retention, summary: summaryOf(retention) };
}

/** "Year1", "Years3". */
function yearsOf(word: string | null): number | null {
  const count = /^years?(\d{1,4})$/i.exec(word ?? '')?.[1];
  return count === undefined ? null : Number(count);
}

function summaryOf({ days, months, years, isForever }: Omit<M365Retention, 'summary'>): string {
  if (isForever) return 'Forever';
  if (days !== null) return counted(days, 'day');
  if (months !== null) return counted(months, 'month');
  return years === null ? 'Unknown' : counted(years, 'year');
}
