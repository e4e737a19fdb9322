import type { Milliseconds } from '../model/instant.js';
import type { OpenHours } from '../model/policy-terms.js';

const HOUR = 3_600_000;
const HOURS_A_WEEK = 168;

/** The longest time without a closed hour, over the turn of the week too; null: nothing is closed. */
export function longestOpen({ hours }: OpenHours): Milliseconds | null {
  const week = Array.from({ length: HOURS_A_WEEK }, (_, hour) => hours[hour] ?? false);
  if (!week.includes(false)) return null;
  let longest = 0;
  let current = 0;
  for (const isOpen of [...week, ...week]) {
    current = isOpen ? current + 1 : 0;
    longest = Math.max(longest, current);
  }
  return longest * HOUR;
}
