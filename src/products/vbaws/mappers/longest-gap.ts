import type { Milliseconds } from '../../../core/model/instant.js';
import type { Schedule } from '../../../core/model/policy.js';
import { dateIn } from '../../../core/schedules/calendar.js';
import type { PolicySchedule } from './schedule-parts.js';
import { monthRules, weekdayRules } from './start-plan.js';

const MINUTE = 60_000;
const DAY_MINUTES = 24 * 60;
const WEEK_MINUTES = 7 * DAY_MINUTES;
/** The calendar looked at for plans by month and year: long enough for leap years and every weekday on a date. */
const FIRST_YEAR = 2024;
const YEARS = 12;

/** What the schedule promises: the longest time between two planned runs of any kind, in a week or year without a clock change. */
export function promiseOf(schedule: PolicySchedule): Schedule {
  const scheduled = Object.values(schedule).some((plan) => plan !== null);
  return { scheduled, longestGap: scheduled ? longestGap(schedule) : null };
}

/** Runs of a week bound the gap; runs by month or year only matter where there are none. */
function longestGap(schedule: PolicySchedule): Milliseconds | null {
  const starts = weekdayRules(schedule).flatMap(({ weekdays, minutes }) =>
    weekdays.flatMap((weekday) => minutes.map((minute) => weekday * DAY_MINUTES + minute)),
  );
  const minutes = starts.sort((a, b) => a - b);
  const [first] = minutes;
  if (first !== undefined) return widest([...minutes, first + WEEK_MINUTES]) * MINUTE;
  const dates = calendarDates(schedule).sort((a, b) => a - b);
  return dates.length < 2 ? null : widest(dates);
}

function calendarDates(schedule: PolicySchedule): number[] {
  const years = Array.from({ length: YEARS }, (_, index) => FIRST_YEAR + index);
  return monthRules(schedule).flatMap(({ months, day, minutes }) =>
    years.flatMap((year) =>
      months.flatMap((month) => {
        const date = dateIn(year, month, day);
        return date === null ? [] : minutes.map((minute) => Date.UTC(year, month, date, 0, minute));
      }),
    ),
  );
}

function widest(points: readonly number[]): number {
  return points.reduce((gap, point, index) => Math.max(gap, point - (points[index - 1] ?? point)), 0);
}
