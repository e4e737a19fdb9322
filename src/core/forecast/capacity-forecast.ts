import type { Instant, Milliseconds } from '../model/instant.js';
import { DAY_LENGTH, dayOf } from './capacity-days.js';
import type { CapacityDay, DayNumber } from './capacity-days.js';
import { UNCHANGED, assuming, outlookOf } from './capacity-outlook.js';
import type { CapacityOutlook, CapacityWhatIf } from './capacity-outlook.js';
import type { LevelShift } from './level-shifts.js';

/** How far a forecast can be trusted; NONE: it tells no days left. */
export type ForecastConfidence = 'HIGH' | 'MEDIUM' | 'LOW' | 'NONE';

/** Why there are no days left to tell. */
export type ForecastReason =
  | 'INSUFFICIENT_HISTORY'
  | 'NOT_GROWING'
  | 'BEYOND_HORIZON'
  | 'TOO_IRREGULAR'
  | 'NO_CAPACITY'
  | 'STALE'
  | 'OFF';

export interface ForecastQuestion {
  readonly now: Instant;
  /** The time that is looked at, until now. */
  readonly window: Milliseconds;
  /** It is full when so much of the capacity is used, 0 to 1. */
  readonly threshold: number;
  /** It is also full when no more than these bytes are free. */
  readonly minimumFree: number;
  readonly whatIf: CapacityWhatIf;
}

/** What is asked where nobody says more. */
export const USUAL_QUESTION: Omit<ForecastQuestion, 'now'> = {
  window: 90 * DAY_LENGTH,
  threshold: 1,
  minimumFree: 0,
  whatIf: UNCHANGED,
};

/** Days until a repository is full. 0: it is. */
interface DaysLeft {
  readonly daysLeft: number;
  readonly daysLeftLow: number;
  readonly daysLeftHigh: number;
}

export interface CapacityForecast {
  /** null: `reason` tells why. */
  readonly left: DaysLeft | null;
  readonly reason: ForecastReason | null;
  readonly confidence: ForecastConfidence;
  /** With INSUFFICIENT_HISTORY: when there is enough, if no day is missing from now on. */
  readonly availableFrom: Instant | null;
  /** Where it stands and how it grows; null where too little is known even for that. */
  readonly outlook: CapacityOutlook | null;
  /** The jumps that were taken out. */
  readonly shifts: readonly LevelShift[];
  /** The beginnings of the first and the last day that were looked at. */
  readonly windowStart: Instant | null;
  readonly windowEnd: Instant | null;
  /** So many days between them are known, and which share that is, 0 to 1. */
  readonly days: number;
  readonly coverage: number;
  /** How far the forecast of two weeks ago was off, as a share of the room that was left; null: there was none. */
  readonly backtestError: number | null;
}

/** What lasts longer is not told. */
export const HORIZON_DAYS = 730;
const STALE_AFTER: Milliseconds = 2 * DAY_LENGTH;
const LEAST = { span: 21, days: 15, coverage: 0.6 };
const MOST_IRREGULAR = 4;
/** A range is never narrower than this on either side, in days or as a share. */
const NARROWEST = { days: 3, share: 0.1 };
/** The paces of what is full already. */
const CERTAIN = { low: 1, high: 1 };
const BACKTEST_DAYS = 14;
const HIGH = { span: 60, ratio: 2, backtest: 0.2 };
const MEDIUM = { span: 28, ratio: 3 };

/**
 * When a repository will be full.
 * @param known its days as far as they are known, oldest first
 * @param lastSeen when it was last seen; null: never
 */
export function forecastCapacity(
  known: readonly CapacityDay[],
  lastSeen: Instant | null,
  question: ForecastQuestion,
): CapacityForecast {
  const days = known.filter(({ day }) => day >= firstDay(question));
  const { outlook: seen, shifts } = outlookOf(days);
  const backtestError = backtest(days, seen, question);
  const outlook = seen === null ? null : assuming(seen, question.whatIf);
  const verdict = judge(days, lastSeen, outlook, question);
  const left = typeof verdict === 'string' ? null : verdict;
  return {
    left,
    reason: typeof verdict === 'string' ? verdict : null,
    confidence:
      left === null || outlook === null
        ? 'NONE'
        : confidence(spanOf(days), left.daysLeft === 0 ? CERTAIN : outlook.growth, backtestError),
    availableFrom: verdict === 'INSUFFICIENT_HISTORY' ? availableFrom(days, question.now) : null,
    outlook,
    shifts,
    windowStart: startOf(days.at(0)),
    windowEnd: startOf(days.at(-1)),
    days: days.length,
    coverage: coverageOf(days),
    backtestError,
  };
}

/** The first day of the window: so many days, today included. */
export function firstDay({ now, window }: ForecastQuestion): DayNumber {
  return dayOf(now - window) + 1;
}

/** Of what nothing is known, or can be. */
export function unforeseeable(reason: ForecastReason): CapacityForecast {
  return {
    left: null,
    reason,
    confidence: 'NONE',
    availableFrom: null,
    outlook: null,
    shifts: [],
    windowStart: null,
    windowEnd: null,
    days: 0,
    coverage: 0,
    backtestError: null,
  };
}

/** The bytes that may be used until it is full. */
export function usable(capacity: number, { threshold, minimumFree }: ForecastQuestion): number {
  return Math.max(0, Math.min(threshold * capacity, capacity - minimumFree));
}

function judge(
  days: readonly CapacityDay[],
  lastSeen: Instant | null,
  outlook: CapacityOutlook | null,
  question: ForecastQuestion,
): DaysLeft | ForecastReason {
  if (lastSeen !== null && question.now - lastSeen > STALE_AFTER) return 'STALE';
  if (outlook === null || !enough(days)) return 'INSUFFICIENT_HISTORY';
  if (outlook.capacity <= 0) return 'NO_CAPACITY';
  const room = usable(outlook.capacity, question) - outlook.used;
  if (room <= 0) return { daysLeft: 0, daysLeftLow: 0, daysLeftHigh: 0 };
  const { perDay, low, high } = outlook.growth;
  if (perDay <= 0) return 'NOT_GROWING';
  if (room / perDay > HORIZON_DAYS) return 'BEYOND_HORIZON';
  if (low <= 0 || high / low > MOST_IRREGULAR) return 'TOO_IRREGULAR';
  return ranged(room / perDay, room / high, room / low);
}

function ranged(daysLeft: number, soonest: number, latest: number): DaysLeft {
  const least = Math.max(NARROWEST.days, NARROWEST.share * daysLeft);
  return {
    daysLeft,
    daysLeftLow: Math.max(0, Math.min(soonest, daysLeft - least)),
    daysLeftHigh: Math.max(latest, daysLeft + least),
  };
}

/** By the paces themselves: the range of days is never narrower than some days, however regular it grows. */
function confidence(
  span: number,
  { low, high }: { readonly low: number; readonly high: number },
  backtestError: number | null,
): ForecastConfidence {
  const ratio = high / low;
  const proven = backtestError !== null && backtestError <= HIGH.backtest;
  if (span >= HIGH.span && ratio <= HIGH.ratio && proven) return 'HIGH';
  return span >= MEDIUM.span && ratio <= MEDIUM.ratio ? 'MEDIUM' : 'LOW';
}

/** What was foreseen two weeks ago for the last day is held against what it then was. */
function backtest(
  days: readonly CapacityDay[],
  seen: CapacityOutlook | null,
  question: ForecastQuestion,
): number | null {
  const then = days.filter(({ day }) => seen !== null && day <= seen.day - BACKTEST_DAYS);
  const foreseen = enough(then) ? outlookOf(then).outlook : null;
  if (foreseen === null || seen === null) return null;
  const room = usable(foreseen.capacity, question) - foreseen.used;
  const used = foreseen.used + foreseen.growth.perDay * (seen.day - foreseen.day);
  return room > 0 ? Math.abs(used - seen.used) / room : null;
}

function enough(days: readonly CapacityDay[]): boolean {
  return missing(days) <= 0;
}

/** So many days more are needed, none of them missing. */
function missing(days: readonly CapacityDay[]): number {
  const span = spanOf(days);
  const uncovered = (LEAST.coverage * span - days.length) / (1 - LEAST.coverage);
  return Math.max(LEAST.span - span, LEAST.days - days.length, Math.ceil(uncovered));
}

function availableFrom(days: readonly CapacityDay[], now: Instant): Instant {
  const last = days.at(-1)?.day ?? dayOf(now) - 1;
  return (last + Math.max(1, missing(days))) * DAY_LENGTH;
}

function spanOf(days: readonly CapacityDay[]): number {
  const [first, last] = [days.at(0), days.at(-1)];
  return first === undefined || last === undefined ? 0 : last.day - first.day + 1;
}

function coverageOf(days: readonly CapacityDay[]): number {
  return days.length === 0 ? 0 : days.length / spanOf(days);
}

function startOf(day: CapacityDay | undefined): Instant | null {
  return day === undefined ? null : day.day * DAY_LENGTH;
}
