import type { Instant } from '../model/instant.js';
import { overlaps, Periods } from '../reports/periods.js';
import type { Period, PeriodUnit } from '../reports/periods.js';

/** How long a period of a history is. */
export type HistoryStep = 'HOUR' | 'DAY' | 'WEEK' | 'MONTH';

export interface HistoryQuestion {
  readonly now: Instant;
  /** Periods that overlap it are told, as whole ones; those that are still to come are not. */
  readonly from: Instant;
  readonly to: Instant;
  readonly every: HistoryStep;
  /** IANA name. */
  readonly timeZone: string;
}

const UNITS: Readonly<Record<HistoryStep, PeriodUnit>> = {
  HOUR: 'hour',
  DAY: 'day',
  WEEK: 'week',
  MONTH: 'month',
};
const HOUR = 3_600_000;
/** In milliseconds, at least. */
const SHORTEST: Readonly<Record<HistoryStep, number>> = {
  HOUR,
  DAY: 23 * HOUR,
  WEEK: 167 * HOUR,
  MONTH: 672 * HOUR,
};

/** How many points a window has at most, seen from its length alone. */
export function mostPoints(every: HistoryStep, from: Instant, to: Instant): number {
  return Math.ceil((to - from) / SHORTEST[every]) + 1;
}

/** The periods that a history tells of. */
export function periodsTold({ now, from, to, every, timeZone }: HistoryQuestion): Period[] {
  const periods = new Periods(UNITS[every], timeZone);
  return [...overlaps([periods], from, Math.min(to, now))].map((start) => periods.at(start));
}
