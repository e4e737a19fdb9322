import { toSchedule } from '../../../src/products/vbr/mappers/schedule.js';
import { toScheduleDetails } from '../../../src/products/vbr/mappers/schedule-details.js';
import { readSchedule } from '../../../src/products/vbr/wire/schedule.js';
import { DAY, HOUR } from './support.js';

const week = (hours: (day: number) => string) => ({
  days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((day, index) => ({
    day,
    hours: hours(index),
  })),
});
const ALL = Array(24).fill(1).join(',');
const NIGHT = [...Array(6).fill(1), ...Array(12).fill(0), ...Array(6).fill(1)].join(',');
const NONE = Array(24).fill(0).join(',');
const daily = (fields: object) => ({
  runAutomatically: true,
  daily: { isEnabled: true, localTime: '22:00', ...fields },
});
const monthly = (fields: object) => ({
  runAutomatically: true,
  monthly: { isEnabled: true, localTime: '03:30:00', ...fields },
});
const every = (fields: object) => ({ runAutomatically: true, periodically: { isEnabled: true, ...fields } });

describe('schedules', () => {
  it.each<[string, object, boolean, number | null, string]>([
    ['every day', daily({ dailyKind: 'Everyday' }), true, DAY, 'Daily at 22:00'],
    [
      'week days',
      daily({ dailyKind: 'WeekDays' }),
      true,
      3 * DAY,
      'Monday, Tuesday, Wednesday, Thursday, Friday at 22:00',
    ],
    [
      'chosen days in small letters',
      daily({ dailyKind: 'SelectedDays', days: ['monday', 'thursday'] }),
      true,
      4 * DAY,
      'Monday, Thursday at 22:00',
    ],
    ['one day', daily({ dailyKind: 'SelectedDays', days: ['Sunday'] }), true, 7 * DAY, 'Sunday at 22:00'],
    [
      'switched off',
      { ...daily({ dailyKind: 'Everyday' }), runAutomatically: false },
      false,
      null,
      'Not scheduled',
    ],
    [
      'first Saturday',
      monthly({ dayNumberInMonth: 'First', dayOfWeek: 'saturday' }),
      true,
      35 * DAY,
      'Monthly, first Saturday at 03:30',
    ],
    [
      'last Friday',
      monthly({ dayNumberInMonth: 'Last', dayOfWeek: 'Friday' }),
      true,
      35 * DAY,
      'Monthly, last Friday at 03:30',
    ],
    [
      'the 15th',
      monthly({ dayNumberInMonth: 'OnDay', dayOfMonth: 15 }),
      true,
      31 * DAY,
      'Monthly, day 15 at 03:30',
    ],
    [
      'the 31st, where there is one',
      monthly({ dayNumberInMonth: 'OnDay', dayOfMonth: 31 }),
      true,
      61 * DAY,
      'Monthly, day 31 at 03:30',
    ],
    [
      'the last day',
      monthly({ isLastDayOfMonth: true, dayNumberInMonth: 'OnDay', dayOfMonth: 1 }),
      true,
      31 * DAY,
      'Monthly, last day at 03:30',
    ],
    [
      'twice a year',
      monthly({ dayNumberInMonth: 'OnDay', dayOfMonth: 1, months: ['June', 'December'] }),
      true,
      183 * DAY,
      'Monthly, day 1 of June, December at 03:30',
    ],
    ['every four hours', every({ periodicallyKind: 'Hours', frequency: 4 }), true, 4 * HOUR, 'Every 4 hours'],
    ['every three days', every({ periodicallyKind: 'Days', frequency: 3 }), true, 3 * DAY, 'Every 3 days'],
    [
      'every hour at night',
      every({ periodicallyKind: 'Hours', frequency: 1, backupWindow: week(() => NIGHT) }),
      true,
      13 * HOUR,
      'Every hour',
    ],
    [
      'every hour on work days',
      every({ periodicallyKind: 'Hours', frequency: 1, backupWindow: week((day) => (day < 5 ? ALL : NONE)) }),
      true,
      49 * HOUR,
      'Every hour',
    ],
    ['an unknown unit', every({ periodicallyKind: 'Moons', frequency: 1 }), true, null, 'Every moon'],
    [
      'all the time',
      { runAutomatically: true, continuously: { isEnabled: true } },
      true,
      null,
      'Continuously',
    ],
    [
      'after another job',
      { runAutomatically: true, afterThisJob: { isEnabled: true, jobName: 'First' } },
      false,
      null,
      'After job First',
    ],
    ['an immediate copy', { type: 'Immediate', scheduleMode: 'Continuous' }, true, null, 'Continuously'],
    [
      'a file copy',
      { type: 'Custom', customWindow: { isEnabled: true, backupWindow: week(() => NIGHT) } },
      true,
      null,
      'Continuously',
    ],
    [
      'a periodic copy',
      { type: 'Periodic', ...daily({ dailyKind: 'Everyday' }) },
      true,
      DAY,
      'Daily at 22:00',
    ],
    [
      'events of a workstation',
      { runAutomatically: true, atEvents: { backupAtLock: true } },
      true,
      null,
      'On events of the computer',
    ],
    ['nothing switched on', { runAutomatically: true }, false, null, 'Not scheduled'],
  ])('understand %s', (_title, wire, scheduled, longestGap, summary) => {
    const schedule = readSchedule(wire);
    if (schedule === null) throw new Error('not read');
    expect(toSchedule(schedule)).toEqual({ scheduled, longestGap });
    expect(toScheduleDetails(schedule).summary).toBe(summary);
  });

  it('show window, retries and parts', () => {
    const schedule = readSchedule({
      ...daily({ dailyKind: 'SelectedDays', days: ['friday'] }),
      retry: { isEnabled: true, retryCount: 3, awaitMinutes: 10 },
      backupWindow: { isEnabled: true, backupWindow: { days: [{ day: 'friday', hours: NIGHT }] } },
    });
    expect(schedule && toScheduleDetails(schedule)).toMatchObject({
      automatic: true,
      daily: { time: '22:00', days: ['FRIDAY'] },
      retryCount: 3,
      retryWaitMinutes: 10,
      window: [{ day: 'FRIDAY', hours: [0, 1, 2, 3, 4, 5, 18, 19, 20, 21, 22, 23] }],
    });
  });
});
