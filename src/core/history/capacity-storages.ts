import { dayOf } from '../forecast/capacity-days.js';
import type { CapacityDay, DayNumber } from '../forecast/capacity-days.js';
import type { Instant } from '../model/instant.js';
import type { RepositoryRecord } from '../model/repository.js';
import type { CapacityBucket, CapacityStep } from '../ports/capacity-store.js';
import type { CapacityPast } from './capacity-past.js';

/** A repository with what was seen of its server's repositories. */
export interface RepositoryPast {
  readonly record: RepositoryRecord;
  readonly past: CapacityPast;
}

/** What was seen of one repository. */
export interface Seen {
  readonly record: RepositoryRecord;
  /** Oldest first. */
  readonly buckets: readonly CapacityBucket[];
}

/** Rejects with `HistoryAway`. */
export function seenOf(
  repositories: readonly RepositoryPast[],
  step: CapacityStep,
  from: Instant,
  until: Instant,
): Promise<Seen[]> {
  return Promise.all(
    repositories.map(async ({ record, past }) => ({
      record,
      buckets: await past.of(record.nativeId, step, from, until),
    })),
  );
}

/** Whether the server tells how full it is, or has told. */
export function isTold({ record, buckets }: Seen): boolean {
  return buckets.length > 0 || (record.capacity !== null && record.free !== null);
}

/** Those on one storage together: its capacity and free space count once. */
export function storagesOf<T extends { readonly record: RepositoryRecord }>(
  repositories: readonly T[],
): T[][] {
  const storages = new Map<string, T[]>();
  for (const one of repositories) {
    const { server, storageKey, nativeId } = one.record;
    const key = JSON.stringify([server, storageKey, storageKey === null ? nativeId : null]);
    const known = storages.get(key);
    if (known === undefined) storages.set(key, [one]);
    else known.push(one);
  }
  return [...storages.values()];
}

/**
 * The days of all of them together. From the first day on that a storage was seen, only days on which it was seen count: a sum of less than
 * all would look as if something had been freed.
 */
export function daysTogether(seen: readonly Seen[]): CapacityDay[] {
  const storages = storagesOf(seen.filter(({ buckets }) => buckets.length > 0)).map(daysOf);
  const [only] = storages;
  if (only === undefined || storages.length === 1) return [...(only?.values() ?? [])].sort(byDay);
  const sums = new Map<DayNumber, { capacity: number; used: number; storages: number }>();
  const firsts = storages.map((days) => Math.min(...days.keys()));
  for (const days of storages)
    for (const { day, capacity, used } of days.values()) {
      const sum = sums.get(day) ?? { capacity: 0, used: 0, storages: 0 };
      sums.set(day, {
        capacity: sum.capacity + capacity,
        used: sum.used + used,
        storages: sum.storages + 1,
      });
    }
  return [...sums]
    .filter(([day, sum]) => sum.storages === firsts.filter((first) => first <= day).length)
    .map(([day, { capacity, used }]) => ({ day, capacity, used }))
    .sort(byDay);
}

function daysOf(storage: readonly Seen[]): ReadonlyMap<DayNumber, CapacityDay> {
  const days = new Map<DayNumber, CapacityDay>();
  for (const { buckets } of storage)
    for (const { start, capacity, headUsed } of buckets) {
      const day = dayOf(start);
      const known = days.get(day);
      days.set(day, {
        day,
        capacity: Math.max(capacity, known?.capacity ?? 0),
        used: Math.max(headUsed, known?.used ?? 0),
      });
    }
  return days;
}

function byDay(a: CapacityDay, b: CapacityDay): number {
  return a.day - b.day;
}
