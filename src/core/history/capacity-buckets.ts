import type { Instant, Milliseconds } from '../model/instant.js';
import type { CapacityBucket, CapacitySeen, CapacityStep } from '../ports/capacity-store.js';

/** How long a step is, in milliseconds. */
export const STEP_LENGTHS: Readonly<Record<CapacityStep, Milliseconds>> = {
  HOUR: 3_600_000,
  DAY: 86_400_000,
};

/** How long steps are kept. */
export const KEPT_FOR: Readonly<Record<CapacityStep, Milliseconds>> = {
  HOUR: 90 * STEP_LENGTHS.DAY,
  DAY: 5 * 366 * STEP_LENGTHS.DAY,
};

/** Seen in every hour of a day. */
export const ALL_HOURS = 2 ** 24 - 1;

export const CAPACITY_STEPS: readonly CapacityStep[] = ['HOUR', 'DAY'];

/** The begin of the step that a time lies in, UTC. */
export function stepStart(step: CapacityStep, time: Instant): Instant {
  return Math.floor(time / STEP_LENGTHS[step]) * STEP_LENGTHS[step];
}

/** What was seen, in any order, by repository and step. */
export function bucketsOf(
  seen: readonly CapacitySeen[],
  step: CapacityStep,
): ReadonlyMap<string, readonly CapacityBucket[]> {
  const buckets = new Map<string, Map<Instant, CapacityBucket>>();
  for (const one of seen) {
    const ofRepository = buckets.get(one.repository) ?? new Map<Instant, CapacityBucket>();
    buckets.set(one.repository, ofRepository);
    const bucket = bucketOf(one, step);
    ofRepository.set(bucket.start, merged(ofRepository.get(bucket.start), bucket));
  }
  return new Map([...buckets].map(([repository, ofRepository]) => [repository, [...ofRepository.values()]]));
}

/** One bucket of what two saw of the same step. */
export function merged(one: CapacityBucket | undefined, other: CapacityBucket): CapacityBucket {
  if (one === undefined) return other;
  return {
    ...(other.seenAt >= one.seenAt ? other : one),
    freeLowest: Math.min(one.freeLowest, other.freeLowest),
    headUsed: Math.max(one.headUsed, other.headUsed),
    hours: one.hours | other.hours,
  };
}

function bucketOf({ time, capacity, free, used }: CapacitySeen, step: CapacityStep): CapacityBucket {
  return {
    start: stepStart(step, time),
    seenAt: time,
    capacity,
    free,
    used,
    freeLowest: free,
    headUsed: capacity - free,
    hours: 1 << Math.floor((time % STEP_LENGTHS.DAY) / STEP_LENGTHS.HOUR),
  };
}
