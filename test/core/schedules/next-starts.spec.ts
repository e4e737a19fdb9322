import type { MonthRule, StartPlan, StartRule } from '../../../src/core/model/policy-terms.js';
import { nextStarts } from '../../../src/core/schedules/next-starts.js';
import { longestOpen } from '../../../src/core/schedules/open-hours.js';

const NOW = Date.parse('2026-03-18T10:30:00Z');
const HOUR = 3_600_000;
const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];
const ALL_MONTHS = Array.from({ length: 12 }, (_, month) => month);
const NIGHTLY = { weekdays: EVERY_DAY, minutes: [22 * 60] };

function planOf(...rules: StartRule[]): StartPlan {
  return { kind: 'OTHER', text: '', rules, open: null };
}

function startsOf(
  rules: readonly StartRule[],
  { told, zone = 'UTC', count = 3 }: { told?: string; zone?: string | null; count?: number } = {},
): string[] {
  const plan = planOf(...rules);
  const starts = nextStarts({
    plan,
    told: told === undefined ? null : Date.parse(told),
    zone,
    now: NOW,
    count,
  });
  return starts.map((start) => new Date(start).toISOString().slice(0, 16));
}

describe('the next starts of a schedule', () => {
  it('keep the time of day when the clock changes', () => {
    const starts = startsOf([NIGHTLY], { zone: 'Europe/Berlin', count: 12 });
    expect(starts[0]).toBe('2026-03-18T21:00');
    expect(starts[10]).toBe('2026-03-28T21:00');
    expect(starts[11]).toBe('2026-03-29T20:00');
  });

  it('begin with what the server tells, and go on behind it', () => {
    expect(startsOf([NIGHTLY], { told: '2026-03-18T23:10:00Z' })).toEqual([
      '2026-03-18T23:10',
      '2026-03-19T22:00',
      '2026-03-20T22:00',
    ]);
  });

  it('do not tell what the server told before it came to pass', () => {
    expect(startsOf([NIGHTLY], { told: '2026-03-17T22:00:00Z' })[0]).toBe('2026-03-18T22:00');
  });

  it('read the clock from a told start where no zone is known', () => {
    const workdays = { weekdays: [1, 2, 3, 4, 5], minutes: [30] };
    // Half past midnight of Thursday, eight hours ahead of UTC.
    expect(startsOf([workdays], { zone: null, told: '2026-03-18T16:30:00Z' })).toEqual([
      '2026-03-18T16:30',
      '2026-03-19T16:30',
      '2026-03-22T16:30',
    ]);
  });

  it('are none where neither a zone nor a start is told', () => {
    expect(startsOf([NIGHTLY], { zone: null })).toEqual([]);
    expect(startsOf([{ every: HOUR, open: null }], { zone: 'UTC' })).toEqual([]);
  });

  it.each<[string, MonthRule['day'], string[]]>([
    ['a date that some months lack', { date: 31, orLast: false }, ['2026-03-31', '2026-05-31', '2026-07-31']],
    ['a date, or the last day', { date: 31, orLast: true }, ['2026-03-31', '2026-04-30', '2026-05-31']],
    ['the last day', { ordinal: 'LAST', weekday: null }, ['2026-03-31', '2026-04-30', '2026-05-31']],
    ['the first Sunday', { ordinal: 1, weekday: 0 }, ['2026-04-05', '2026-05-03', '2026-06-07']],
    ['the last Friday', { ordinal: 'LAST', weekday: 5 }, ['2026-03-27', '2026-04-24', '2026-05-29']],
  ])('fall on %s', (_what, day, dates) => {
    expect(startsOf([{ months: ALL_MONTHS, day, minutes: [0] }])).toEqual(
      dates.map((date) => `${date}T00:00`),
    );
  });

  it('end where no year has such a day', () => {
    expect(startsOf([{ months: [1], day: { date: 30, orLast: false }, minutes: [0] }])).toEqual([]);
    expect(startsOf([{ weekdays: [], minutes: [0] }])).toEqual([]);
    expect(startsOf([{ weekdays: EVERY_DAY, minutes: [] }])).toEqual([]);
  });

  it('of an interval leave out hours that are closed', () => {
    const hours = Array.from({ length: 168 }, (_, hour) => hour % 24 >= 20);
    const every = [{ every: 4 * HOUR, open: { hours, offsetMinutes: null } }];
    expect(startsOf(every, { told: '2026-03-18T12:00:00Z' })).toEqual([
      '2026-03-18T12:00',
      '2026-03-18T20:00',
      '2026-03-19T20:00',
    ]);
    const closed = [{ every: 60_000, open: { hours: hours.map(() => false), offsetMinutes: 60 } }];
    expect(startsOf(closed, { told: '2026-03-18T12:00:00Z' })).toEqual(['2026-03-18T12:00']);
  });

  it('of several rules are one list', () => {
    const weekly = { weekdays: [3], minutes: [22 * 60, 23 * 60] };
    expect(startsOf([NIGHTLY, weekly])).toEqual(['2026-03-18T22:00', '2026-03-18T23:00', '2026-03-19T22:00']);
    expect(startsOf([NIGHTLY], { count: 0 })).toEqual([]);
  });
});

it('the longest time without a closed hour goes on over the turn of the week', () => {
  const open = (isOpen: (hour: number) => boolean): number | null =>
    longestOpen({ hours: Array.from({ length: 168 }, (_, hour) => isOpen(hour)), offsetMinutes: null });
  expect(open((hour) => hour < 6 || hour >= 160)).toBe(14 * HOUR);
  expect(open(() => true)).toBeNull();
  expect(open(() => false)).toBe(0);
});
