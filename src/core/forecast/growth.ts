import type { CapacityDay, DayNumber } from './capacity-days.js';
import { paceChange } from './pace-change.js';
import { quantiles } from './statistics.js';

/** How fast the use grows, in bytes a day; negative: it shrinks. A tenth of the slopes lie below `low`, a tenth above `high`. */
export interface Growth {
  readonly perDay: number;
  readonly low: number;
  readonly high: number;
  /** Since when it grows at this pace; null: all the time that was looked at. */
  readonly changedAt: DayNumber | null;
}

const WEEK = 7;
const LEAST_SPAN = 28;

/**
 * The pace of growth: the middle of the slopes between all days that are whole weeks apart, and far apart, so that neither the day of the
 * week nor a few odd days move it. What was before the pace changed does not count.
 * @param days oldest first, at least two of them whole weeks apart; otherwise null
 */
export function growthOf(days: readonly CapacityDay[]): Growth | null {
  const changedAt = paceChange(days);
  const slopes = slopesOf(days.filter(({ day }) => changedAt === null || day >= changedAt));
  if (slopes.length === 0) return null;
  const [low = 0, perDay = 0, high = 0] = quantiles(slopes, [0.1, 0.5, 0.9]);
  return { perDay, low, high, changedAt };
}

function slopesOf(days: readonly CapacityDay[]): number[] {
  const used = new Map(days.map((one) => [one.day, one.used]));
  const span = (days.at(-1)?.day ?? 0) - (days[0]?.day ?? 0);
  const slopes: number[] = [];
  for (let apart = leastApart(span); apart <= span; apart += WEEK)
    for (const [day, before] of used) {
      const after = used.get(day + apart);
      if (after !== undefined) slopes.push((after - before) / apart);
    }
  return slopes;
}

/** Whole weeks: four, less where that would leave fewer than two weeks of pairs. */
function leastApart(span: number): number {
  const leaving = Math.floor(span / WEEK) * WEEK - 2 * WEEK;
  return Math.max(WEEK, Math.min(LEAST_SPAN, leaving));
}
