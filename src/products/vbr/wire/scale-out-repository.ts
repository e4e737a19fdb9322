import { flag, id, many, number, object, part, remark, text, words } from './read.js';
import type { WireObject } from './read.js';
import { readWindow } from './schedule.js';
import type { WireWindow } from './schedule.js';

/** A row of GET /backupInfrastructure/scaleOutRepositories. */
export interface ScaleOutRepositoryRow {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly uniqueId: string | null;
  readonly performanceExtents: readonly PerformanceExtentRow[];
  readonly perVmBackup: boolean | null;
  readonly fullWhenExtentOffline: boolean | null;
  readonly placementPolicy: string | null;
  readonly strictPlacement: boolean | null;
  readonly capacityTier: CapacityTierRow;
  readonly archiveTier: ArchiveTierRow;
}

export interface PerformanceExtentRow {
  readonly id: string;
  readonly name: string | null;
  /** One word in 1.2-rev1, several since. */
  readonly statuses: readonly string[];
}

export interface CapacityTierRow {
  readonly isEnabled: boolean | null;
  readonly extentIds: readonly string[];
  readonly copyPolicyEnabled: boolean | null;
  readonly movePolicyEnabled: boolean | null;
  readonly operationalRestorePeriodDays: number | null;
  readonly overrideThresholdPercent: number | null;
  readonly encrypted: boolean | null;
  readonly offloadWindow: WireWindow | null;
}

export interface ArchiveTierRow {
  readonly isEnabled: boolean | null;
  readonly extentId: string | null;
  readonly archivePeriodDays: number | null;
  readonly costOptimized: boolean | null;
  readonly deduplication: boolean | null;
}

export function readScaleOutRepository(value: unknown): ScaleOutRepositoryRow | undefined {
  const row = object(value);
  const key = id(row?.['id']);
  if (row === undefined || key === null) return undefined;
  const performance = part(row['performanceTier']);
  const advanced = part(performance['advancedSettings']);
  const placement = part(row['placementPolicy']);
  return {
    id: key,
    name: text(row['name']) ?? key,
    description: remark(row['description']),
    uniqueId: text(row['uniqueId']),
    performanceExtents: many(performance['performanceExtents'], readPerformanceExtent),
    perVmBackup: flag(advanced['perVmBackup']),
    fullWhenExtentOffline: flag(advanced['fullWhenExtentOffline']),
    placementPolicy: text(placement['type']),
    strictPlacement: flag(placement['enforceStrictPlacementPolicy']),
    capacityTier: readCapacityTier(part(row['capacityTier'])),
    archiveTier: readArchiveTier(part(row['archiveTier'])),
  };
}

function readPerformanceExtent(value: unknown): PerformanceExtentRow | undefined {
  const row = object(value);
  const key = id(row?.['id']);
  if (row === undefined || key === null) return undefined;
  return { id: key, name: text(row['name']), statuses: words(row['status']) };
}

function readCapacityTier(row: WireObject): CapacityTierRow {
  const override = part(row['overridePolicy']);
  return {
    isEnabled: flag(row['isEnabled']),
    extentIds: many(row['extents'], (extent) => id(object(extent)?.['id'])),
    copyPolicyEnabled: flag(row['copyPolicyEnabled']),
    movePolicyEnabled: flag(row['movePolicyEnabled']),
    operationalRestorePeriodDays: number(row['operationalRestorePeriodDays']),
    overrideThresholdPercent:
      flag(override['isEnabled']) === true ? number(override['overrideSpaceThresholdPercents']) : null,
    encrypted: flag(part(row['encryption'])['isEnabled']),
    offloadWindow: readWindow(row['offloadWindow']),
  };
}

function readArchiveTier(row: WireObject): ArchiveTierRow {
  const advanced = part(row['advancedSettings']);
  return {
    isEnabled: flag(row['isEnabled']),
    extentId: id(row['extentId']),
    archivePeriodDays: number(row['archivePeriodDays']),
    costOptimized: flag(advanced['costOptimizedArchiveEnabled']),
    deduplication: flag(advanced['archiveDeduplicationEnabled']),
  };
}
