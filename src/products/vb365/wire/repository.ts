import { Row } from './row.js';

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
    name: row.text('name'),
    description: row.text('description'),
    path: row.text('path'),
    capacityBytes: row.amount('capacityBytes'),
    freeSpaceBytes: row.amount('freeSpaceBytes'),
    retention: readRetention(row),
    proxyId: row.reference('proxyId', 'proxy'),
    proxyPoolId: row.id('proxyPoolId'),
    objectStorageId: row.reference('objectStorageId', 'objectStorageRepository'),
    cachePath: row.text('objectStorageCachePath'),
    objectStorage: readObjectStorage(row.row('objectStorage')) ?? null,
    isEncrypted: row.flag('objectStorageEncryptionEnabled'),
    isLongTerm: row.flag('isLongTerm'),
    isOutOfSync: row.flag('isOutOfSync'),
    isOutdated: row.flag('isOutdated'),
    isIndexed: row.flag('isIndexed'),
    isMigrationLocked: row.flag('isMigrationLocked'),
    isOutOfOrder: row.flag('isOutOfOrder'),
    outOfOrderReason: row.text('outOfOrderReason'),
  };
}

export function readObjectStorage(value: unknown): ObjectStorageRow | undefined {
  const row = value instanceof Row ? value : Row.of(value);
  if (!row) return undefined;
  const place =
    row.row('amazonBucketS3Compatible') ?? row.row('amazonBucketS3Aws') ?? row.row('azureContainer');
  return {
    id: row.id('id'),
    name: row.text('name'),
    type: row.text('type'),
    bucket: place?.text('name') ?? null,
    folder: row.text('s3Folder') ?? row.text('azureFolder'),
    region: place?.text('regionId') ?? place?.text('customRegionId') ?? place?.text('regionType') ?? null,
    servicePoint: place?.text('servicePoint') ?? null,
    usedSpaceBytes: row.amount('usedSpaceBytes'),
    freeSpaceBytes: row.amount('freeSpaceBytes'),
    sizeLimitEnabled: row.flag('sizeLimitEnabled'),
    sizeLimitGB: row.number('sizeLimitGB'),
    immutabilityEnabled: row.flag('enableImmutability'),
    immutabilityDays: row.amount('immutabilityPeriodDays'),
  };
}

function readRetention(row: Row): RetentionRow {
  return {
    type: row.text('retentionType'),
    periodType: row.text('retentionPeriodType'),
    days: row.amount('dailyRetentionPeriod'),
    months: row.amount('monthlyRetentionPeriod'),
    years: row.text('yearlyRetentionPeriod'),
    frequency: row.text('retentionFrequencyType'),
  };
}
