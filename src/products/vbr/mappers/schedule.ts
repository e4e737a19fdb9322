import type { Milliseconds } from '../../../core/model/instant.js';
import type { Schedule } from '../../../core/model/policy.js';
import type { WireDaily, WirePeriodically, WireSchedule, WireWindow } from '../wire/schedule.js';
import { longestMonthlyGap } from './monthly-gap.js';
import { WEEKDAYS, weekdayOf } from '../calendar.js';
import { Words } from '../../../platform/products-kit/words.js';

const HOUR: Milliseconds = 3_600_000;
const DAY: Milliseconds = 24 * HOUR;
const WEEK_HOURS = 7 * 24;

const UNITS = new Words<Milliseconds | null>(
  { seconds: 1000, minutes: 60_000, hours: HOUR, days: DAY },
  null,
);

/** What a job's schedule promises. A job that another job starts promises nothing of its own. */
export function toSchedule(wire: WireSchedule): Schedule {
  if (wire.runAutomatically === false) return { scheduled: false, longestGap: null };
  const gaps = [
    wire.daily && dailyGap(wire.daily),
    wire.monthly && longestMonthlyGap(wire.monthly),
    wire.periodically && periodicGap(wire.periodically),
  ].filter((gap) => gap !== null);
  const isTimed = wire.daily !== null || wire.monthly !== null || wire.periodically !== null;
  return {
    scheduled: isTimed || wire.continuously || wire.atEvents,
    longestGap: gaps.length === 0 ? null : Math.min(...gaps),
  };
}

function dailyGap(daily: WireDaily): Milliseconds | null {
  const days = daysOf(daily);
  return days.length === 0 ? null : longestCircularGap(days, 7) * DAY;
}

/** Days of the week on which a daily schedule runs, Sunday 0. */
export function daysOf(daily: WireDaily): number[] {
  switch (daily.kind?.toLowerCase()) {
    case 'weekdays':
      return [1, 2, 3, 4, 5];
    case 'selecteddays':
      return daily.days.map(weekdayOf).filter((day) => day !== null);
    default:
      return WEEKDAYS.map((_name, day) => day);
  }
}

/** The interval and, where hours are forbidden, the longest time in which it cannot start. */
function periodicGap(periodic: WirePeriodically): Milliseconds | null {
  const interval = intervalOf(periodic);
  return interval === null ? null : interval + closedHours(periodic.window) * HOUR;
}

/** From one start to the next, where no hours are forbidden; null: not told. */
export function intervalOf({ unit, frequency }: WirePeriodically): Milliseconds | null {
  const length = UNITS.of(unit);
  return length === null || frequency === null || frequency <= 0 ? null : frequency * length;
}

/** The longest run of forbidden hours within a week that repeats. */
function closedHours(window: WireWindow | null): number {
  const permitted = (window?.days ?? []).flatMap(({ day, hours }) => {
    const weekday = weekdayOf(day);
    return weekday === null ? [] : hours.flatMap((open, hour) => (open ? [weekday * 24 + hour] : []));
  });
  return permitted.length === 0 ? 0 : longestCircularGap(permitted, WEEK_HOURS) - 1;
}

/** The longest step from one of the places to the next on a circle. */
function longestCircularGap(places: readonly number[], circle: number): number {
  const sorted = [...new Set(places)].sort((a, b) => a - b);
  return Math.max(
    ...sorted.map((place, index) => {
      const next = sorted[index + 1];
      return next === undefined ? (sorted[0] ?? place) + circle - place : next - place;
    }),
  );
}
