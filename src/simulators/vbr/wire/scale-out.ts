import { since } from '../revisions.js';
import type { ExtentStatus, ScaleOutRecord } from '../world/records.js';
import { WEEKDAYS } from '../world/schedules.js';
import { dayName } from './job-schedule.js';
import type { Json, View } from './view.js';

/** A scale-out repository with its tiers. */
export function scaleOutBody(view: View, scaleOut: ScaleOutRecord): Json {
  return {
    id: scaleOut.id,
    name: scaleOut.name,
    description: scaleOut.description,
    uniqueId: scaleOut.uniqueId ?? scaleOut.id.replaceAll('-', ''),
    performanceTier: {
      performanceExtents: scaleOut.performance.map(({ repositoryId, statuses }) => ({
        id: repositoryId,
        name: nameOf(view, repositoryId),
        status: statusOf(view, statuses),
      })),
      advancedSettings: {
        perVmBackup: scaleOut.perVmBackup,
        fullWhenExtentOffline: scaleOut.fullWhenExtentOffline ?? false,
      },
    },
    placementPolicy: scaleOut.settings?.placementPolicy ?? placementPolicy(scaleOut),
    capacityTier: { ...capacityTier(view, scaleOut), ...scaleOut.settings?.capacityTier },
    archiveTier: { ...archiveTier(scaleOut), ...scaleOut.settings?.archiveTier },
  };
}

function archiveTier({ archive }: ScaleOutRecord): Json {
  if (!archive) return { isEnabled: false };
  return {
    isEnabled: true,
    extentId: archive.repositoryId,
    archivePeriodDays: archive.archiveAfterDays,
    advancedSettings: { costOptimizedArchiveEnabled: true, archiveDeduplicationEnabled: true },
  };
}

function placementPolicy({ placement, performance }: ScaleOutRecord): Json {
  if (placement === 'DataLocality') return { type: placement };
  const settings = performance.map(({ repositoryId }, index) => ({
    extentId: repositoryId,
    allowedBackups: index === 0 ? 'FullsOnly' : 'All',
  }));
  return { type: placement, settings, enforceStrictPlacementPolicy: false };
}

/** One word in 1.2, a list from 1.3 on. */
function statusOf({ revision }: View, statuses: readonly ExtentStatus[]): ExtentStatus | ExtentStatus[] {
  return since(revision, '1.3-rev0') ? [...statuses] : (statuses[0] ?? 'Normal');
}

function capacityTier(view: View, { capacity }: ScaleOutRecord): Json {
  if (!capacity) return { isEnabled: false };
  return {
    isEnabled: true,
    extents: capacity.repositoryIds.map((id) => ({ id })),
    offloadWindow: {
      days: WEEKDAYS.map((day) => ({ day: dayName(view, day), hours: Array(24).fill(1).join(',') })),
    },
    copyPolicyEnabled: capacity.copy,
    movePolicyEnabled: capacity.move,
    operationalRestorePeriodDays: capacity.operationalRestoreDays,
    overridePolicy: { isEnabled: true, overrideSpaceThresholdPercents: 90 },
    encryption: { isEnabled: false },
  };
}

function nameOf({ world }: View, repositoryId: string): string {
  return world.repositories.find(({ id }) => id === repositoryId)?.name ?? '';
}
