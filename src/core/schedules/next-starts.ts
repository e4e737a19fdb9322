import { DateTime, FixedOffsetZone, IANAZone } from 'luxon';
import type { Zone } from 'luxon';
import type { Instant } from '../model/instant.js';
import type { IntervalRule, MonthRule, StartPlan, WeekdayRule } from '../model/policy-terms.js';
import { dateIn, dayNumber, weekdayOfDay } from './calendar.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const MONTHS_A_YEAR = 12;
/** February 29th on a given weekday comes back after so many years at the latest. */
const YEARS_AHEAD = 40;
/** Steps of an interval that are tried until enough of them fall into open hours: a week of quarters of an hour, and more. */
const MOST_STEPS = 1_000;
/** Clocks of the world are from 12 hours behind UTC to 14 ahead. */
const OFFSETS = { from: -12 * 60, to: 14 * 60 };

export interface StartQuestion {
  readonly plan: StartPlan;
  /** Its next start as the server tells it; null: not told. */
  readonly told: Instant | null;
  /** Of the server: an IANA name, or "UTC+2"; null: not known. */
  readonly zone: string | null;
  readonly now: Instant;
  readonly count: number;
}

/**
 * The next starts of a policy, the soonest first, as far as plan and server tell them: without a zone the times of day mean nothing but
 * what a told start shows, and an interval has no beginning but a told start.
 */
export function nextStarts({ plan, told, zone, now, count }: StartQuestion): readonly Instant[] {
  const first = told !== null && told > now ? [told] : [];
  const after = first[0] ?? now;
  const starts = plan.rules.flatMap((rule) => {
    if ('every' in rule) return told === null ? [] : [...intervalStarts(rule, told, zone, after, count)];
    const local = zoneOf(zone) ?? (told === null ? null : shownBy(rule, told));
    return local === null ? [] : taken(calendarStarts(rule, local, after), after, count);
  });
  const later = [...new Set(starts)].sort((a, b) => a - b);
  return [...first, ...later].slice(0, count);
}

function zoneOf(name: string | null): Zone | null {
  if (name === null) return null;
  const zone = IANAZone.isValidZone(name) ? IANAZone.create(name) : FixedOffsetZone.parseSpecifier(name);
  return zone?.isValid === true ? zone : null;
}

/** The clock by which a told start falls on one of the rule's times. */
function shownBy(rule: WeekdayRule | MonthRule, told: Instant): Zone | null {
  const minuteOfDay = Math.floor((told % DAY) / MINUTE);
  const offsets = rule.minutes.flatMap((minute) =>
    [-1, 0, 1].map((days) => minute - minuteOfDay + days * 24 * 60),
  );
  const offset = offsets.find(
    (minutes) =>
      minutes >= OFFSETS.from &&
      minutes <= OFFSETS.to &&
      fallsOn(rule, Math.floor((told + minutes * MINUTE) / DAY)),
  );
  return offset === undefined ? null : FixedOffsetZone.instance(offset);
}

function fallsOn(rule: WeekdayRule | MonthRule, day: number): boolean {
  if ('weekdays' in rule) return rule.weekdays.includes(weekdayOfDay(day));
  const date = new Date(day * DAY);
  const month = date.getUTCMonth();
  return rule.months.includes(month) && dateIn(date.getUTCFullYear(), month, rule.day) === date.getUTCDate();
}

/** Starts from the local day of `after` on, some of them before it. */
function* calendarStarts(rule: WeekdayRule | MonthRule, zone: Zone, after: Instant): Generator<Instant> {
  const local = DateTime.fromMillis(after, { zone });
  const today = dayNumber(local.year, local.month - 1, local.day);
  const minutes = [...rule.minutes].sort((a, b) => a - b);
  const days = 'weekdays' in rule ? daysOfWeek(rule, today) : daysOfMonths(rule, today);
  for (const day of days) for (const minute of minutes) yield instantOf(day, minute, zone);
}

function* daysOfWeek({ weekdays, minutes }: WeekdayRule, today: number): Generator<number> {
  if (weekdays.length === 0 || minutes.length === 0) return;
  for (let day = today; ; day += 1) if (weekdays.includes(weekdayOfDay(day))) yield day;
}

function* daysOfMonths({ months, day }: MonthRule, today: number): Generator<number> {
  const first = new Date(today * DAY);
  for (let step = 0; step < YEARS_AHEAD * MONTHS_A_YEAR; step += 1) {
    const month = (first.getUTCMonth() + step) % MONTHS_A_YEAR;
    const year = first.getUTCFullYear() + Math.floor((first.getUTCMonth() + step) / MONTHS_A_YEAR);
    const date = months.includes(month) ? dateIn(year, month, day) : null;
    if (date !== null && dayNumber(year, month, date) >= today) yield dayNumber(year, month, date);
  }
}

/** A time that the clock leaves out is an hour later. */
function instantOf(day: number, minute: number, zone: Zone): Instant {
  const date = new Date(day * DAY + minute * MINUTE);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + 1];
  const parts = {
    year,
    month,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
  };
  return DateTime.fromObject(parts, { zone }).toMillis();
}

function* intervalStarts(
  { every, open }: IntervalRule,
  told: Instant,
  zone: string | null,
  after: Instant,
  count: number,
): Generator<Instant> {
  const local =
    open === null
      ? null
      : open.offsetMinutes === null
        ? zoneOf(zone)
        : FixedOffsetZone.instance(open.offsetMinutes);
  // Which hours are open cannot be told.
  if (every <= 0 || (open !== null && local === null)) return;
  let found = 0;
  let start = told + Math.max(0, Math.floor((after - told) / every) + 1) * every;
  for (let step = 0; step < MOST_STEPS && found < count; step += 1, start += every) {
    if (open !== null && local !== null && !isOpen(open.hours, start, local)) continue;
    found += 1;
    yield start;
  }
}

function isOpen(hours: readonly boolean[], instant: Instant, zone: Zone): boolean {
  const local = DateTime.fromMillis(instant, { zone });
  return hours[(local.weekday % 7) * 24 + local.hour] === true;
}

function taken(starts: Generator<Instant>, after: Instant, count: number): Instant[] {
  const found: Instant[] = [];
  if (count < 1) return found;
  for (const start of starts) {
    if (start > after) found.push(start);
    if (found.length >= count) break;
  }
  return found;
}
