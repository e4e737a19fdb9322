import {
  flag,
  id,
  many,
  count,
  object,
  part,
  remark,
  anyText,
  words,
} from '../../../platform/products-kit/values.js';
import type { JsonObject } from '../../../platform/products-kit/values.js';
import { readWindow } from './schedule.js';
import type { WireWindow } from './schedule.js';
import { readEncryption, readHealthCheck } from './tier-settings.js';
import type { WireEncryption, WireHealthCheck } from './tier-settings.js';

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
  readonly placementSettings: readonly PlacementSettingRow[];
  readonly capacityTier: CapacityTierRow;
  readonly archiveTier: ArchiveTierRow;
}

interface PerformanceExtentRow {
  readonly id: string;
  readonly name: string | null;
  /** One word in 1.2-rev1, several since. */
  readonly statuses: readonly string[];
}

interface PlacementSettingRow {
  readonly extentId: string;
  readonly allowedBackups: string | null;
}

export interface CapacityTierRow {
  readonly isEnabled: boolean | null;
  readonly extents: readonly LowerExtentRow[];
  readonly copyPolicyEnabled: boolean | null;
  readonly movePolicyEnabled: boolean | null;
  readonly operationalRestorePeriodDays: number | null;
  readonly overridePolicy: OverridePolicyRow | null;
  readonly encryption: WireEncryption | null;
  readonly offloadWindow: WireWindow | null;
  /** Since 1.3-rev0. */
  readonly backupHealth: WireHealthCheck | null;
}

interface OverridePolicyRow {
  readonly isEnabled: boolean | null;
  readonly thresholdPercent: number | null;
}

export interface LowerExtentRow {
  readonly id: string;
  /** Since 1.3-rev2. */
  readonly cryptoKeyId: string | null;
}

export interface ArchiveTierRow {
  readonly isEnabled: boolean | null;
  readonly extent: LowerExtentRow | null;
  readonly archivePeriodDays: number | null;
  readonly costOptimized: boolean | null;
  readonly deduplication: boolean | null;
  /** Fields from here on: since 1.3-rev2. */
  readonly copyPolicyEnabled: boolean | null;
  readonly movePolicyEnabled: boolean | null;
  readonly encryption: WireEncryption | null;
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
    name: anyText(row['name']) ?? key,
    description: remark(row['description']),
    uniqueId: anyText(row['uniqueId']),
    performanceExtents: many(performance['performanceExtents'], readPerformanceExtent),
    perVmBackup: flag(advanced['perVmBackup']),
    fullWhenExtentOffline: flag(advanced['fullWhenExtentOffline']),
    placementPolicy: anyText(placement['type']),
    strictPlacement: flag(placement['enforceStrictPlacementPolicy']),
    placementSettings: many(placement['settings'], readPlacementSetting),
    capacityTier: readCapacityTier(part(row['capacityTier'])),
    archiveTier: readArchiveTier(part(row['archiveTier'])),
  };
}

function readPerformanceExtent(value: unknown): PerformanceExtentRow | undefined {
  const row = object(value);
  const key = id(row?.['id']);
  if (row === undefined || key === null) return undefined;
  return { id: key, name: anyText(row['name']), statuses: words(row['status']) };
}

function readPlacementSetting(value: unknown): PlacementSettingRow | undefined {
  const row = object(value);
  const extentId = id(row?.['extentId']);
  return extentId === null ? undefined : { extentId, allowedBackups: anyText(row?.['allowedBackups']) };
}

function lowerExtent(key: unknown, cryptoKeyId: unknown): LowerExtentRow | null {
  const extentId = id(key);
  return extentId === null ? null : { id: extentId, cryptoKeyId: id(cryptoKeyId) };
}

function readCapacityTier(row: JsonObject): CapacityTierRow {
  const override = object(row['overridePolicy']);
  return {
    isEnabled: flag(row['isEnabled']),
    extents: many(row['extents'], (extent) => lowerExtent(part(extent)['id'], part(extent)['cryptoKeyId'])),
    copyPolicyEnabled: flag(row['copyPolicyEnabled']),
    movePolicyEnabled: flag(row['movePolicyEnabled']),
    operationalRestorePeriodDays: count(row['operationalRestorePeriodDays']),
    overridePolicy:
      override === undefined
        ? null
        : {
            isEnabled: flag(override['isEnabled']),
            thresholdPercent: count(override['overrideSpaceThresholdPercents']),
          },
    encryption: readEncryption(row['encryption']),
    offloadWindow: readWindow(row['offloadWindow']),
    backupHealth: readHealthCheck(row['backupHealth']),
  };
}

function readArchiveTier(row: JsonObject): ArchiveTierRow {
  const advanced = part(row['advancedSettings']);
  return {
    isEnabled: flag(row['isEnabled']),
    extent: lowerExtent(row['extentId'], row['extentCryptoKeyId']),
    archivePeriodDays: count(row['archivePeriodDays']),
    costOptimized: flag(advanced['costOptimizedArchiveEnabled']),
    deduplication: flag(advanced['archiveDeduplicationEnabled']),
    copyPolicyEnabled: flag(row['copyPolicyEnabled']),
    movePolicyEnabled: flag(row['movePolicyEnabled']),
    encryption: readEncryption(row['encryption']),
  };
}
