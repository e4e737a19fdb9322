import type { ServerClock } from './server-clock.js';

/** Days of the week as ISO 8601 counts them: 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;
export const WEEKDAYS: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];
export const DAY_NAMES = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const;

/** When a job starts, in the server's own time zone. */
export type Schedule =
  | { kind: 'manual' }
  | { kind: 'continuous' }
  | { kind: 'daily'; hour: number; minute: number; days: readonly Weekday[] }
  | { kind: 'monthly'; hour: number; minute: number; weekday: Weekday; ordinal: 1 | 2 | 3 | 4 }
  | { kind: 'periodic'; minutes: number }
  | { kind: 'after'; jobIndex: number };

/** Starts within [from, to], oldest first. Chained jobs have none of their own, continuous ones start every six hours. */
export function* occurrences(
  schedule: Schedule,
  from: number,
  to: number,
  clock: ServerClock,
): Generator<number, void> {
  switch (schedule.kind) {
    case 'manual':
    case 'after':
      return;
    case 'continuous':
      return yield* everyMinutes(360, from, to);
    case 'periodic':
      return yield* everyMinutes(schedule.minutes, from, to);
    case 'daily':
      return yield* onDays(schedule, from, to, clock, ({ weekday }) => schedule.days.includes(weekday));
    case 'monthly':
      return yield* onDays(
        schedule,
        from,
        to,
        clock,
        ({ weekday, ordinal }) => weekday === schedule.weekday && ordinal === schedule.ordinal,
      );
  }
}

const knownNext = new WeakMap<ServerClock, Map<Schedule, { askedAt: number; next: number }>>();

/** The next start after `time`; null where the schedule names none. */
export function nextOccurrence(schedule: Schedule, time: number, clock: ServerClock): number | null {
  if (schedule.kind === 'continuous') return null;
  const cache = knownNext.get(clock) ?? new Map<Schedule, { askedAt: number; next: number }>();
  knownNext.set(clock, cache);
  const known = cache.get(schedule);
  if (known && known.askedAt <= time && time < known.next) return known.next;
  const longestGap = 63 * 86_400_000;
  const [next] = occurrences(schedule, time + 1, time + longestGap, clock);
  if (next !== undefined) cache.set(schedule, { askedAt: time, next });
  return next ?? null;
}

function* everyMinutes(minutes: number, from: number, to: number): Generator<number, void> {
  const step = minutes * 60_000;
  for (let start = Math.ceil(from / step) * step; start <= to; start += step) yield start;
}

interface CalendarDay {
  weekday: Weekday;
  /** Which of its weekday in the month it is, from 1. */
  ordinal: number;
}

function* onDays(
  at: { hour: number; minute: number },
  from: number,
  to: number,
  clock: ServerClock,
  isWanted: (day: CalendarDay) => boolean,
): Generator<number, void> {
  for (let day = clock.dayOf(from); day <= clock.dayOf(to); day += 1) {
    const start = clock.timeOn(day, at.hour, at.minute);
    if (start >= from && start <= to && isWanted(calendarDay(day))) yield start;
  }
}

function calendarDay(day: number): CalendarDay {
  const date = new Date(day * 86_400_000);
  return { weekday: WEEKDAYS[(date.getUTCDay() + 6) % 7] ?? 1, ordinal: Math.ceil(date.getUTCDate() / 7) };
}
