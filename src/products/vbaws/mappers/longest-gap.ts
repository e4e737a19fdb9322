import type { Milliseconds } from '../../../core/model/instant.js';
import type { Schedule } from '../../../core/model/policy.js';
import { MONTHS, WEEKDAYS } from './schedule-parts.js';
import type {
  DailyPlan,
  DayOfMonth,
  Month,
  PlannedRuns,
  PolicySchedule,
  WeeklyPlan,
} from './schedule-parts.js';

const MINUTE = 60_000;
const DAY_MINUTES = 24 * 60;
const WEEK_MINUTES = 7 * DAY_MINUTES;
const DAY = DAY_MINUTES * MINUTE;
/** The calendar looked at for plans by month and year: long enough for leap years and every weekday on a date. */
const FIRST_YEAR = 2024;
const YEARS = 12;

/** What the schedule promises: the longest time between two planned runs of any kind, in a week or year without a clock change. */
export function promiseOf(schedule: PolicySchedule): Schedule {
  const scheduled = Object.values(schedule).some((plan) => plan !== null);
  return { scheduled, longestGap: scheduled ? longestGap(schedule) : null };
}

/** Runs of a week bound the gap; runs by month or year only matter where there are none. */
function longestGap(schedule: PolicySchedule): Milliseconds | null {
  const minutes = [...dailyMinutes(schedule.daily), ...weeklyMinutes(schedule.weekly)].sort((a, b) => a - b);
  const [first] = minutes;
  if (first !== undefined) return widest([...minutes, first + WEEK_MINUTES]) * MINUTE;
  const dates = calendarDates(schedule).sort((a, b) => a - b);
  return dates.length < 2 ? null : widest(dates);
}

function dailyMinutes(plan: DailyPlan | null): number[] {
  if (!plan) return [];
  const hours = new Set(plan.runs.flatMap((runs) => runs.hours));
  const starts = (hours.size > 0 ? [...hours] : [0]).flatMap((hour) =>
    Array.from({ length: plan.runsPerHour }, (_, index) => hour * 60 + (index * 60) / plan.runsPerHour),
  );
  return plan.days.flatMap((day) => starts.map((start) => WEEKDAYS.indexOf(day) * DAY_MINUTES + start));
}

function weeklyMinutes(plan: WeeklyPlan | null): number[] {
  if (!plan) return [];
  const days = new Set(plan.runs.flatMap((runs) => runs.days));
  const chosen = days.size > 0 ? [...days] : WEEKDAYS.slice(0, 1);
  return chosen.map((day) => WEEKDAYS.indexOf(day) * DAY_MINUTES + minutesOf(plan.time));
}

function calendarDates({ monthly, yearly }: PolicySchedule): number[] {
  const years = Array.from({ length: YEARS }, (_, index) => FIRST_YEAR + index);
  const dates = (months: readonly Month[], day: DayOfMonth, time: string | null): number[] =>
    years.flatMap((year) =>
      months.map((month) => dateOf(year, MONTHS.indexOf(month), day) + minutesOf(time) * MINUTE),
    );
  return [
    ...(monthly ? dates(monthsOf(monthly.runs), monthly.day, monthly.time) : []),
    ...(yearly ? dates([yearly.month], yearly.day, yearly.time) : []),
  ];
}

function monthsOf(runs: readonly PlannedRuns[]): readonly Month[] {
  const months = new Set(runs.flatMap((run) => run.months));
  return months.size > 0 ? [...months] : MONTHS;
}

function dateOf(year: number, month: number, day: DayOfMonth): number {
  const first = Date.UTC(year, month, 1);
  const length = (Date.UTC(year, month + 1, 1) - first) / DAY;
  const ordinal = ['first', 'second', 'third', 'fourth', 'last'].indexOf(day.ordinal.toLowerCase());
  if (ordinal < 0) return first + (Math.min(day.number ?? 1, length) - 1) * DAY;
  const weekdayOfFirst = new Date(first).getUTCDay();
  const offset = day.weekday === null ? 0 : (WEEKDAYS.indexOf(day.weekday) - weekdayOfFirst + 7) % 7;
  const step = day.weekday === null ? 1 : 7;
  const last = offset + Math.floor((length - 1 - offset) / step) * step;
  return first + (ordinal === 4 ? last : offset + ordinal * step) * DAY;
}

function minutesOf(time: string | null): number {
  const [hours = 0, minutes = 0] = (time ?? '00:00').split(':').map(Number);
  return hours * 60 + minutes;
}

function widest(points: readonly number[]): number {
  return points.reduce((gap, point, index) => Math.max(gap, point - (points[index - 1] ?? point)), 0);
}
