import type {
  VbrHealthCheckInput,
  VbrTierEncryptionInput,
  VbrWindowDayInput,
} from '../graphql/scale-out-parts.inputs.js';
import type {
  VbrArchiveTierInput,
  VbrCapacityTierInput,
  VbrPerformanceTierInput,
  VbrPlacementPolicyInput,
} from '../graphql/scale-out-tiers.inputs.js';
import { WEEKDAYS } from '../calendar.js';
import type { VbrWeekday } from '../calendar.js';
import type { JsonObject } from '../../../platform/products-kit/values.js';
import { productWord } from '../product-words.js';
import { said } from './merge.js';

/** What create and edit may say of a scale-out repository. */
export interface ScaleOutWish {
  readonly name?: string | null;
  readonly description?: string | null;
  readonly uniqueId?: string | null;
  readonly performanceTier?: VbrPerformanceTierInput | null;
  readonly placementPolicy?: VbrPlacementPolicyInput | null;
  readonly capacityTier?: VbrCapacityTierInput | null;
  readonly archiveTier?: VbrArchiveTierInput | null;
}

/** How a wish is put into the server's words. */
export interface Wording {
  /** The native id of the repository an input names at this path. */
  readonly idOf: (id: string, field: readonly string[]) => string;
  /** Revisions before 1.3-rev1 write days of the week in lower case. */
  readonly lowerDays: boolean;
}

/** The part of a scale-out repository's body that a wish is about; fields it leaves alone are absent. */
export function toPatch(wish: ScaleOutWish, wording: Wording): JsonObject {
  const { performanceTier, placementPolicy, capacityTier, archiveTier } = wish;
  return said({
    name: wish.name?.trim(),
    description: wish.description,
    uniqueId: wish.uniqueId,
    performanceTier: performanceTier && performanceOf(performanceTier, wording),
    placementPolicy: placementPolicy && placementOf(placementPolicy, wording),
    capacityTier: capacityTier && capacityOf(capacityTier, wording),
    archiveTier: archiveTier && archiveOf(archiveTier, wording),
  });
}

function performanceOf(tier: VbrPerformanceTierInput, { idOf }: Wording): JsonObject {
  const path = ['input', 'performanceTier', 'extents'];
  const advanced = said({
    perVmBackup: tier.perVmBackup,
    fullWhenExtentOffline: tier.fullWhenExtentOffline,
  });
  return said({
    performanceExtents: tier.extents?.map((id, index) => ({ id: idOf(id, [...path, String(index)]) })),
    advancedSettings: Object.keys(advanced).length > 0 ? advanced : null,
  });
}

function placementOf(policy: VbrPlacementPolicyInput, { idOf }: Wording): JsonObject {
  const path = ['input', 'placementPolicy', 'settings'];
  return said({
    type: productWord(policy.type),
    enforceStrictPlacementPolicy: policy.strict,
    settings: policy.settings?.map(({ extent, allowedBackups }, index) => ({
      extentId: idOf(extent, [...path, String(index), 'extent']),
      allowedBackups: productWord(allowedBackups),
    })),
  });
}

function capacityOf(tier: VbrCapacityTierInput, wording: Wording): JsonObject {
  const path = ['input', 'capacityTier', 'extents'];
  const { overridePolicy, encryption, backupHealth, offloadWindow } = tier;
  return said({
    isEnabled: tier.enabled,
    extents: tier.extents?.map(({ repository, cryptoKeyId }, index) =>
      said({ id: wording.idOf(repository, [...path, String(index), 'repository']), cryptoKeyId }),
    ),
    offloadWindow: offloadWindow && windowOf(offloadWindow, wording),
    backupHealth: backupHealth && healthOf(backupHealth, wording),
    copyPolicyEnabled: tier.copyPolicy,
    movePolicyEnabled: tier.movePolicy,
    operationalRestorePeriodDays: tier.operationalRestoreDays,
    overridePolicy:
      overridePolicy &&
      said({
        isEnabled: overridePolicy.enabled,
        overrideSpaceThresholdPercents: overridePolicy.thresholdPercent,
      }),
    encryption: encryption && encryptionOf(encryption),
  });
}

function archiveOf(tier: VbrArchiveTierInput, { idOf }: Wording): JsonObject {
  const advanced = said({
    costOptimizedArchiveEnabled: tier.costOptimized,
    archiveDeduplicationEnabled: tier.deduplication,
  });
  return said({
    isEnabled: tier.enabled,
    extentId: tier.extent && idOf(tier.extent, ['input', 'archiveTier', 'extent']),
    extentCryptoKeyId: tier.cryptoKeyId,
    archivePeriodDays: tier.archiveAfterDays,
    copyPolicyEnabled: tier.copyPolicy,
    movePolicyEnabled: tier.movePolicy,
    advancedSettings: Object.keys(advanced).length > 0 ? advanced : null,
    encryption: tier.encryption && encryptionOf(tier.encryption),
  });
}

function encryptionOf(wish: VbrTierEncryptionInput): JsonObject {
  return said({
    isEnabled: wish.enabled,
    encryptionType: wish.type && productWord(wish.type),
    encryptionPasswordId: wish.passwordId,
    encryptionPasswordUniqueId: wish.passwordUniqueId,
    kmsServerId: wish.kmsServerId,
  });
}

function healthOf({ enabled, weekly, monthly }: VbrHealthCheckInput, wording: Wording): JsonObject {
  return said({
    isEnabled: enabled,
    weekly:
      weekly &&
      said({
        isEnabled: weekly.enabled,
        days: weekly.days?.map((day) => dayWord(day, wording)),
        localTime: weekly.time,
      }),
    monthly:
      monthly &&
      said({
        isEnabled: monthly.enabled,
        dayOfWeek: monthly.dayOfWeek && dayWord(monthly.dayOfWeek, wording),
        dayNumberInMonth: monthly.dayNumberInMonth && productWord(monthly.dayNumberInMonth),
        dayOfMonth: monthly.dayOfMonth,
        months: monthly.months?.map(productWord),
        localTime: monthly.time,
        isLastDayOfMonth: monthly.lastDayOfMonth,
      }),
  });
}

/** All seven days; those that are not named have no hours. */
function windowOf(days: readonly VbrWindowDayInput[], wording: Wording): JsonObject {
  const hoursOf = (weekday: VbrWeekday): readonly number[] =>
    days.find(({ day }) => day === weekday)?.hours ?? [];
  return {
    days: WEEKDAYS.map((weekday) => ({
      day: dayWord(weekday, wording),
      hours: Array.from({ length: 24 }, (_, hour) => (hoursOf(weekday).includes(hour) ? 1 : 0)).join(','),
    })),
  };
}

function dayWord(day: VbrWeekday, { lowerDays }: Wording): string {
  const word = productWord(day);
  return lowerDays ? word.toLowerCase() : word;
}
