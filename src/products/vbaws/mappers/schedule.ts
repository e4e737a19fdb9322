import { Row } from '../../../platform/products-kit/row.js';
import { flag, number } from '../../../platform/products-kit/values.js';
import { MONTHS, WEEKDAYS } from './schedule-parts.js';
import type {
  DailyPlan,
  DayOfMonth,
  Month,
  MonthlyPlan,
  PlannedRuns,
  PolicySchedule,
  Retention,
  RunTarget,
  Weekday,
  WeeklyPlan,
  YearlyPlan,
} from './schedule-parts.js';

const OPTIONS: readonly (readonly [string, RunTarget])[] = [
  ['snapshotOptions', 'SNAPSHOT'],
  ['replicaOptions', 'REPLICA'],
  ['backupOptions', 'BACKUP'],
];

/** Reads `scheduleSettings`; a plan that is switched off is left out. */
export function scheduleOf(settings: Row | null): PolicySchedule {
  return {
    daily: plan(settings, 'dailySchedule', dailyPlan),
    weekly: plan(settings, 'weeklySchedule', weeklyPlan),
    monthly: plan(settings, 'monthlySchedule', monthlyPlan),
    yearly: plan(settings, 'yearlySchedule', yearlyPlan),
  };
}

export function retentionOf(retention: Row | null): Retention | null {
  const count = retention?.count('count') ?? null;
  return count === null ? null : { count, unit: retention?.text('type') ?? null };
}

function plan<T>(settings: Row | null, name: string, read: (plan: Row) => T): T | null {
  const body = settings?.object(name) ?? null;
  const enabled = settings?.flag(`${name}Enabled`) ?? body !== null;
  return enabled ? read(body ?? Row.EMPTY) : null;
}

function dailyPlan(body: Row): DailyPlan {
  const listed = weekdays(body.texts('days'));
  const kind = body.text('kind')?.toLowerCase();
  const chosen = kind === 'weekdays' ? WEEKDAYS.slice(1, 6) : kind === 'everyday' ? [] : listed;
  return {
    days: chosen.length > 0 ? chosen : WEEKDAYS,
    runsPerHour: Math.min(60, Math.max(1, body.count('runsPerHour') ?? 1)),
    runs: runsOf(body),
  };
}

function weeklyPlan(body: Row): WeeklyPlan {
  return { time: timeOfDay(body), runs: runsOf(body) };
}

function monthlyPlan(body: Row): MonthlyPlan {
  return {
    time: timeOfDay(body),
    day: dayOfMonth(body),
    toArchive: body.flag('sendBackupsToArchive'),
    runs: runsOf(body),
  };
}

function yearlyPlan(body: Row): YearlyPlan {
  return {
    time: timeOfDay(body),
    day: dayOfMonth(body),
    month: months([body.text('month') ?? ''])[0] ?? 'January',
    toArchive: body.flag('sendBackupsToArchive'),
    retention: retentionOf(body.object('retention')),
  };
}

function runsOf(plan: Row): PlannedRuns[] {
  return OPTIONS.flatMap(([name, target]) => {
    const options = plan.object(name);
    if (!options) return [];
    const schedule = options.object('schedule') ?? Row.EMPTY;
    return {
      target,
      hours: hoursOf(schedule.list('hours')),
      days: weekdays(schedule.texts('days')),
      months: months(schedule.texts('months')),
      retention: retentionOf(options.object('retention')),
    };
  });
}

/** 24 switches in 1.0-rev0, a list of hours elsewhere. */
function hoursOf(hours: readonly unknown[]): number[] {
  const switches = hours.map(flag);
  if (switches.some((on) => on !== null)) return switches.flatMap((on, hour) => (on === true ? hour : []));
  const numbers = hours.flatMap((hour) => number(hour) ?? []);
  const areSwitches = hours.length === 24 && numbers.every((number) => number === 0 || number === 1);
  const chosen = areSwitches ? numbers.flatMap((on, hour) => (on === 1 ? hour : [])) : numbers;
  const valid = chosen.filter((hour) => Number.isInteger(hour) && hour >= 0 && hour < 24);
  return [...new Set(valid)].sort((a, b) => a - b);
}

/** The clock as written, from "HH:mm" or from a date-time: it is local to the appliance whatever zone the text ends with. */
function timeOfDay(plan: Row): string | null {
  return /(?:^|T|\s)(\d\d:\d\d)/.exec(plan.text('timeLocal') ?? '')?.[1] ?? null;
}

function dayOfMonth(plan: Row): DayOfMonth {
  const day = plan.count('dayOfMonth');
  const number = day === null || day < 1 || day > 31 ? null : day;
  return {
    ordinal: plan.text('dayNumberInMonth') ?? (number === null ? 'First' : 'OnDay'),
    weekday: weekdays([plan.text('dayOfWeek') ?? ''])[0] ?? null,
    number,
  };
}

function weekdays(words: readonly string[]): Weekday[] {
  return WEEKDAYS.filter((day) => words.some((word) => word.toLowerCase() === day.toLowerCase()));
}

function months(words: readonly string[]): Month[] {
  return MONTHS.filter((month) => words.some((word) => word.toLowerCase() === month.toLowerCase()));
}
