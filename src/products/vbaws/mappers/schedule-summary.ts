import { MONTHS, WEEKDAYS } from './schedule-parts.js';
import type {
  DailyPlan,
  DayOfMonth,
  MonthlyPlan,
  PolicySchedule,
  WeeklyPlan,
  YearlyPlan,
} from './schedule-parts.js';

const MOST_HOURS_NAMED = 6;

/** The schedule in one line. */
export function scheduleSummary({ daily, weekly, monthly, yearly }: PolicySchedule): string {
  const parts = [
    daily && dailySummary(daily),
    weekly && weeklySummary(weekly),
    monthly && monthlySummary(monthly),
    yearly && yearlySummary(yearly),
  ].filter((part) => part !== null);
  return parts.length === 0 ? 'Not scheduled' : parts.join('; ');
}

function dailySummary({ days, runsPerHour, runs }: DailyPlan): string {
  const hours = [...new Set(runs.flatMap((run) => run.hours))].sort((a, b) => a - b);
  const often = runsPerHour > 1 ? `, ${runsPerHour} times within the hour` : '';
  return `${dayNames(days)} ${hourNames(hours)}${often}`.trim();
}

function weeklySummary({ time, runs }: WeeklyPlan): string {
  const days = WEEKDAYS.filter((day) => runs.some((run) => run.days.includes(day)));
  return `Weekly on ${days.length === 0 ? 'a day that is not told' : days.join(', ')}${at(time)}`;
}

function monthlySummary({ time, day, runs }: MonthlyPlan): string {
  const months = MONTHS.filter((month) => runs.some((run) => run.months.includes(month)));
  const which = months.length === 0 || months.length === MONTHS.length ? 'every month' : months.join(', ');
  return `${dayName(day)} of ${which}${at(time)}`;
}

function yearlySummary({ time, day, month }: YearlyPlan): string {
  return `${dayName(day)} of ${month}${at(time)}`;
}

function dayNames(days: readonly string[]): string {
  if (days.length === WEEKDAYS.length) return 'Daily';
  if (days.join() === WEEKDAYS.slice(1, 6).join()) return 'On weekdays';
  return `On ${days.join(', ')}`;
}

function hourNames(hours: readonly number[]): string {
  if (hours.length === 24) return 'every hour';
  if (hours.length > MOST_HOURS_NAMED) return `in ${hours.length} hours of the day`;
  return hours.length === 0
    ? ''
    : `at ${hours.map((hour) => `${String(hour).padStart(2, '0')}:00`).join(', ')}`;
}

function dayName({ ordinal, weekday, number }: DayOfMonth): string {
  if (/^onday$/i.test(ordinal)) return `Day ${number ?? 1}`;
  return `${ordinal} ${weekday ?? 'day'}`;
}

function at(time: string | null): string {
  return time === null ? '' : ` at ${time}`;
}
