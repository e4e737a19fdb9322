import type {
  DayOfMonth as DayRule,
  MonthRule,
  PolicyRetention,
  ScheduleKind,
  StartPlan,
  WeekdayRule,
} from '../../../core/model/policy-terms.js';
import { counted } from '../../../core/model/policy-terms.js';
import { minutesOfDay } from '../../../platform/products-kit/instants.js';
import type { VpcPolicyRecord } from './policy-native.js';
import { MONTHS, WEEKDAYS } from './schedule-parts.js';
import type {
  DailyPlan,
  DayOfMonth,
  Month,
  PlannedRuns,
  PolicySchedule,
  Retention,
  WeeklyPlan,
} from './schedule-parts.js';
import { scheduleSummary } from './schedule-summary.js';

/** When plans begin that tell no time. */
const MIDNIGHT = 0;

/** When a policy starts by itself, in words that all products share. */
export function startPlanOf(schedule: PolicySchedule): StartPlan {
  const rules = [...weekdayRules(schedule), ...monthRules(schedule)];
  return { kind: kindOf(schedule), text: scheduleSummary(schedule), rules, open: null };
}

function kindOf({ daily, weekly, monthly, yearly }: PolicySchedule): ScheduleKind {
  if (daily) return 'DAILY';
  if (weekly) return 'WEEKLY';
  if (monthly) return 'MONTHLY';
  return yearly ? 'OTHER' : 'NONE';
}

/** Starts of the daily and the weekly plan. */
export function weekdayRules({ daily, weekly }: PolicySchedule): readonly WeekdayRule[] {
  return [...(daily ? [dailyRule(daily)] : []), ...(weekly ? [weeklyRule(weekly)] : [])];
}

function dailyRule(plan: DailyPlan): WeekdayRule {
  const hours = new Set(plan.runs.flatMap((runs) => runs.hours));
  const minutes = (hours.size > 0 ? [...hours] : [0]).flatMap((hour) =>
    Array.from({ length: plan.runsPerHour }, (_, index) => hour * 60 + (index * 60) / plan.runsPerHour),
  );
  return { weekdays: plan.days.map((day) => WEEKDAYS.indexOf(day)), minutes };
}

function weeklyRule(plan: WeeklyPlan): WeekdayRule {
  const days = new Set(plan.runs.flatMap((runs) => runs.days));
  const chosen = days.size > 0 ? [...days] : WEEKDAYS.slice(0, 1);
  return {
    weekdays: chosen.map((day) => WEEKDAYS.indexOf(day)),
    minutes: [minutesOfDay(plan.time) ?? MIDNIGHT],
  };
}

/** Starts of the monthly and the yearly plan. */
export function monthRules({ monthly, yearly }: PolicySchedule): readonly MonthRule[] {
  const rule = (months: readonly Month[], day: DayOfMonth, time: string | null): MonthRule => ({
    months: months.map((month) => MONTHS.indexOf(month)),
    day: dayRule(day),
    minutes: [minutesOfDay(time) ?? MIDNIGHT],
  });
  return [
    ...(monthly ? [rule(monthsOf(monthly.runs), monthly.day, monthly.time)] : []),
    ...(yearly ? [rule([yearly.month], yearly.day, yearly.time)] : []),
  ];
}

function monthsOf(runs: readonly PlannedRuns[]): readonly Month[] {
  const months = new Set(runs.flatMap((run) => run.months));
  return months.size > 0 ? [...months] : MONTHS;
}

function dayRule({ ordinal, weekday, number }: DayOfMonth): DayRule {
  const place = ['first', 'second', 'third', 'fourth'].indexOf(ordinal.toLowerCase());
  const isLast = ordinal.toLowerCase() === 'last';
  if (place < 0 && !isLast) return { date: number ?? 1, orLast: true };
  return {
    ordinal: isLast ? 'LAST' : ((place + 1) as 1 | 2 | 3 | 4),
    weekday: weekday === null ? null : WEEKDAYS.indexOf(weekday),
  };
}

/** How long restore points stay, in words that all products share: those of the plan that runs most often. */
export function keptBy({ daily, weekly, monthly, yearly }: PolicySchedule): PolicyRetention | null {
  const plans = [daily?.runs, weekly?.runs, monthly?.runs].filter((runs) => runs !== undefined);
  const kept = plans[0]?.flatMap(({ target, retention }) => (retention ? [{ target, retention }] : []));
  const ofBackups = kept?.find(({ target }) => target === 'BACKUP') ?? kept?.[0];
  const retention = ofBackups?.retention ?? yearly?.retention ?? null;
  if (retention === null) return null;
  const texts = (kept ?? []).map((one) => `${one.target.toLowerCase()}s: ${retentionText(one.retention)}`);
  const isLayered = plans.length + (yearly ? 1 : 0) > 1;
  return {
    ...amountOf(retention),
    gfs: isLayered,
    text:
      (texts.length === 0 ? retentionText(retention) : texts.join('; ')) +
      (isLayered ? '; other plans for longer' : ''),
  };
}

/** The same of a single retention. */
export function keptFor(retention: Retention | null): PolicyRetention | null {
  return retention && { ...amountOf(retention), gfs: null, text: retentionText(retention) };
}

function amountOf({ count, unit }: Retention): Pick<PolicyRetention, 'days' | 'points'> {
  return { days: unit?.toLowerCase() === 'days' ? count : null, points: unit === null ? count : null };
}

function retentionText({ count, unit }: Retention): string {
  return counted(count, unit === null ? 'restore point' : unit.toLowerCase().replace(/s$/, ''));
}

/** The VPC policy runs at an interval, whose beginning is not told; its words are not published. */
export function intervalPlanOf({ schedule, native: { interval } }: VpcPolicyRecord): StartPlan {
  const none = { rules: [], open: null };
  if (schedule?.scheduled === false) return { kind: 'NONE', text: 'Not scheduled', ...none };
  const text =
    interval === null ? 'At an interval that is not told' : `${interval.count} ${interval.unit ?? 'times'}`;
  const every = schedule?.longestGap ?? null;
  return every === null
    ? { kind: 'OTHER', text, ...none }
    : { kind: 'PERIODIC', text, rules: [{ every, open: null }], open: null };
}
