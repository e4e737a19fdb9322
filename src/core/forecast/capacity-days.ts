import type { Instant } from '../model/instant.js';

/** Days since 1970-01-01, UTC. */
export type DayNumber = number;

export const DAY_LENGTH = 24 * 60 * 60 * 1000;

/**
 * A day of a repository: its largest use, and the capacity it ended with, in bytes. `used` is capacity - free: what block cloning saves
 * does not count as use.
 */
export interface CapacityDay {
  readonly day: DayNumber;
  readonly capacity: number;
  readonly used: number;
}

export function dayOf(time: Instant): DayNumber {
  return Math.floor(time / DAY_LENGTH);
}

const WEEK = 7;

/** The uses of the days from `from` up to, not including, `until`, which are at most a week from the one at `index`. */
export function usesAbout(
  days: readonly CapacityDay[],
  index: number,
  from: DayNumber,
  until: DayNumber,
): number[] {
  const uses: number[] = [];
  for (let at = Math.max(0, index - WEEK); at < Math.min(days.length, index + WEEK); at += 1) {
    const one = days[at];
    if (one !== undefined && one.day >= from && one.day < until) uses.push(one.used);
  }
  return uses;
}
