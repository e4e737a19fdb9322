import type { Instant } from '../../../core/model/instant.js';
import { Row } from '../../../platform/products-kit/row.js';
import { reference } from './links.js';

/** `RESTJob` of v6 to v8. */
export interface JobRow extends PolicyRow {
  readonly description: string | null;
  readonly backupType: string | null;
  readonly organizationId: string | null;
}

/** `RESTCopyJob` of v6 to v8. */
export interface CopyJobRow extends PolicyRow {
  readonly backupJobId: string | null;
  readonly organizationId: string | null;
}

/** What jobs and copy jobs share. */
export interface PolicyRow {
  readonly id: string;
  readonly name: string | null;
  readonly repositoryId: string | null;
  readonly schedule: ScheduleRow | null;
  readonly isEnabled: boolean | null;
  readonly lastRun: Instant | null;
  readonly nextRun: Instant | null;
  /** undefined: v6 does not have it. */
  readonly lastBackup: Instant | null | undefined;
  readonly lastStatus: string | null;
}

/** `RESTJobSchedulePolicy` and `RESTCopyJobSchedulePolicy`. */
export interface ScheduleRow {
  readonly type: string | null;
  readonly scheduleEnabled: boolean | null;
  readonly periodicallyEvery: string | null;
  readonly periodicallyOffsetMinutes: number | null;
  readonly dailyType: string | null;
  /** "HH:MM:SS" in the server's own time zone. */
  readonly dailyTime: string | null;
  readonly retryEnabled: boolean | null;
  readonly retryNumber: number | null;
  readonly retryWaitMinutes: number | null;
  /** The hours in which it may run; null: always. */
  readonly window: WindowRow | null;
}

/** `RESTBackupWindowSettings`. */
export interface WindowRow {
  /** 168 hours from Sunday 0:00; true: allowed. */
  readonly hours: readonly boolean[];
  /** Minutes that the hours lie ahead of UTC. */
  readonly offsetMinutes: number | null;
}

export function readJob(value: unknown): JobRow | undefined {
  const row = Row.of(value);
  const common = row && readCommon(row);
  if (!common) return undefined;
  return {
    ...common,
    description: row.remark('description'),
    backupType: row.remark('backupType'),
    organizationId: reference(row, 'organizationId', 'organization'),
  };
}

export function readCopyJob(value: unknown): CopyJobRow | undefined {
  const row = Row.of(value);
  const common = row && readCommon(row);
  if (!common) return undefined;
  return {
    ...common,
    backupJobId: reference(row, 'backupJobId', 'backupJob'),
    organizationId: reference(row, 'organizationId', 'organization'),
  };
}

function readCommon(row: Row): PolicyRow | undefined {
  const id = row.id('id');
  if (id === null) return undefined;
  return {
    id,
    name: row.remark('name'),
    repositoryId: reference(row, 'repositoryId', 'backupRepository'),
    schedule: readSchedule(row.object('schedulePolicy')),
    isEnabled: row.flag('isEnabled'),
    lastRun: row.instant('lastRun'),
    nextRun: row.instant('nextRun'),
    lastBackup: row.mentions('lastBackup') ? row.instant('lastBackup') : undefined,
    lastStatus: row.remark('lastStatus'),
  };
}

function readSchedule(row: Row | null): ScheduleRow | null {
  if (!row) return null;
  return {
    type: row.remark('type'),
    scheduleEnabled: row.flag('scheduleEnabled'),
    periodicallyEvery: row.remark('periodicallyEvery'),
    periodicallyOffsetMinutes: row.int('periodicallyOffsetMinutes'),
    dailyType: row.remark('dailyType'),
    dailyTime: row.remark('dailyTime'),
    retryEnabled: row.flag('retryEnabled'),
    retryNumber: row.count('retryNumber'),
    retryWaitMinutes: row.count('retryWaitInterval'),
    window: readWindow(row),
  };
}

const HOURS_A_WEEK = 168;

/** v6 and v7 have no switch for the window of a periodic schedule: it is on when it is there. */
function readWindow(row: Row): WindowRow | null {
  const periodic =
    row.flag('periodicallyWindowEnabled') === false ? undefined : row.object('periodicallyWindowSettings');
  const settings =
    (row.flag('backupCopyWindowEnabled') === true && row.object('backupCopyWindowSettings')) ||
    (row.flag('backupWindowEnabled') === true && row.object('backupWindowSettings')) ||
    (row.remark('type')?.toLowerCase() === 'periodically' && periodic);
  if (!settings || !Array.isArray(settings.raw('backupWindow'))) return null;
  const hours = settings.list('backupWindow').slice(0, HOURS_A_WEEK);
  return { hours: hours.map((hour) => hour === true), offsetMinutes: settings.int('minuteOffset') };
}
