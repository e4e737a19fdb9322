import { DateTime } from 'luxon';
import type { DayType, Interval, Schedule } from './records.js';

const MINUTE = 60_000;
const INTERVALS: Record<Interval, number> = {
  Minutes30: 30 * MINUTE,
  Hours1: 60 * MINUTE,
  Hours4: 240 * MINUTE,
  Hours8: 480 * MINUTE,
};
const WEEKDAYS: Record<DayType, readonly number[]> = {
  Everyday: [1, 2, 3, 4, 5, 6, 7],
  Workdays: [1, 2, 3, 4, 5],
  Weekends: [6, 7],
  Saturday: [6],
  Sunday: [7],
};

/** The next start after `after` (epoch ms), or null when the schedule gives none. */
export function nextStart(schedule: Schedule, zone: string, after: number): number | null {
  if (schedule.type === 'Periodically') {
    const interval = INTERVALS[schedule.every];
    return (Math.floor(after / interval) + 1) * interval;
  }
  if (schedule.type !== 'Daily') return null;
  for (let day = 0; day <= 8; day += 1) {
    const start = startOn(schedule, zone, after, day);
    if (start !== null && start > after) return start;
  }
  return null;
}

/** The scheduled starts in the `days` days before `before`, newest first. */
export function pastStarts(schedule: Schedule, zone: string, before: number, days: number): number[] {
  const oldest = before - days * 24 * 60 * MINUTE;
  const starts: number[] = [];
  if (schedule.type === 'Periodically') {
    const interval = INTERVALS[schedule.every];
    for (let start = Math.floor(before / interval) * interval; start > oldest; start -= interval)
      starts.push(start);
  }
  if (schedule.type === 'Daily') {
    for (let day = 1; day >= -days - 1; day -= 1) {
      const start = startOn(schedule, zone, before, day);
      if (start !== null && start <= before && start > oldest) starts.push(start);
    }
  }
  return starts;
}

function startOn(
  schedule: { days: DayType; time: string },
  zone: string,
  near: number,
  dayOffset: number,
): number | null {
  const [hour = 0, minute = 0] = schedule.time.split(':').map(Number);
  const date = DateTime.fromMillis(near, { zone }).plus({ days: dayOffset });
  if (!WEEKDAYS[schedule.days].includes(date.weekday)) return null;
  return date.set({ hour, minute, second: 0, millisecond: 0 }).toMillis();
}
