import { usesAbout } from './capacity-days.js';
import type { CapacityDay, DayNumber } from './capacity-days.js';
import { median } from './statistics.js';

const HALF_A_WEEK = 3;
/** On either side of a change so many days must be known to tell it from chance. */
const LEAST_SIDE = 21;
/** The bent line must leave no more than this share of what the straight one leaves unexplained. */
const UNEXPLAINED = 0.25;
/** The paces must differ by this share of the larger one. */
const DIFFERENCE = 1 / 3;

/** A straight line through points, by least squares; x counts from the middle of all x. */
interface StraightLine {
  readonly slope: number;
  readonly x: readonly number[];
  /** What it leaves of each point. */
  readonly rests: readonly number[];
  /** The sum of the squares of x. */
  readonly spread: number;
}

interface BentLine {
  /** The index of the day of the bend. */
  readonly at: number;
  /** The paces on either side. */
  readonly before: number;
  readonly after: number;
  /** By how much it lessens the sum of the squares of what the straight line leaves. */
  readonly explained: number;
}

/**
 * The day on which the use began to grow at another pace: where a line with a bend explains the days far better than a straight one does.
 * null: at none.
 * @param days oldest first
 */
export function paceChange(days: readonly CapacityDay[]): DayNumber | null {
  if (days.length < 2 * LEAST_SIDE) return null;
  const straight = lineThrough(
    days.map(({ day }) => day),
    weekByWeek(days),
  );
  const best = bestBend(straight);
  const all = straight.rests.reduce((sum, rest) => sum + rest * rest, 0);
  if (best === null || all - best.explained > UNEXPLAINED * all) return null;
  const larger = Math.max(Math.abs(best.before), Math.abs(best.after));
  return Math.abs(best.after - best.before) > DIFFERENCE * larger ? (days[best.at]?.day ?? null) : null;
}

/** The middle of the week about each day: the day of the week does not show. */
function weekByWeek(days: readonly CapacityDay[]): number[] {
  return days.map(({ day }, index) =>
    median(usesAbout(days, index, day - HALF_A_WEEK, day + HALF_A_WEEK + 1)),
  );
}

function lineThrough(days: readonly number[], y: readonly number[]): StraightLine {
  const [meanX, meanY] = [mean(days), mean(y)];
  const x = days.map((day) => day - meanX);
  const spread = x.reduce((sum, one) => sum + one * one, 0);
  const slope = x.reduce((sum, one, index) => sum + one * ((y[index] ?? 0) - meanY), 0) / spread;
  return { slope, x, spread, rests: y.map((value, index) => value - meanY - slope * (x[index] ?? 0)) };
}

/**
 * Every day is tried, from the last to the first. What max(0, x - bend) explains of what the straight line leaves follows from sums over
 * the days behind the bend, which grow by one day each time.
 */
function bestBend({ x, rests, slope, spread }: StraightLine): BentLine | null {
  let best: BentLine | null = null;
  let [count, sumX, sumXX, sumRest, sumRestX] = [0, 0, 0, 0, 0];
  for (let at = x.length - 1; at >= LEAST_SIDE; at -= 1) {
    const [bend = 0, rest = 0] = [x[at], rests[at]];
    if (at < x.length - LEAST_SIDE) {
      const sum = sumX - bend * count;
      const along = sumXX - bend * sumX;
      const weight = along - bend * sum - sum ** 2 / x.length - along ** 2 / spread;
      const more = (sumRestX - bend * sumRest) / weight;
      const before = slope - (more * along) / spread;
      const explained = more ** 2 * weight;
      if (best === null || explained > best.explained) best = { at, before, after: before + more, explained };
    }
    count += 1;
    sumX += bend;
    sumXX += bend * bend;
    sumRest += rest;
    sumRestX += rest * bend;
  }
  return best;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
