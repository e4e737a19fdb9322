import { Row } from '../../../platform/products-kit/row.js';
import { reference } from './links.js';

/** `RESTBackupRepository` of v6 to v8. */
export interface RepositoryRow {
  readonly id: string;
  readonly name: string | null;
  readonly description: string | null;
  /** Of an object storage repository: its cache. */
  readonly path: string | null;
  readonly capacityBytes: number | null;
  readonly freeSpaceBytes: number | null;
  readonly retention: RetentionRow;
  readonly proxyId: string | null;
  /** v8. */
  readonly proxyPoolId: string | null;
  /** v6 and v7: an entry of the object storage list. */
  readonly objectStorageId: string | null;
  /** v6 and v7. */
  readonly cachePath: string | null;
  /** v8; null: kept on a local disk, or v6 and v7. */
  readonly objectStorage: ObjectStorageRow | null;
  readonly isEncrypted: boolean | null;
  readonly isLongTerm: boolean | null;
  readonly isOutOfSync: boolean | null;
  /** v8, as all below. */
  readonly isOutdated: boolean | null;
  readonly isIndexed: boolean | null;
  readonly isMigrationLocked: boolean | null;
  readonly isOutOfOrder: boolean | null;
  readonly outOfOrderReason: string | null;
}

export interface RetentionRow {
  readonly type: string | null;
  readonly periodType: string | null;
  readonly days: number | null;
  readonly months: number | null;
  readonly years: string | null;
  readonly frequency: string | null;
}

/** An entry of `objectstoragerepositories` (v6, v7), or what v8 nests in the repository. */
export interface ObjectStorageRow {
  readonly id: string | null;
  readonly name: string | null;
  readonly type: string | null;
  readonly bucket: string | null;
  readonly folder: string | null;
  readonly region: string | null;
  readonly servicePoint: string | null;
  readonly usedSpaceBytes: number | null;
  /** Counts only when a size limit is set. */
  readonly freeSpaceBytes: number | null;
  readonly sizeLimitEnabled: boolean | null;
  readonly sizeLimitGB: number | null;
  /** v8. */
  readonly immutabilityEnabled: boolean | null;
  /** v8; null or 0: as long as the retention period. */
  readonly immutabilityDays: number | null;
}

export function readRepository(value: unknown): RepositoryRow | undefined {
  const row = Row.of(value);
  const id = row?.id('id');
  if (!row || !id) return undefined;
  return {
    id,
    name: row.remark('name'),
    description: row.remark('description'),
    path: row.remark('path'),
    capacityBytes: row.bytes('capacityBytes'),
    freeSpaceBytes: row.bytes('freeSpaceBytes'),
    retention: readRetention(row),
    proxyId: reference(row, 'proxyId', 'proxy'),
    proxyPoolId: row.id('proxyPoolId'),
    objectStorageId: reference(row, 'objectStorageId', 'objectStorageRepository'),
    cachePath: row.remark('objectStorageCachePath'),
    objectStorage: readObjectStorage(row.object('objectStorage')) ?? null,
    isEncrypted: row.flag('objectStorageEncryptionEnabled'),
    isLongTerm: row.flag('isLongTerm'),
    isOutOfSync: row.flag('isOutOfSync'),
    isOutdated: row.flag('isOutdated'),
    isIndexed: row.flag('isIndexed'),
    isMigrationLocked: row.flag('isMigrationLocked'),
    isOutOfOrder: row.flag('isOutOfOrder'),
    outOfOrderReason: row.remark('outOfOrderReason'),
  };
}

export function readObjectStorage(value: unknown): ObjectStorageRow | undefined {
  const row = value instanceof Row ? value : Row.of(value);
  if (!row) return undefined;
  const place =
    row.object('amazonBucketS3Compatible') ?? row.object('amazonBucketS3Aws') ?? row.object('azureContainer');
  return {
    id: row.id('id'),
    name: row.remark('name'),
    type: row.remark('type'),
    bucket: place?.remark('name') ?? null,
    folder: row.remark('s3Folder') ?? row.remark('azureFolder'),
    region:
      place?.remark('regionId') ?? place?.remark('customRegionId') ?? place?.remark('regionType') ?? null,
    servicePoint: place?.remark('servicePoint') ?? null,
    usedSpaceBytes: row.bytes('usedSpaceBytes'),
    freeSpaceBytes: row.bytes('freeSpaceBytes'),
    sizeLimitEnabled: row.flag('sizeLimitEnabled'),
    sizeLimitGB: row.number('sizeLimitGB'),
    immutabilityEnabled: row.flag('enableImmutability'),
    immutabilityDays: row.count('immutabilityPeriodDays'),
  };
}

function readRetention(row: Row): RetentionRow {
  return {
    type: row.remark('retentionType'),
    periodType: row.remark('retentionPeriodType'),
    days: row.count('dailyRetentionPeriod'),
    months: row.count('monthlyRetentionPeriod'),
    years: row.remark('yearlyRetentionPeriod'),
    frequency: row.remark('retentionFrequencyType'),
  };
}
