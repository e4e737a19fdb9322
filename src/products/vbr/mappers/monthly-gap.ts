import type { Instant, Milliseconds } from '../../../core/model/instant.js';
import type { DayOfMonth } from '../../../core/model/policy-terms.js';
import { dateIn } from '../../../core/schedules/calendar.js';
import type { WireMonthly } from '../wire/schedule.js';
import { MONTHS, monthOf, weekdayOf } from '../calendar.js';
import { Words } from '../../../platform/products-kit/words.js';

const FIRST_YEAR = 2024;
/** After so many years the days of the week fall on the same dates again. */
const CALENDAR_CYCLE = 28;

const ORDINALS = new Words<1 | 2 | 3 | 4 | 'LAST' | null>(
  { first: 1, second: 2, third: 3, fourth: 4, last: 'LAST' },
  null,
);

/** The longest time between two runs of a monthly schedule over a whole cycle of the calendar; null when it names no day. */
export function longestMonthlyGap(monthly: WireMonthly): Milliseconds | null {
  const day = dayOfMonth(monthly);
  if (day === null) return null;
  const runs: Instant[] = [];
  for (let year = FIRST_YEAR; year <= FIRST_YEAR + CALENDAR_CYCLE; year += 1)
    for (const month of monthsOf(monthly)) {
      const date = dateIn(year, month, day);
      if (date !== null) runs.push(Date.UTC(year, month, date));
    }
  const gaps = runs.slice(1).map((run, index) => run - (runs[index] ?? run));
  return gaps.length === 0 ? null : Math.max(...gaps);
}

/** The day of the month on which it runs; null: the schedule names none. */
export function dayOfMonth(monthly: WireMonthly): DayOfMonth | null {
  if (monthly.isLastDayOfMonth) return { ordinal: 'LAST', weekday: null };
  if (isOnDay(monthly))
    return monthly.dayOfMonth === null ? null : { date: monthly.dayOfMonth, orLast: false };
  const weekday = monthly.dayOfWeek === null ? null : weekdayOf(monthly.dayOfWeek);
  const ordinal = ORDINALS.of(monthly.dayNumberInMonth);
  return weekday === null || ordinal === null ? null : { ordinal, weekday };
}

/** The months in which it runs, January 0. */
export function monthsOf(monthly: WireMonthly): readonly number[] {
  const named = monthly.months.map(monthOf).filter((month) => month !== null);
  return named.length === 0 ? MONTHS.map((_name, month) => month) : named.sort((a, b) => a - b);
}

export function isOnDay(monthly: WireMonthly): boolean {
  return monthly.dayNumberInMonth === null || monthly.dayNumberInMonth.toLowerCase() === 'onday';
}
