import type { Json, PolicyRecord } from './records.js';
import { hoursOf } from './schedule.js';
import type { Cadence } from './schedule.js';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** `scheduleSettings` of a policy. Hours are flags for every hour of the day; RDS lists the hours instead. */
export function renderSchedule({ cadence, workload, repositoryId }: PolicyRecord): Json {
  const off = { dailyScheduleEnabled: false, weeklyScheduleEnabled: false, monthlyScheduleEnabled: false };
  const rest = { yearlyScheduleEnabled: false, healthCheckScheduleEnabled: false };
  const withBackup = repositoryId !== null;
  switch (cadence.kind) {
    case 'daily':
      return {
        ...off,
        ...rest,
        dailyScheduleEnabled: true,
        dailySchedule: daily(cadence, workload === 'rds', withBackup),
      };
    case 'weekly':
      return { ...off, ...rest, weeklyScheduleEnabled: true, weeklySchedule: weekly(cadence, withBackup) };
    case 'monthly':
      return { ...off, ...rest, monthlyScheduleEnabled: true, monthlySchedule: monthly(cadence, withBackup) };
    case 'none':
      return { ...off, ...rest };
  }
}

function daily(cadence: Cadence & { kind: 'daily' }, asNumbers: boolean, withBackup: boolean): Json {
  const hours = hoursOf(cadence);
  const flags = Array.from({ length: 24 }, (_, hour) => hours.includes(hour));
  const schedule = { hours: asNumbers ? hours : flags };
  return {
    kind: 'Everyday',
    runsPerHour: Math.max(1, Math.ceil(cadence.runsPerDay / 24)),
    snapshotOptions: { retention: { type: 'Days', count: 7 }, schedule },
    ...(withBackup && { backupOptions: { retention: { type: 'Days', count: 30 }, schedule } }),
  };
}

function weekly(cadence: Cadence & { kind: 'weekly' }, withBackup: boolean): Json {
  const schedule = { days: [WEEKDAYS[cadence.weekday - 1] ?? 'Sunday'] };
  return {
    timeLocal: timeOf(cadence.hour),
    snapshotOptions: { retention: { type: 'Days', count: 14 }, schedule },
    ...(withBackup && { backupOptions: { retention: { type: 'Months', count: 3 }, schedule } }),
  };
}

function monthly(cadence: Cadence & { kind: 'monthly' }, withBackup: boolean): Json {
  const schedule = { months: MONTHS };
  return {
    timeLocal: timeOf(cadence.hour),
    dayNumberInMonth: 'OnDay',
    dayOfMonth: cadence.day,
    sendBackupsToArchive: false,
    snapshotOptions: { retention: { type: 'Months', count: 3 }, schedule },
    ...(withBackup && { backupOptions: { retention: { type: 'Years', count: 1 }, schedule } }),
  };
}

function timeOf(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}
