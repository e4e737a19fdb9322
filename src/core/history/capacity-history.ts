import { HistoryAway } from '../errors/history-away.js';
import { mapInTurns } from '../fairness/in-turns.js';
import type { OperationBudget } from '../fairness/operation-budget.js';
import { levelShifts } from '../forecast/level-shifts.js';
import type { Instant } from '../model/instant.js';
import type { CapacityBucket } from '../ports/capacity-store.js';
import type { Period } from '../reports/periods.js';
import { STEP_LENGTHS, stepStart } from './capacity-buckets.js';
import { capacityEvents } from './capacity-events.js';
import type { HistoryEvent } from './capacity-events.js';
import { daysTogether, isTold, seenOf, storagesOf } from './capacity-storages.js';
import type { RepositoryPast, Seen } from './capacity-storages.js';
import { periodsTold } from './history-periods.js';
import type { HistoryQuestion } from './history-periods.js';
import { SeenHours, hoursIn } from './seen-hours.js';

/** What was seen last in one period, in bytes; null: nothing was seen. */
export interface CapacityPoint {
  /** The begin of the period. */
  readonly time: Instant;
  readonly capacity: number | null;
  readonly free: number | null;
  readonly used: number | null;
  readonly freeLowest: number | null;
  /** In which part of its hours it was seen, 0 to 1. */
  readonly coverage: number;
}

/** Why something of a history is missing. */
export type HistoryReason = 'OFF' | 'NO_CAPACITY' | 'NOT_SEEN';

export interface CapacityHistory {
  /** One of each period, oldest first. */
  readonly points: readonly CapacityPoint[];
  /** Oldest first. */
  readonly events: readonly HistoryEvent[];
  /** In which part of the hours of all periods they were seen, 0 to 1. */
  readonly coverage: number;
  /** They were seen in every hour. */
  readonly complete: boolean;
  /** Nothing is missing from here on; null: of the end. */
  readonly coveredFrom: Instant | null;
  /** null: nothing is missing. */
  readonly reason: HistoryReason | null;
}

/** How full repositories were, all together. */
export async function capacityHistory(
  repositories: readonly RepositoryPast[],
  question: HistoryQuestion,
  budget: OperationBudget,
): Promise<CapacityHistory> {
  // Hundreds of repositories may be asked for at once.
  if (budget.isDue) await budget.turn();
  const periods = periodsTold(question);
  const [from, until] = [periods[0]?.start ?? question.from, periods.at(-1)?.end ?? question.to];
  // Days that begin elsewhere than those of UTC are put together from hours, for as long as these are kept.
  const needsHours = periods.some(({ start }) => start % STEP_LENGTHS.DAY !== 0);
  try {
    const days = await seenOf(repositories, 'DAY', stepStart('DAY', from), until);
    const hours = needsHours ? await seenOf(repositories, 'HOUR', stepStart('HOUR', from), until) : null;
    if (budget.isDue) await budget.turn();
    const told = days.flatMap((one, index) => {
      if (!isTold(one)) return [];
      const record = one.record;
      const finer = hours?.[index]?.buckets ?? [];
      if (question.every === 'HOUR') return [{ record, values: finer, seen: new SeenHours(finer) }];
      return [{ record, values: finest(one.buckets, finer), seen: new SeenHours(one.buckets) }];
    });
    const shares = await mapInTurns(told, budget, (one) => shareOf(one, periods, question.now));
    if (budget.isDue) await budget.turn();
    return together(shares, periods, eventsOf(days, from));
  } catch (error) {
    if (!(error instanceof HistoryAway)) throw error;
    return { ...together([], periods, []), reason: 'OFF' };
  }
}

/** What happened to each of some repositories, as it was seen on the days of a span. Rejects with `HistoryAway`. */
export async function eventsOfEach(
  repositories: readonly RepositoryPast[],
  from: Instant,
  to: Instant,
  budget: OperationBudget,
): Promise<{ readonly record: RepositoryPast['record']; readonly event: HistoryEvent }[]> {
  const seen = await seenOf(repositories, 'DAY', stepStart('DAY', from), to);
  const found = await mapInTurns(seen, budget, (one) =>
    eventsOf([one], from).map((event) => ({ record: one.record, event })),
  );
  return found.flat().sort((a, b) => a.event.time - b.event.time);
}

/** A repository with its values, and when it was seen. */
interface Told {
  readonly record: Seen['record'];
  readonly values: readonly CapacityBucket[];
  readonly seen: SeenHours;
}

interface Value {
  readonly capacity: number;
  readonly free: number;
  readonly used: number | null;
  readonly freeLowest: number;
}

/** What one repository adds to a history. */
interface Share {
  readonly record: Seen['record'];
  /** One of each period. */
  readonly values: readonly (Value | null)[];
  readonly seen: readonly number[];
  readonly expected: readonly number[];
  /** Nothing is missing from here on; null: of the end. */
  readonly coveredFrom: Instant | null;
}

function shareOf({ record, values, seen }: Told, periods: readonly Period[], now: Instant): Share {
  const end = seen.end(now);
  const spans = periods.map((period) => ({ start: period.start, end: Math.min(period.end, end) }));
  const [from, until] = [spans[0]?.start ?? end, spans.at(-1)?.end ?? end];
  const lastGap = seen.lastGap(from, until) ?? from;
  return {
    record,
    values: valuesOf(values, periods),
    seen: spans.map((span) => seen.count(span.start, span.end)),
    expected: spans.map((span) => hoursIn(span.start, span.end)),
    coveredFrom: lastGap < until ? lastGap : null,
  };
}

/** Hours where they are kept, else days. */
function finest(
  days: readonly CapacityBucket[],
  hours: readonly CapacityBucket[],
): readonly CapacityBucket[] {
  if (hours.length === 0) return days;
  const ofDays = new Set(hours.map(({ start }) => stepStart('DAY', start)));
  return [...days.filter(({ start }) => !ofDays.has(start)), ...hours].sort((a, b) => a.start - b.start);
}

/** What was seen last in each period belongs to it; `buckets` are in order. */
function valuesOf(buckets: readonly CapacityBucket[], periods: readonly Period[]): (Value | null)[] {
  let next = 0;
  return periods.map(({ start, end }) => {
    while ((buckets[next]?.seenAt ?? Infinity) < start) next += 1;
    const first = next;
    while ((buckets[next]?.seenAt ?? Infinity) < end) next += 1;
    const last = buckets[next - 1];
    if (last === undefined || next === first) return null;
    const { capacity, free, used } = last;
    const freeLowest = Math.min(...buckets.slice(first, next).map((bucket) => bucket.freeLowest));
    return { capacity, free, used, freeLowest };
  });
}

function together(
  shares: readonly Share[],
  periods: readonly Period[],
  events: readonly HistoryEvent[],
): CapacityHistory {
  const storages = storagesOf(shares);
  const points = periods.map(({ start }, index) => ({
    time: start,
    ...sumAt(storages, index),
    coverage: coverageOf(shares, index, index + 1),
  }));
  const coverage = coverageOf(shares, 0, periods.length);
  const since = shares.map(({ coveredFrom }) => coveredFrom ?? Infinity);
  const coveredFrom = Math.max(...since);
  return {
    points,
    events,
    coverage,
    complete: coverage === 1,
    coveredFrom: Number.isFinite(coveredFrom) ? coveredFrom : null,
    reason: shares.length === 0 ? 'NO_CAPACITY' : coverage === 1 ? null : 'NOT_SEEN',
  };
}

/** The sums of what was seen. */
function sumAt(
  storages: readonly (readonly Share[])[],
  index: number,
): Omit<CapacityPoint, 'time' | 'coverage'> {
  const values = storages.flatMap((storage) => {
    const seen = storage.flatMap((share) => share.values[index] ?? []);
    return seen.length === 0 ? [] : [seen.reduce(ofOneStorage)];
  });
  const sum = (of: (value: Value) => number | null): number | null =>
    values.reduce<number | null>((total, value) => {
      const one = of(value);
      return one === null ? total : (total ?? 0) + one;
    }, null);
  return {
    capacity: sum(({ capacity }) => capacity),
    free: sum(({ free }) => free),
    used: sum(({ used }) => used),
    freeLowest: sum(({ freeLowest }) => freeLowest),
  };
}

function ofOneStorage(a: Value, b: Value): Value {
  return {
    capacity: Math.max(a.capacity, b.capacity),
    free: Math.min(a.free, b.free),
    used: a.used === null && b.used === null ? null : (a.used ?? 0) + (b.used ?? 0),
    freeLowest: Math.min(a.freeLowest, b.freeLowest),
  };
}

function coverageOf(shares: readonly Share[], from: number, until: number): number {
  const sum = (of: (share: Share) => readonly number[]): number =>
    shares.reduce((total, share) => {
      const hours = of(share);
      for (let index = from; index < until; index += 1) total += hours[index] ?? 0;
      return total;
    }, 0);
  const expected = sum((share) => share.expected);
  return expected === 0 ? 0 : sum(({ seen }) => seen) / expected;
}

function eventsOf(seen: readonly Seen[], from: Instant): HistoryEvent[] {
  const days = daysTogether(seen);
  return capacityEvents(days, levelShifts(days)).filter(({ time }) => time >= stepStart('DAY', from));
}
