import { since } from '../../src/simulators/vbr/revisions.js';
import type { Revision } from '../../src/simulators/vbr/revisions.js';
import type { JobRecord, RepositoryRecord, VbrWorld } from '../../src/simulators/vbr/index.js';
import { DAY } from './clock.js';
import type { RepositoryTruth, ScheduleTruth } from './truth.js';

/** Job types whose full model is the base alone. */
const WITHOUT_SCHEDULE = ['CloudBackupAWS', 'NutanixAHVBackupJob', 'ProxmoxBackupJob'];

/** When a job starts by itself; one that another job starts does not. */
export function scheduleTruth({ schedule, type, strangeType }: JobRecord): ScheduleTruth | null {
  if (strangeType !== undefined || WITHOUT_SCHEDULE.includes(type)) return null;
  switch (schedule.kind) {
    case 'manual':
    case 'after':
      return { scheduled: false, longestGap: null };
    case 'continuous':
      return { scheduled: true, longestGap: null };
    case 'periodic':
      return { scheduled: true, longestGap: schedule.minutes * 60_000 };
    case 'daily':
      return { scheduled: true, longestGap: gapOfWeek(schedule.days) };
    case 'monthly':
      // From the first Sunday of one month to that of the next lie four or five weeks.
      return { scheduled: true, longestGap: 35 * DAY };
  }
}

function gapOfWeek(days: readonly number[]): number {
  const gaps = days.map((day, index) => (days[index + 1] ?? (days[0] ?? day) + 7) - day);
  return Math.max(...gaps) * DAY;
}

export function repositoryStatusOf(
  { scaleOutRepositories }: VbrWorld,
  { id, online, outOfDate }: RepositoryRecord,
  revision: Revision,
): string {
  const extent = scaleOutRepositories
    .flatMap(({ performance }) => performance)
    .find(({ repositoryId }) => repositoryId === id);
  if (!online) return 'OFFLINE';
  if (extent?.statuses.includes('Maintenance')) return 'MAINTENANCE';
  if (extent?.statuses.includes('Sealed')) return 'SEALED';
  return outOfDate && since(revision, '1.3-rev0') ? 'OUT_OF_DATE' : 'ONLINE';
}

/** What all extents are; where they differ, whether one of them works. */
export function scaleOutStatusOf(extents: readonly RepositoryTruth[]): string {
  const statuses = extents.map(({ status }) => status);
  if (new Set(statuses).size === 1) return statuses[0] ?? 'UNKNOWN';
  if (statuses.includes('OUT_OF_DATE')) return 'OUT_OF_DATE';
  return statuses.includes('ONLINE') ? 'ONLINE' : (statuses[0] ?? 'UNKNOWN');
}

/** Disks of other servers and shares say nothing, which is not "off". */
export function immutabilityOf(
  { type, strangeType, immutableDays: days }: RepositoryRecord,
  revision: Revision,
): RepositoryTruth['immutability'] {
  const silent = { enabled: null, periodDays: null };
  const stated = { enabled: days > 0, periodDays: days > 0 ? days : null };
  if (strangeType !== undefined) return silent;
  switch (type) {
    case 'LinuxHardened':
    case 'AmazonS3':
    case 'S3Compatible':
    case 'WasabiCloud':
    case 'VeeamDataCloudVault':
      return stated;
    case 'AmazonS3Glacier':
      return { ...stated, periodDays: null };
    case 'AzureBlob':
      return since(revision, '1.3-rev0') ? stated : silent;
    case 'DellDataDomain':
      return since(revision, '1.3-rev2') ? stated : silent;
    default:
      return silent;
  }
}
