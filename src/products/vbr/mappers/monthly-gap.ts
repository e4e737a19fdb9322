import type { Instant, Milliseconds } from '../../../core/model/instant.js';
import type { WireMonthly } from '../wire/schedule.js';
import { MONTHS, monthOf, weekdayOf } from '../calendar.js';
import { Words } from '../../../platform/products-kit/words.js';

const DAY: Milliseconds = 86_400_000;
const FIRST_YEAR = 2024;
/** After so many years the days of the week fall on the same dates again. */
const CALENDAR_CYCLE = 28;

const ORDINALS = new Words<number | null>({ first: 1, second: 2, third: 3, fourth: 4 }, null);

/** The longest time between two runs of a monthly schedule over a whole cycle of the calendar; null when it names no day. */
export function longestMonthlyGap(monthly: WireMonthly): Milliseconds | null {
  const named = monthly.months.map(monthOf).filter((month) => month !== null);
  const months = named.length === 0 ? MONTHS.map((_name, month) => month) : named.sort((a, b) => a - b);
  const runs: Instant[] = [];
  for (let year = FIRST_YEAR; year <= FIRST_YEAR + CALENDAR_CYCLE; year += 1)
    for (const month of months) {
      const day = dayIn(year, month, monthly);
      if (day !== null) runs.push(Date.UTC(year, month, day));
    }
  const gaps = runs.slice(1).map((run, index) => run - (runs[index] ?? run));
  return gaps.length === 0 ? null : Math.max(...gaps);
}

/** The day of the month on which it runs; null: not in this month (day 31 in April). */
function dayIn(year: number, month: number, monthly: WireMonthly): number | null {
  const length = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  if (monthly.isLastDayOfMonth) return length;
  if (isOnDay(monthly)) {
    const day = monthly.dayOfMonth;
    return day !== null && day >= 1 && day <= length ? day : null;
  }
  const weekday = monthly.dayOfWeek === null ? null : weekdayOf(monthly.dayOfWeek);
  if (weekday === null) return null;
  if (monthly.dayNumberInMonth?.toLowerCase() === 'last')
    return length - ((weekdayAt(year, month, length) - weekday + 7) % 7);
  const ordinal = ORDINALS.of(monthly.dayNumberInMonth);
  if (ordinal === null) return null;
  return 1 + ((weekday - weekdayAt(year, month, 1) + 7) % 7) + (ordinal - 1) * 7;
}

export function isOnDay(monthly: WireMonthly): boolean {
  return monthly.dayNumberInMonth === null || monthly.dayNumberInMonth.toLowerCase() === 'onday';
}

function weekdayAt(year: number, month: number, day: number): number {
  return new Date(Date.UTC(year, month, 1) + (day - 1) * DAY).getUTCDay();
}
