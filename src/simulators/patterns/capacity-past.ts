import { Random } from '../kit/random.js';
import { CAPACITY_PATTERNS, PAST } from './capacity-patterns.js';

const DAY = 86_400_000;
const DAYS = 365;
/** On some days in a year nobody could look. */
const MISSING = { from: 200, days: 3 };
/** A repository was never emptier, or fuller, than this. */
const LEAST_USED = 0.02;
const MOST_USED = 0.99;
const LEAST_ROOM = 0.03;

/** How full a repository was at one time, in bytes. */
export interface PastSample {
  readonly time: number;
  readonly capacity: number;
  readonly free: number;
}

/**
 * A plausible year, one sample a day, of a repository that is now as full as this: full backups by week or month, clean-ups, new jobs,
 * extensions, three days on which its server was down. The same `name` and fill give the same year.
 */
export function capacityPast(name: string, capacity: number, free: number, now: number): PastSample[] {
  const random = new Random(Math.round(capacity / 2 ** 20)).fork(name);
  const repository = random.pick(CAPACITY_PATTERNS).grow(random);
  const days = Array.from({ length: DAYS }, (_none, index) => {
    const day = PAST - DAYS + 1 + index;
    return { ago: PAST - day, used: repository.used(day), capacity: repository.capacity(day) };
  });
  const usedNow = 1 - free / capacity;
  const missed = usedNow - (days.at(-1)?.used ?? 0);
  const used = (day: (typeof days)[number]): number =>
    Math.min(Math.max(MOST_USED, usedNow), Math.max(LEAST_USED, day.used + missed));
  // Before it was extended it was large enough, too.
  const smaller = Math.min(1, Math.max(...days.filter((one) => one.capacity < 1).map(used), 0) + LEAST_ROOM);
  return days
    .filter(({ ago }) => ago < MISSING.from || ago >= MISSING.from + MISSING.days)
    .map((one) => {
      const size = one.capacity < 1 ? Math.max(one.capacity, smaller) : 1;
      return {
        time: now - one.ago * DAY,
        capacity: Math.round(size * capacity),
        free: Math.round((size - used(one)) * capacity),
      };
    });
}
