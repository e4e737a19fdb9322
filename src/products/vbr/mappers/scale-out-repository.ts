import type { RepositoryStatus } from '../../../core/model/repository.js';
import type {
  VbrArchiveTier,
  VbrCapacityTier,
  VbrExtent,
  VbrRepositoryRecord,
  VbrScaleOut,
  VbrScaleOutRepositoryRecord,
  VbrHealthCheck,
  VbrMonthlyCheck,
  VbrTierEncryption,
  VbrWeeklyCheck,
} from '../model.js';
import { VBR_SCALE_OUT_REPOSITORY } from '../model.js';
import { valuesOf } from '../product-words.js';
import { ALLOWED_BACKUPS, PLACEMENTS, DAYS_IN_MONTH, ENCRYPTION_TYPES } from '../repository-words.js';
import type { RepositoryStateRow } from '../wire/repository-state.js';
import type {
  ArchiveTierRow,
  CapacityTierRow,
  LowerExtentRow,
  ScaleOutRepositoryRow,
} from '../wire/scale-out-repository.js';
import { SCALE_OUT_TYPE } from './repository-types.js';
import { gibToBytes } from './size.js';
import { toWindow } from './window.js';
import { toMonth, toWeekday } from '../calendar.js';
import type {
  WireEncryption,
  WireHealthCheck,
  WireMonthlyCheck,
  WireWeeklyCheck,
} from '../wire/tier-settings.js';
import { shortTime } from './schedule-details.js';

const PLACEMENT_TYPES = valuesOf(PLACEMENTS);
const ALLOWED = valuesOf(ALLOWED_BACKUPS);

/** The extents of a scale-out repository, all tiers. Names of the lower tiers come from the repositories themselves. */
export function extentsOf(
  row: ScaleOutRepositoryRow,
  names: ReadonlyMap<string, string>,
): readonly VbrExtent[] {
  const { extent } = row.archiveTier;
  const archive = extent === null ? [] : [extent];
  const lower = (tier: VbrExtent['tier'], rows: readonly LowerExtentRow[]): VbrExtent[] =>
    rows.map(({ id, cryptoKeyId }) => ({ id, name: names.get(id) ?? id, tier, statuses: [], cryptoKeyId }));
  return [
    ...row.performanceExtents.map(({ id, name, statuses }): VbrExtent => ({
      id,
      name: name ?? names.get(id) ?? id,
      tier: 'PERFORMANCE',
      statuses,
      cryptoKeyId: null,
    })),
    ...lower('CAPACITY', row.capacityTier.extents),
    ...lower('ARCHIVE', archive),
  ];
}

/**
 * A scale-out repository. Its space is that of its performance extents; `shadow` is its own row in the list of repository
 * states, where the server shows one, and serves where no extent could be read.
 */
export function toScaleOutRepository(
  row: ScaleOutRepositoryRow,
  server: string,
  extents: readonly VbrExtent[],
  performance: readonly VbrRepositoryRecord[],
  shadow: RepositoryStateRow | undefined,
): VbrScaleOutRepositoryRecord {
  const volumes = onePerVolume(performance);
  const capacity = sum(volumes.map((extent) => extent.capacity)) ?? positive(shadow?.capacityGB);
  const free = sum(volumes.map((extent) => extent.free)) ?? gibToBytes(shadow?.freeGB ?? null);
  return {
    type: VBR_SCALE_OUT_REPOSITORY,
    server,
    nativeId: row.id,
    nativeType: SCALE_OUT_TYPE,
    name: row.name,
    description: row.description ?? shadow?.description ?? null,
    kind: 'SCALE_OUT',
    status: statusOf(performance, shadow),
    capacity,
    free: capacity === null ? null : free,
    used: sum(performance.map((extent) => extent.used)) ?? gibToBytes(shadow?.usedSpaceGB ?? null),
    immutability: undefined,
    partOf: null,
    storageKey: null,
    native: structureOf(row, extents),
  };
}

function structureOf(row: ScaleOutRepositoryRow, extents: readonly VbrExtent[]): VbrScaleOut {
  return {
    uniqueId: row.uniqueId,
    placementPolicy: {
      type: PLACEMENT_TYPES.of(row.placementPolicy),
      strict: row.strictPlacement,
      settings: row.placementSettings.map(({ extentId, allowedBackups }) => ({
        extentId,
        allowedBackups: ALLOWED.of(allowedBackups),
      })),
    },
    performanceTier: { perVmBackup: row.perVmBackup, fullWhenExtentOffline: row.fullWhenExtentOffline },
    extents,
    capacityTier: toCapacityTier(row.capacityTier),
    archiveTier: toArchiveTier(row.archiveTier),
  };
}

function toCapacityTier(row: CapacityTierRow): VbrCapacityTier {
  return {
    enabled: row.isEnabled,
    copyPolicy: row.copyPolicyEnabled,
    movePolicy: row.movePolicyEnabled,
    operationalRestoreDays: row.operationalRestorePeriodDays,
    overridePolicy: row.overridePolicy && {
      enabled: row.overridePolicy.isEnabled,
      thresholdPercent: row.overridePolicy.thresholdPercent,
    },
    encrypted: row.encryption?.isEnabled ?? null,
    encryption: row.encryption && toEncryption(row.encryption),
    offloadWindow: toWindow(row.offloadWindow),
    backupHealth: row.backupHealth && toHealthCheck(row.backupHealth),
  };
}

function toArchiveTier(row: ArchiveTierRow): VbrArchiveTier {
  return {
    enabled: row.isEnabled,
    archiveAfterDays: row.archivePeriodDays,
    costOptimized: row.costOptimized,
    deduplication: row.deduplication,
    copyPolicy: row.copyPolicyEnabled,
    movePolicy: row.movePolicyEnabled,
    encryption: row.encryption && toEncryption(row.encryption),
  };
}

/** The common status of the extents; where they differ, it works as long as one of them does. */
function statusOf(
  extents: readonly VbrRepositoryRecord[],
  shadow: RepositoryStateRow | undefined,
): RepositoryStatus {
  const [first, ...others] = extents.map(({ status }) => status);
  if (first === undefined) {
    if (shadow === undefined || shadow.isOnline === null) return 'UNKNOWN';
    return shadow.isOnline ? 'ONLINE' : 'OFFLINE';
  }
  if (others.every((status) => status === first)) return first;
  if (extents.some(({ status }) => status === 'OUT_OF_DATE')) return 'OUT_OF_DATE';
  return extents.some(({ status }) => status === 'ONLINE') ? 'ONLINE' : first;
}

/** Extents on one volume report the whole volume each: its space is counted once, with the smaller word on what is free. */
function onePerVolume(extents: readonly VbrRepositoryRecord[]): readonly VbrRepositoryRecord[] {
  const volumes = new Map<string, VbrRepositoryRecord>();
  for (const extent of extents) {
    const key = extent.storageKey ?? extent.nativeId;
    const known = volumes.get(key);
    if (known === undefined || (extent.free ?? Infinity) < (known.free ?? Infinity)) volumes.set(key, extent);
  }
  return [...volumes.values()];
}

/** null when nothing is known. */
function sum(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
}

function positive(capacityGB: number | null | undefined): number | null {
  return gibToBytes(capacityGB ?? null) || null;
}

const KEY_SOURCES = valuesOf(ENCRYPTION_TYPES);
const DAY_NUMBERS = valuesOf(DAYS_IN_MONTH);

function toEncryption({ isEnabled, type, ...details }: WireEncryption): VbrTierEncryption {
  return { enabled: isEnabled, type: KEY_SOURCES.of(type), ...details };
}

function toHealthCheck({ isEnabled, weekly, monthly }: WireHealthCheck): VbrHealthCheck {
  return {
    enabled: isEnabled,
    weekly: weekly && toWeeklyCheck(weekly),
    monthly: monthly && toMonthlyCheck(monthly),
  };
}

function toWeeklyCheck({ isEnabled, days, localTime }: WireWeeklyCheck): VbrWeeklyCheck {
  return {
    enabled: isEnabled,
    days: days.map(toWeekday).filter((day) => day !== null),
    time: shortTime(localTime),
  };
}

function toMonthlyCheck(wire: WireMonthlyCheck): VbrMonthlyCheck {
  return {
    enabled: wire.isEnabled,
    dayNumberInMonth: DAY_NUMBERS.of(wire.dayNumberInMonth),
    dayOfWeek: wire.dayOfWeek === null ? null : toWeekday(wire.dayOfWeek),
    dayOfMonth: wire.dayOfMonth,
    lastDayOfMonth: wire.isLastDayOfMonth,
    months: wire.months.map(toMonth).filter((month) => month !== null),
    time: shortTime(wire.localTime),
  };
}
