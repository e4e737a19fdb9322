import type { Instant, Milliseconds } from '../model/instant.js';
import { DAY_LENGTH, usesAbout } from './capacity-days.js';
import type { CapacityDay, DayNumber } from './capacity-days.js';
import { growthOf } from './growth.js';
import type { Growth } from './growth.js';
import { levelShifts, levelled } from './level-shifts.js';
import type { LevelShift } from './level-shifts.js';
import { median } from './statistics.js';

/** Where a repository stands and how it grows, in bytes. */
export interface CapacityOutlook {
  /** The last day that is known. */
  readonly day: DayNumber;
  readonly capacity: number;
  /** The largest use of a week, as it is on that day. */
  readonly used: number;
  readonly growth: Growth;
}

/** Changes that the past does not know. */
export interface CapacityWhatIf {
  /** Bytes. */
  readonly addCapacity: number;
  /** The pace of growth is multiplied by it. */
  readonly growthFactor: number;
  /** Bytes a day, added to the pace of growth. */
  readonly addPerDay: number;
  /** Bytes, added to the use at once. */
  readonly oneOff: number;
}

export const UNCHANGED: CapacityWhatIf = { addCapacity: 0, growthFactor: 1, addPerDay: 0, oneOff: 0 };

/** The use of a day that is still to come, in bytes, and between what it will most likely be. */
export interface ForecastUse {
  readonly time: Instant;
  readonly used: number;
  readonly usedLow: number;
  readonly usedHigh: number;
}

const WEEK = 7;
/** So many days tell where it stands. */
const STANDING = 60;

/** @param days oldest first; too few of them give no outlook */
export function outlookOf(days: readonly CapacityDay[]): {
  readonly outlook: CapacityOutlook | null;
  readonly shifts: readonly LevelShift[];
} {
  const shifts = levelShifts(days);
  const level = levelled(days, shifts);
  const growth = growthOf(level);
  const last = level.at(-1);
  if (last === undefined || growth === null) return { outlook: null, shifts };
  const { day, capacity } = last;
  return { outlook: { day, capacity, used: usedNow(level, growth), growth }, shifts };
}

/** The outlook if the future differs from the past. */
export function assuming(outlook: CapacityOutlook, whatIf: CapacityWhatIf): CapacityOutlook {
  const pace = (bytes: number): number => bytes * whatIf.growthFactor + whatIf.addPerDay;
  const { perDay, low, high, changedAt } = outlook.growth;
  return {
    day: outlook.day,
    capacity: outlook.capacity + whatIf.addCapacity,
    used: outlook.used + whatIf.oneOff,
    growth: { perDay: pace(perDay), low: pace(low), high: pace(high), changedAt },
  };
}

/**
 * The middle of the weeks' peaks, each carried on to the last day: right after a monthly full backup it stands as far above its trend as it
 * stands below just before the next. A last week above all of them is a jump that is too new to be told from one.
 */
function usedNow(level: readonly CapacityDay[], { perDay, changedAt }: Growth): number {
  const last = level.at(-1)?.day ?? 0;
  const peaks = level
    .filter(({ day }) => day > last - STANDING && day >= (changedAt ?? day))
    .map(({ day }, index, days) => {
      const peak = Math.max(...usesAbout(days, index, day - WEEK + 1, day + 1));
      return { day, used: peak + perDay * (last - day) };
    });
  const before = peaks.filter(({ day }) => day <= last - WEEK).map(({ used }) => used);
  const now = peaks.at(-1)?.used ?? 0;
  return now > Math.max(...before) ? now : median(peaks.map(({ used }) => used));
}

/** The bytes that must be added to what can be used so that it lasts so long. */
export function additionalNeeded(outlook: CapacityOutlook, usable: number, time: Milliseconds): number {
  const days = time / DAY_LENGTH;
  return Math.max(0, outlook.used + outlook.growth.perDay * days - usable);
}

/** Day by day from the last known one, at most `most` of them. */
export function curveOf(outlook: CapacityOutlook, until: Instant, most: number): ForecastUse[] {
  const days = Math.min(most, Math.floor(until / DAY_LENGTH) - outlook.day);
  const { perDay, low, high } = outlook.growth;
  return Array.from({ length: Math.max(0, days) + 1 }, (_none, ahead) => ({
    time: (outlook.day + ahead) * DAY_LENGTH,
    used: Math.max(0, outlook.used + perDay * ahead),
    usedLow: Math.max(0, outlook.used + low * ahead),
    usedHigh: Math.max(0, outlook.used + high * ahead),
  }));
}
