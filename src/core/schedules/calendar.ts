import type { DayOfMonth } from '../model/policy-terms.js';

const DAY = 86_400_000;

/** The date on which such a day falls; null: not in this month (January 0). */
export function dateIn(year: number, month: number, day: DayOfMonth): number | null {
  const length = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  if ('date' in day) {
    if (day.date <= length) return day.date < 1 ? null : day.date;
    return day.orLast ? length : null;
  }
  const first = new Date(Date.UTC(year, month, 1)).getUTCDay();
  const offset = day.weekday === null ? 0 : (day.weekday - first + 7) % 7;
  const step = day.weekday === null ? 1 : 7;
  const last = offset + Math.floor((length - 1 - offset) / step) * step;
  return 1 + (day.ordinal === 'LAST' ? last : offset + (day.ordinal - 1) * step);
}

/** A day of the calendar, whatever the zone: its number since 1970. */
export function dayNumber(year: number, month: number, date: number): number {
  return Date.UTC(year, month, date) / DAY;
}

/** 0 is Sunday; 1970 began on a Thursday. */
export function weekdayOfDay(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}
