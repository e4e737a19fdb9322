import { Random } from '../kit/random.js';
import { CAPACITY_PATTERNS, PAST } from './capacity-patterns.js';
import type { CapacityPattern, GrowingRepository } from './capacity-patterns.js';

const DAY = 86_400_000;
const CAPACITY = 100 * 2 ** 40;
const YEAR = 365;
/** What is not full by then never is. */
const END = PAST + 1_000;

/** A method that is tried: what it foresees of days of which the last is today, null: nothing. Bytes; days count from 1970. */
export type Forecaster = (
  days: readonly { readonly day: number; readonly capacity: number; readonly used: number }[],
  now: number,
) => { readonly daysLeft: number; readonly daysLeftLow: number; readonly daysLeftHigh: number } | null;

/** How far forecasts of a pattern were off; errors are shares of the days that were left in truth. */
export interface ForecastScore {
  readonly pattern: string;
  /** NaN: none of them ever becomes full. */
  readonly medianError: number;
  readonly error90: number;
  /** The share of the ranges that held the truth. */
  readonly held: number;
  readonly refused: number;
  /** Of repositories that never become full so many were said to be within a year. */
  readonly falseAlarms: number;
}

/** Tries a method on so many repositories of each pattern, the same for the same seed. */
export function scoreForecasts(forecast: Forecaster, seed: number, repositories: number): ForecastScore[] {
  return CAPACITY_PATTERNS.map((pattern) => score(pattern, forecast, new Random(seed), repositories));
}

function score(
  pattern: CapacityPattern,
  forecast: Forecaster,
  random: Random,
  repositories: number,
): ForecastScore {
  const tried = Array.from({ length: repositories }, (_none, index) => {
    const { days, truth } = live(pattern.grow(random.fork(`${pattern.name} ${String(index)}`)));
    return { truth, left: forecast(days, (PAST + 0.5) * DAY) };
  });
  const told = tried.flatMap(({ truth, left }) => (left === null ? [] : [{ truth, ...left }]));
  const filling = told.filter(({ truth }) => truth !== Infinity);
  const errors = filling
    .map(({ truth, daysLeft }) => Math.abs(daysLeft - truth) / truth)
    .sort((a, b) => a - b);
  return {
    pattern: pattern.name,
    medianError: at(errors, 0.5),
    error90: at(errors, 0.9),
    held:
      filling.filter(({ truth, daysLeftLow, daysLeftHigh }) => daysLeftLow <= truth && truth <= daysLeftHigh)
        .length / filling.length,
    refused: tried.length - told.length,
    falseAlarms: told.filter(({ truth, daysLeft }) => truth === Infinity && daysLeft < YEAR).length,
  };
}

/** What is known of a repository until today, and how many days later it is full. */
function live(repository: GrowingRepository) {
  const days: { day: number; capacity: number; used: number }[] = [];
  for (let day = 0; day < END; day += 1) {
    const used = repository.used(day) * CAPACITY;
    const capacity = repository.capacity(day) * CAPACITY;
    if (day <= PAST && repository.known(day)) days.push({ day, capacity, used });
    if (day > PAST && used >= capacity) return { days, truth: day - PAST };
  }
  return { days, truth: Infinity };
}

function at(ascending: readonly number[], share: number): number {
  return ascending[Math.floor((ascending.length - 1) * share)] ?? Number.NaN;
}
