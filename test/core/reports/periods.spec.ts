import fc from 'fast-check';
import { Periods } from '../../../src/core/reports/periods.js';
import type { PeriodUnit } from '../../../src/core/reports/periods.js';
import { at, DAY, HOUR, MINUTE } from './records.js';

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'America/Havana', // midnight twice in autumn
  'Africa/Cairo', // no midnight in spring
  'America/Sao_Paulo', // back across midnight
  'America/St_Johns', // back across midnight one minute after it, until 2011
  'Pacific/Apia', // no 30 December 2011
];

function startsOf(unit: PeriodUnit, zone: string, from: string, to: string): string[] {
  const periods = new Periods(unit, zone);
  const starts = new Set<number>();
  for (let time = at(from); time < at(to); time += 15 * MINUTE) starts.add(periods.startOf(time));
  return [...starts].map((start) => new Date(start).toISOString());
}

describe('days', () => {
  it('have 23 and 25 hours where the clock changes', () => {
    expect(startsOf('day', 'Europe/Berlin', '2026-03-28T12:00Z', '2026-03-30T12:00Z')).toEqual([
      '2026-03-27T23:00:00.000Z',
      '2026-03-28T23:00:00.000Z',
      '2026-03-29T22:00:00.000Z',
    ]);
    expect(startsOf('day', 'Europe/Berlin', '2026-10-24T12:00Z', '2026-10-26T12:00Z')).toEqual([
      '2026-10-23T22:00:00.000Z',
      '2026-10-24T22:00:00.000Z',
      '2026-10-25T23:00:00.000Z',
    ]);
  });

  it('start with the first of two midnights', () => {
    expect(startsOf('day', 'America/Havana', '2026-11-01T12:00Z', '2026-11-02T12:00Z')).toEqual([
      '2026-11-01T04:00:00.000Z',
      '2026-11-02T05:00:00.000Z',
    ]);
  });

  it('start later where there is no midnight', () => {
    expect(new Periods('day', 'Africa/Cairo').startOf(at('2026-04-24T12:00:00Z'))).toBe(
      at('2026-04-23T22:00:00Z'),
    );
  });

  it('leave out a date that a zone skipped', () => {
    expect(startsOf('day', 'Pacific/Apia', '2011-12-30T00:00Z', '2011-12-31T00:00Z')).toEqual([
      '2011-12-29T10:00:00.000Z',
      '2011-12-30T10:00:00.000Z',
    ]);
  });
});

describe('hours', () => {
  it('count the repeated hour twice', () => {
    expect(startsOf('hour', 'Europe/Berlin', '2026-10-25T00:00Z', '2026-10-25T02:00Z')).toEqual([
      '2026-10-25T00:00:00.000Z',
      '2026-10-25T01:00:00.000Z',
    ]);
  });

  it('start at the local full hour', () => {
    expect(new Periods('hour', 'Asia/Kathmandu').startOf(at('2026-03-10T06:20:00Z'))).toBe(
      at('2026-03-10T06:15:00Z'),
    );
  });

  it('are cut where the clock moves by half an hour', () => {
    expect(startsOf('hour', 'Australia/Lord_Howe', '2026-04-04T14:00Z', '2026-04-04T16:30Z')).toEqual([
      '2026-04-04T14:00:00.000Z',
      '2026-04-04T15:00:00.000Z',
      '2026-04-04T15:30:00.000Z',
    ]);
  });
});

it('starts weeks on Monday and months on their first, also across a clock change', () => {
  expect(new Periods('week', 'Europe/Berlin').startOf(at('2026-03-29T21:59:59Z'))).toBe(
    at('2026-03-22T23:00:00Z'),
  );
  expect(new Periods('month', 'Europe/Berlin').startOf(at('2026-10-31T22:59:59Z'))).toBe(
    at('2026-09-30T22:00:00Z'),
  );
});

it('refuses a zone that does not exist', () => {
  expect(() => new Periods('day', 'Europe/Atlantis')).toThrow(/IANA/);
});

describe('whatever the zone and the order of asking', () => {
  const changes = [
    '2006-10-29T02:31Z',
    '2011-12-30T10:00Z',
    '2018-02-18T02:00Z',
    '2026-03-29T01:00Z',
    '2026-11-01T05:00Z',
  ];
  const minute = fc.oneof(
    fc.integer({ min: at('2005-01-01T00:00:00Z') / MINUTE, max: at('2030-01-01T00:00:00Z') / MINUTE }),
    fc
      .tuple(fc.constantFrom(...changes), fc.integer({ min: -2880, max: 2880 }))
      .map(([change, shift]) => at(change) / MINUTE + shift),
  );
  const instants = fc.array(minute, { minLength: 1, maxLength: 40 });
  const longest = { hour: HOUR, day: 26 * HOUR, week: 7 * DAY + 2 * HOUR, month: 31 * DAY + 2 * HOUR };

  it.each(['hour', 'day', 'week', 'month'] as const)('a %s begins before its instants and is one', (unit) => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), instants, (zone, minutes) => {
        const periods = new Periods(unit, zone);
        for (const instant of minutes.map((minute) => minute * MINUTE)) {
          const start = periods.startOf(instant);
          expect(start).toBeLessThanOrEqual(instant);
          expect(instant - start).toBeLessThan(longest[unit]);
          expect(periods.startOf(start)).toBe(start);
          expect(new Periods(unit, zone).startOf(instant)).toBe(start);
        }
      }),
    );
  });

  it('gives two instants the same day exactly when their dates are the same', () => {
    const regular = ZONES.filter((zone) => zone !== 'America/St_Johns');
    fc.assert(
      fc.property(fc.constantFrom(...regular), instants, (zone, [first = 0]) => {
        const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' });
        const periods = new Periods('day', zone);
        for (let hour = -30; hour <= 30; hour++) {
          const [one, other] = [first * MINUTE, first * MINUTE + hour * HOUR];
          expect(periods.startOf(one) === periods.startOf(other)).toBe(
            format.format(one) === format.format(other),
          );
        }
      }),
    );
  });
});
