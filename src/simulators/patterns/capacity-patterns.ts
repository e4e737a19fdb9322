import type { Random } from '../kit/random.js';

/** A way in which repositories fill in reality. Knows nothing of the method that foresees it. */
export interface CapacityPattern {
  readonly name: string;
  /** One repository of the kind, by chance. */
  readonly grow: (random: Random) => GrowingRepository;
}

/** Days count from 0, may be asked for in rising order, and go on after today, which is day PAST. Amounts are shares of the capacity of today. */
export interface GrowingRepository {
  readonly used: (day: number) => number;
  readonly capacity: (day: number) => number;
  /** Whether anybody looked on the day. */
  readonly known: (day: number) => boolean;
}

/** So many days are known when a forecast is made. */
export const PAST = 90;
/** A day of the week is the same in all patterns: full backups are made on it. */
const FULL_DAY = 5;

const between = (random: Random, low: number, high: number): number => low + (high - low) * random.next();

/** Normally distributed about 0. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

/** Grows so that it fills between `soonest` and `latest` days after today. */
function base(random: Random, soonest = 20, latest = 300): { start: number; pace: number; noise: number } {
  const today = between(random, 0.5, 0.85);
  const pace = (1 - today) / between(random, soonest, latest);
  return { start: today - pace * PAST, pace, noise: between(random, 0.0005, 0.003) };
}

const growing = (
  used: GrowingRepository['used'],
  more: Partial<GrowingRepository> = {},
): GrowingRepository => ({
  used,
  capacity: () => 1,
  known: () => true,
  ...more,
});

/** What a weekly full takes beside what grows: it is there on its day, and retention takes it away day by day. */
function weekly(random: Random, day: number, full: number): number {
  const sinceFull = (((day + FULL_DAY) % 7) + 7) % 7;
  return full * (1 - sinceFull / 7) + full * 0.02 * normal(random);
}

export const CAPACITY_PATTERNS: readonly CapacityPattern[] = [
  {
    name: 'linear',
    grow: (random) => {
      const { start, pace, noise } = base(random);
      return growing((day) => start + pace * day + noise * normal(random));
    },
  },
  {
    name: 'weekly full and retention',
    grow: (random) => {
      const { start, pace, noise } = base(random);
      const full = between(random, 0.03, 0.12);
      return growing((day) => start + pace * day - full + weekly(random, day, full) + noise * normal(random));
    },
  },
  {
    name: 'monthly GFS steps',
    grow: (random) => {
      const { start, pace, noise } = base(random, 40, 300);
      const offset = Math.floor(between(random, 0, 30));
      const daily = between(random, 0.3, 0.7);
      return growing((day) => {
        const steps = Math.floor((day + offset) / 30) - offset / 30;
        return start + pace * (daily * day + (1 - daily) * 30 * steps) + noise * normal(random);
      });
    },
  },
  {
    name: 'a clean-up in the window',
    grow: (random) => {
      const { start, pace, noise } = base(random);
      const at = Math.floor(between(random, 15, 75));
      const freed = between(random, 0.05, 0.2);
      return growing((day) => start + pace * day + (day < at ? freed : 0) + noise * normal(random));
    },
  },
  {
    name: 'a new job (+6–14 %)',
    grow: (random) => {
      const { start, pace, noise } = base(random);
      const at = Math.floor(between(random, 15, 75));
      const added = between(random, 0.06, 0.14);
      return growing((day) => start + pace * day - (day < at ? added : 0) + noise * normal(random));
    },
  },
  {
    name: 'repository extended',
    grow: (random) => {
      const { start, pace, noise } = base(random);
      const at = Math.floor(between(random, 15, 75));
      const before = between(random, 0.6, 0.9);
      return growing((day) => start + pace * day + noise * normal(random), {
        capacity: (day) => (day < at ? before : 1),
      });
    },
  },
  {
    name: 'a third of the days missing',
    grow: (random) => {
      const { start, pace, noise } = base(random);
      const full = between(random, 0.01, 0.05);
      return growing(
        (day) => start + pace * day - full + weekly(random, day, full) + noise * normal(random),
        {
          known: () => random.next() > 1 / 3,
        },
      );
    },
  },
  {
    name: 'growth tripled a month ago',
    grow: (random) => {
      const { pace, noise } = base(random, 20, 150);
      const today = 1 - pace * between(random, 20, 150);
      const at = PAST - 30;
      const slow = (day: number): number => today - pace * 30 - (pace / 3) * (at - day);
      return growing((day) => (day < at ? slow(day) : today - pace * (PAST - day)) + noise * normal(random));
    },
  },
  {
    name: 'flat',
    grow: (random) => {
      const level = between(random, 0.4, 0.9);
      const noise = between(random, 0.001, 0.01);
      return growing(() => level + noise * normal(random));
    },
  },
  {
    name: 'shrinking',
    grow: (random) => {
      const level = between(random, 0.5, 0.9);
      const pace = level / between(random, 300, 2000);
      const noise = between(random, 0.001, 0.005);
      return growing((day) => level - pace * day + noise * normal(random));
    },
  },
];
