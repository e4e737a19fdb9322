import type { Milliseconds } from './instant.js';

export const SCHEDULE_KINDS = [
  'NONE',
  'DAILY',
  'WEEKLY',
  'MONTHLY',
  'PERIODIC',
  'CONTINUOUS',
  'AFTER_POLICY',
  'SLA',
  'OTHER',
] as const;
export type ScheduleKind = (typeof SCHEDULE_KINDS)[number];

/** A day of a month: a date, or the first to fourth or last of a weekday (Sunday 0) or, where that is null, of all days. */
export type DayOfMonth =
  | { readonly date: number; /** In months without that date it is the last day. */ readonly orLast: boolean }
  | { readonly ordinal: 1 | 2 | 3 | 4 | 'LAST'; readonly weekday: number | null };

/** Starts at minutes of the local day, on days of the week (Sunday 0). */
export interface WeekdayRule {
  readonly weekdays: readonly number[];
  readonly minutes: readonly number[];
}

/** Starts at minutes of the local day, on one day of months (January 0). */
export interface MonthRule {
  readonly months: readonly number[];
  readonly day: DayOfMonth;
  readonly minutes: readonly number[];
}

/** Starts again and again, within the hours that are open; where it began only a next start tells. */
export interface IntervalRule {
  readonly every: Milliseconds;
  readonly open: OpenHours | null;
}

export type StartRule = WeekdayRule | MonthRule | IntervalRule;

/** The hours of a week in which work may be done. */
export interface OpenHours {
  /** 168 hours from Sunday 0:00; true: open. */
  readonly hours: readonly boolean[];
  /** Minutes that the clock of these hours is ahead of UTC; null: it is the server's. */
  readonly offsetMinutes: number | null;
}

/** When a policy starts by itself, in words that all products share. Plain data: it is kept and shared between replicas. */
export interface StartPlan {
  readonly kind: ScheduleKind;
  /** In English words. */
  readonly text: string;
  readonly rules: readonly StartRule[];
  /** When it may run; null: at any time. */
  readonly open: OpenHours | null;
}

/** How long a policy keeps what it makes. */
export interface PolicyRetention {
  readonly days: number | null;
  readonly points: number | null;
  readonly gfs: boolean | null;
  /** In English words. */
  readonly text: string;
}

/** Something a policy takes in, or leaves out. */
export interface ProtectedSelection {
  readonly name: string;
  readonly type: string;
  readonly excluded: boolean;
}

/** "7 days", "1 restore point". */
export function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
