import { anyText, count, flag, many, object, part } from '../../../platform/products-kit/values.js';
import type { JsonObject } from '../../../platform/products-kit/values.js';

/** The hours of a week in which work may start or run. */
export interface WireWindow {
  readonly days: readonly { readonly day: string; readonly hours: readonly boolean[] }[];
}

export interface WireDaily {
  /** "HH:MM" or "HH:MM:SS" of the server's local time. */
  readonly localTime: string | null;
  /** Everyday, WeekDays, SelectedDays. */
  readonly kind: string | null;
  readonly days: readonly string[];
}

export interface WireMonthly {
  readonly localTime: string | null;
  readonly dayOfWeek: string | null;
  /** First to Fourth, Last, or OnDay for `dayOfMonth`. */
  readonly dayNumberInMonth: string | null;
  readonly dayOfMonth: number | null;
  readonly months: readonly string[];
  readonly isLastDayOfMonth: boolean;
}

export interface WirePeriodically {
  /** Days, Hours, Minutes, Seconds. */
  readonly unit: string | null;
  readonly frequency: number | null;
  readonly window: WireWindow | null;
}

/** A job's schedule in whichever of its forms; parts that are switched off are null. */
export interface WireSchedule {
  /** null: this form has no such switch (copy jobs that run all the time). */
  readonly runAutomatically: boolean | null;
  readonly daily: WireDaily | null;
  readonly monthly: WireMonthly | null;
  readonly periodically: WirePeriodically | null;
  /** It runs all the time, or whenever there is something to copy. */
  readonly continuously: boolean;
  /** Runs when the named job has ended. */
  readonly afterJob: boolean;
  readonly afterJobName: string | null;
  /** Agent policies also start when something happens to the computer (lock, log-off, storage attached). */
  readonly atEvents: boolean;
  readonly retryCount: number | null;
  readonly retryWaitMinutes: number | null;
  /** null: nothing is said of retries. */
  readonly retried: boolean | null;
  /** When it may run at all. */
  readonly window: WireWindow | null;
}

/** null: there is no schedule to read. */
export function readSchedule(value: unknown): WireSchedule | null {
  const row = object(value);
  if (row === undefined) return null;
  const after = part(row['afterThisJob']);
  const retry = enabled(row['retry']);
  return {
    runAutomatically: flag(row['runAutomatically']),
    daily: readDaily(enabled(row['daily'])),
    monthly: readMonthly(enabled(row['monthly'])),
    periodically: readPeriodically(enabled(row['periodically'])),
    continuously: enabled(row['continuously']) !== null || isContinuousCopy(row),
    afterJob: flag(after['isEnabled']) === true,
    afterJobName: anyText(after['jobName']),
    atEvents: Object.values(part(row['atEvents'])).some((value) => flag(value) === true),
    retried: flag(part(row['retry'])['isEnabled']),
    retryCount: count(retry?.['retryCount']),
    retryWaitMinutes: count(retry?.['awaitMinutes']),
    window: windowOf(row),
  };
}

/** Copy jobs: `type` Immediate (backup copies) or Continuous and Custom (file and tenant copies). */
function isContinuousCopy(row: JsonObject): boolean {
  return ['immediate', 'continuous', 'custom'].includes(anyText(row['type'])?.toLowerCase() ?? '');
}

function windowOf(row: JsonObject): WireWindow | null {
  for (const name of ['backupWindow', 'continuously', 'customWindow']) {
    const nested = enabled(row[name]);
    const window = nested === null ? null : readWindow(nested['backupWindow']);
    if (window !== null) return window;
  }
  // Immediate backup copies have the window itself in that place, without a switch.
  return anyText(row['scheduleMode'])?.toLowerCase() === 'backupwindow'
    ? readWindow(row['backupWindow'])
    : null;
}

/** The part of a schedule; null where it is switched off or missing. */
function enabled(value: unknown): JsonObject | null {
  const row = object(value);
  return row !== undefined && flag(row['isEnabled']) === true ? row : null;
}

function readDaily(row: JsonObject | null): WireDaily | null {
  if (row === null) return null;
  return {
    localTime: anyText(row['localTime']),
    kind: anyText(row['dailyKind']),
    days: many(row['days'], anyText),
  };
}

function readMonthly(row: JsonObject | null): WireMonthly | null {
  if (row === null) return null;
  return {
    localTime: anyText(row['localTime']),
    dayOfWeek: anyText(row['dayOfWeek']),
    dayNumberInMonth: anyText(row['dayNumberInMonth']),
    dayOfMonth: count(row['dayOfMonth']),
    months: many(row['months'], anyText),
    isLastDayOfMonth: flag(row['isLastDayOfMonth']) ?? false,
  };
}

function readPeriodically(row: JsonObject | null): WirePeriodically | null {
  if (row === null) return null;
  return {
    unit: anyText(row['periodicallyKind']),
    frequency: count(row['frequency']),
    window: readWindow(row['backupWindow']),
  };
}

/** Hours come as 24 numbers in one text: "1,1,0,…", 1 for permitted. */
export function readWindow(value: unknown): WireWindow | null {
  const days = many(object(value)?.['days'], (element) => {
    const day = anyText(object(element)?.['day']);
    const hours = anyText(object(element)?.['hours']);
    return day === null || hours === null
      ? null
      : { day, hours: hours.split(',', 24).map((hour) => hour.trim() === '1') };
  });
  return days.length === 0 ? null : { days };
}
