import { promiseOf, scheduleOf } from '../../../src/products/vb365/mappers/schedule.js';
import { readJob } from '../../../src/products/vb365/wire/job.js';
import { present } from './support.js';

const HOUR = 3_600_000;

describe('schedules', () => {
  const night = { backupWindow: Array.from({ length: 168 }, (_, hour) => hour % 24 >= 6), minuteOffset: 60 };
  const weekend = { backupWindow: Array.from({ length: 168 }, (_, hour) => hour >= 24 && hour < 144) };
  const closed = { backupWindow: Array.from({ length: 168 }, () => false) };

  it.each<[Record<string, unknown> | null, boolean, number | null, string | undefined]>([
    [{ type: 'Daily', dailyType: 'Everyday', dailyTime: '21:00:00' }, true, 24, 'Every day at 21:00'],
    [{ type: 'daily', dailyType: 'workdays', dailyTime: '22:30:00' }, true, 72, 'On workdays at 22:30'],
    [{ type: 'Daily', dailyType: 'Weekends', dailyTime: '08:00:00' }, true, 144, 'On weekends at 08:00'],
    [{ type: 'Daily', dailyType: 'Sunday', dailyTime: '08:00:00' }, true, 168, 'Every Sunday at 08:00'],
    [{ type: 'Daily', dailyType: 'Blueday', dailyTime: '08:00:00' }, true, null, 'Every Blueday at 08:00'],
    [{ type: 'Daily' }, true, 24, 'Every day at an unknown time'],
    [{ type: 'Periodically', periodicallyEvery: 'Minutes30' }, true, 0.5, 'Every 30 minutes'],
    [{ type: 'Periodically', periodicallyEvery: 'Hours1' }, true, 1, 'Every hour'],
    [{ type: 'Periodically', periodicallyEvery: 'Hours12' }, true, 12, 'Every 12 hours'],
    [{ type: 'Periodically', periodicallyEvery: 'Now and then' }, true, null, 'Every Now and then'],
    [
      { type: 'Periodically', periodicallyEvery: 'Hours4', periodicallyWindowSettings: night },
      true,
      10,
      'Every 4 hours within its window',
    ],
    [
      { type: 'Periodically', periodicallyEvery: 'Hours1', periodicallyWindowSettings: weekend },
      true,
      49,
      'Every hour within its window',
    ],
    [
      {
        type: 'Periodically',
        periodicallyEvery: 'Hours1',
        periodicallyWindowEnabled: false,
        periodicallyWindowSettings: weekend,
      },
      true,
      1,
      'Every hour',
    ],
    [
      { type: 'Periodically', periodicallyEvery: 'Hours1', periodicallyWindowSettings: closed },
      true,
      null,
      'Every hour within its window',
    ],
    [{ type: 'ManualOnly' }, false, null, 'Not scheduled'],
    [{ type: 'Daily', scheduleEnabled: 'false' }, false, null, 'Not scheduled'],
    [{ type: 'Immediate' }, false, null, 'After every run of its source job'],
    [{ type: 'Lunar' }, false, null, 'Lunar'],
    [{}, false, null, 'Unknown'],
    [null, false, null, undefined],
  ])('%j', (schedulePolicy, scheduled, hours, summary) => {
    const { schedule } = present(readJob({ id: 'a', schedulePolicy }));
    expect(promiseOf(schedule, null)).toEqual({
      scheduled,
      longestGap: hours === null ? null : hours * HOUR,
    });
    expect(scheduleOf(schedule)?.summary).toBe(summary);
  });

  it('an unknown one is scheduled when a next run is planned', () => {
    expect(promiseOf(null, 1)).toEqual({ scheduled: true, longestGap: null });
  });

  it('tells retries only where they are on', () => {
    const retry = { type: 'ManualOnly', retryNumber: 3, retryWaitInterval: '10' };
    const on = present(readJob({ id: 'a', schedulePolicy: { ...retry, retryEnabled: 'True' } }));
    const off = present(readJob({ id: 'a', schedulePolicy: { ...retry, retryEnabled: false } }));
    expect(scheduleOf(on.schedule)).toMatchObject({ retries: 3, retryWait: 600_000 });
    expect(scheduleOf(off.schedule)).toMatchObject({ retries: null, retryWait: null });
  });
});
