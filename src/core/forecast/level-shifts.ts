import { usesAbout } from './capacity-days.js';
import type { CapacityDay, DayNumber } from './capacity-days.js';
import { median, medianDeviation } from './statistics.js';

/** A jump of the use from one day to the next that is no growth: a clean-up, a new job, backups that were moved. Bytes, negative: freed. */
export interface LevelShift {
  readonly day: DayNumber;
  readonly bytes: number;
}

/** Days on either side of which the middle is taken: a week, so that the day of the full backup weighs the same on both. */
const SIDE = 7;
/** Of a side's days so many must be known. */
const KNOWN = 4;
const SHARE_OF_CAPACITY = 0.03;
const DEVIATIONS = 6;
/** A jump is seen from the days of a week; what lasts longer than two is a faster pace. */
const LONGEST_RUN = 14;
const MONTH = { days: 30, give: 7 };
const ALIKE = 1 / 3;
/** More jumps than this are how the repository grows. */
const MOST_EVENTS = 2;

/**
 * The days on which the use jumped. Empty where it jumps so often that the jumps are its growth, as with monthly full backups.
 * @param days oldest first, a day at most once
 */
export function levelShifts(days: readonly CapacityDay[]): LevelShift[] {
  const jumps = jumpsOf(days);
  const trend = median(jumps.map(({ bytes }) => bytes));
  const noise = medianDeviation(
    jumps.map(({ bytes }) => bytes),
    trend,
  );
  const bound = Math.max(SHARE_OF_CAPACITY * (days.at(-1)?.capacity ?? 0), DEVIATIONS * noise);
  const large = jumps
    .map(({ day, bytes }) => ({ day, bytes: bytes - trend }))
    .filter(({ bytes }) => Math.abs(bytes) > bound);
  const events = runsOf(large).flatMap((run) => (spanOf(run) <= LONGEST_RUN ? [largestOf(run)] : []));
  return events.length > MOST_EVENTS || isMonthly(events) ? [] : events;
}

/** The days as if the use had always been on the level it is on now. */
export function levelled(days: readonly CapacityDay[], shifts: readonly LevelShift[]): CapacityDay[] {
  return days.map((one) => ({
    ...one,
    used: shifts.reduce((used, shift) => (shift.day > one.day ? used + shift.bytes : used), one.used),
  }));
}

/** For each day how much the middle of the week that begins with it lies above the middle of the week before. */
function jumpsOf(days: readonly CapacityDay[]): LevelShift[] {
  return days.flatMap(({ day }, index) => {
    const before = usesAbout(days, index, day - SIDE, day);
    const after = usesAbout(days, index, day, day + SIDE);
    if (before.length < KNOWN || after.length < KNOWN) return [];
    return [{ day, bytes: median(after) - median(before) }];
  });
}

/** Two jumps a month apart and alike: a monthly full backup of which the third lies at the edge of the window. */
function isMonthly([first, second]: readonly LevelShift[]): boolean {
  if (first === undefined || second === undefined) return false;
  const alike = Math.abs(second.bytes / first.bytes - 1) < ALIKE;
  return alike && Math.abs(second.day - first.day - MONTH.days) <= MONTH.give;
}

/** Jumps of days that follow each other: those beside a jump see it, too. */
function runsOf(jumps: readonly LevelShift[]): LevelShift[][] {
  const runs: LevelShift[][] = [];
  for (const jump of jumps) {
    const last = runs.at(-1);
    if (last === undefined || jump.day - (last.at(-1)?.day ?? 0) > SIDE) runs.push([jump]);
    else last.push(jump);
  }
  return runs;
}

function spanOf(run: readonly LevelShift[]): number {
  return (run.at(-1)?.day ?? 0) - (run[0]?.day ?? 0);
}

function largestOf(run: readonly LevelShift[]): LevelShift {
  return run.reduce((largest, jump) => (Math.abs(jump.bytes) > Math.abs(largest.bytes) ? jump : largest));
}
