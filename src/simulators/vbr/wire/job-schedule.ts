import { cased, since } from '../revisions.js';
import type { JobRecord } from '../world/records.js';
import { DAY_NAMES, WEEKDAYS } from '../world/schedules.js';
import type { Weekday } from '../world/schedules.js';
import type { Json, View } from './view.js';

const ORDINALS = ['First', 'Second', 'Third', 'Fourth'] as const;
const WORKING_DAYS: readonly Weekday[] = [1, 2, 3, 4, 5];

/** A job's schedule as most job models hold it. */
export function scheduleBody(view: View, job: JobRecord): Json {
  return {
    ...timedScheduleBody(view, job),
    continuously: { isEnabled: job.schedule.kind === 'continuous' },
  };
}

/** The schedule of job models that cannot run continuously. */
export function timedScheduleBody(view: View, job: JobRecord): Json {
  const { schedule } = job;
  return {
    runAutomatically: schedule.kind !== 'manual',
    daily: schedule.kind === 'daily' ? dailyBody(view, schedule) : { isEnabled: false },
    monthly: schedule.kind === 'monthly' ? monthlyBody(view, schedule) : { isEnabled: false },
    periodically: schedule.kind === 'periodic' ? periodicBody(schedule.minutes) : { isEnabled: false },
    afterThisJob: {
      isEnabled: schedule.kind === 'after',
      ...(schedule.kind === 'after' && { jobName: view.world.jobs[schedule.jobIndex]?.name ?? '' }),
    },
    retry: {
      isEnabled: job.retries.count > 0,
      retryCount: job.retries.count,
      awaitMinutes: job.retries.waitMinutes,
    },
    backupWindow: { isEnabled: false },
  };
}

/** The name of a weekday in a revision's case. */
export function dayName(view: View, day: Weekday): string {
  return cased(view.revision, DAY_NAMES[day - 1] ?? 'Monday');
}

function dailyBody(view: View, at: { hour: number; minute: number; days: readonly Weekday[] }): Json {
  const kind =
    at.days.length === WEEKDAYS.length ? 'Everyday' : isWorkingWeek(at.days) ? 'WeekDays' : 'SelectedDays';
  return {
    isEnabled: true,
    localTime: clockTime(at),
    dailyKind: kind,
    days: at.days.map((day) => dayName(view, day)),
  };
}

function isWorkingWeek(days: readonly Weekday[]): boolean {
  return days.length === WORKING_DAYS.length && WORKING_DAYS.every((day) => days.includes(day));
}

function monthlyBody(
  view: View,
  at: { hour: number; minute: number; weekday: Weekday; ordinal: 1 | 2 | 3 | 4 },
): Json {
  return {
    isEnabled: true,
    localTime: clockTime(at),
    dayOfWeek: dayName(view, at.weekday),
    dayNumberInMonth: ORDINALS[at.ordinal - 1],
    ...(since(view.revision, '1.3-rev0') && { isLastDayOfMonth: false }),
  };
}

function periodicBody(minutes: number): Json {
  const wholeHours = minutes % 60 === 0;
  return {
    isEnabled: true,
    periodicallyKind: wholeHours ? 'Hours' : 'Minutes',
    frequency: wholeHours ? minutes / 60 : minutes,
  };
}

function clockTime({ hour, minute }: { hour: number; minute: number }): string {
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}
