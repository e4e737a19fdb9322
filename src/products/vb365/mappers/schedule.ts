import type { Milliseconds } from '../../../core/model/instant.js';
import type { Schedule } from '../../../core/model/policy.js';
import { Words } from '../../../platform/products-kit/words.js';
import type { M365Schedule } from '../native.js';
import type { ScheduleRow, WindowRow } from '../wire/job.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const HOURS_A_WEEK = 168;
const UNSCHEDULED: Schedule = { scheduled: false, longestGap: null };

/** Longest gap between two runs of a daily schedule, by its days. */
const DAY_GAPS = new Words<Milliseconds | null>(
  {
    everyday: DAY,
    workdays: 3 * DAY,
    weekends: 6 * DAY,
    monday: 7 * DAY,
    tuesday: 7 * DAY,
    wednesday: 7 * DAY,
    thursday: 7 * DAY,
    friday: 7 * DAY,
    saturday: 7 * DAY,
    sunday: 7 * DAY,
  },
  null,
);

/** What the schedule promises. `source` is the schedule of the job whose backups an immediate copy job copies. */
export function promiseOf(row: ScheduleRow | null, nextRun: number | null, source = UNSCHEDULED): Schedule {
  if (row?.scheduleEnabled === false) return UNSCHEDULED;
  switch (row?.type?.toLowerCase()) {
    case 'manualonly':
      return UNSCHEDULED;
    case 'immediate':
      return source;
    case 'periodically':
      return { scheduled: true, longestGap: periodicGap(row) };
    case 'daily':
    case 'dailyattime':
      return { scheduled: true, longestGap: dailyGap(row) };
    default:
      return { scheduled: nextRun !== null, longestGap: null };
  }
}

export function scheduleOf(row: ScheduleRow | null): M365Schedule | null {
  if (!row) return null;
  const isRetried = row.retryEnabled === true;
  return {
    summary: summaryOf(row),
    type: row.type,
    interval: intervalOf(row),
    days: row.dailyType,
    timeOfDay: row.dailyTime,
    startOffsetMinutes: row.periodicallyOffsetMinutes,
    retries: isRetried ? row.retryNumber : null,
    retryWait: isRetried && row.retryWaitMinutes !== null ? row.retryWaitMinutes * MINUTE : null,
    window: row.window,
  };
}

/** The schedule in English words. */
export function summaryOf(row: ScheduleRow): string {
  if (row.scheduleEnabled === false) return 'Not scheduled';
  switch (row.type?.toLowerCase()) {
    case 'manualonly':
      return 'Not scheduled';
    case 'immediate':
      return 'After every run of its source job';
    case 'periodically':
      return `Every ${intervalText(row)}${row.window ? ' within its window' : ''}`;
    case 'daily':
    case 'dailyattime':
      return `${daysText(row.dailyType)} at ${row.dailyTime?.slice(0, 5) ?? 'an unknown time'}`;
    default:
      return row.type ?? 'Unknown';
  }
}

/** "Minutes30", "Hours4" in milliseconds. */
export function intervalOf({ periodicallyEvery }: ScheduleRow): Milliseconds | null {
  const [, unit, count] = /^(minutes|hours)(\d{1,5})$/i.exec(periodicallyEvery ?? '') ?? [];
  if (unit === undefined || count === undefined) return null;
  return Number(count) * (unit.toLowerCase() === 'hours' ? HOUR : MINUTE);
}

function intervalText(row: ScheduleRow): string {
  const interval = intervalOf(row);
  if (interval === null) return row.periodicallyEvery ?? 'unknown interval';
  const [count, unit] = interval % HOUR === 0 ? [interval / HOUR, 'hour'] : [interval / MINUTE, 'minute'];
  return count === 1 ? unit : `${count} ${unit}s`;
}

function daysText(days: string | null): string {
  switch (days?.toLowerCase()) {
    case undefined:
    case 'everyday':
      return 'Every day';
    case 'workdays':
    case 'weekends':
      return `On ${days?.toLowerCase()}`;
    default:
      return `Every ${days}`;
  }
}

function periodicGap(row: ScheduleRow): Milliseconds | null {
  const interval = intervalOf(row);
  if (interval === null || row.window === null) return interval;
  const closed = longestClosure(row.window);
  return closed === HOURS_A_WEEK ? null : interval + closed * HOUR;
}

/** The longest run of prohibited hours, over the turn of the week too. */
function longestClosure({ hours }: WindowRow): number {
  let longest = 0;
  let current = 0;
  for (const isOpen of [...hours, ...hours]) {
    current = isOpen ? 0 : current + 1;
    longest = Math.max(longest, current);
  }
  return Math.min(longest, HOURS_A_WEEK);
}

function dailyGap({ dailyType }: ScheduleRow): Milliseconds | null {
  return DAY_GAPS.of(dailyType ?? 'everyday');
}
