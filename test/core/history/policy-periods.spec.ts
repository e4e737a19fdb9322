import fc from 'fast-check';
import { policyPeriods } from '../../../src/core/history/policy-periods.js';
import type { PolicyTerms } from '../../../src/core/history/policy-periods.js';
import { Periods, overlaps } from '../../../src/core/reports/periods.js';
import type { Run } from '../../../src/core/reports/runs.js';
import { DAY, HOUR, MINUTE, at } from '../reports/records.js';

const FROM = at('2026-03-01T00:00:00Z');
const NOW = at('2026-03-08T12:00:00Z');
const DAILY: PolicyTerms = {
  enabled: true,
  schedule: { scheduled: true, longestGap: DAY },
  objective: { rule: 'SCHEDULE', length: 26 * HOUR },
  goodBefore: 'unknown',
};

function run(start: number, facts: Partial<Run> = {}): Run {
  return {
    server: 's',
    session: String(start),
    name: 'Nightly',
    start,
    kind: 'BACKUP',
    result: 'SUCCESS',
    message: null,
    ended: true,
    duration: HOUR,
    policy: null,
    inferredRetries: 0,
    mayBeRetry: false,
    ...facts,
  };
}

function daysIn(zone: string, from: number, to: number) {
  const days = new Periods('day', zone);
  return [...overlaps([days], from, to)].map((start) => days.at(start));
}

const cells = (runs: readonly Run[], terms: PolicyTerms = DAILY, known = { from: 0, until: NOW }) =>
  policyPeriods(daysIn('UTC', FROM, NOW), terms, { runs, ...known }, NOW).map(({ cell }) => cell);

/** Each night at 22 of the days with these numbers of March. */
const nights = (days: readonly number[], facts: Partial<Run> = {}) =>
  days.map((day) => run(at(`2026-03-0${String(day)}T22:00:00Z`), facts));

describe('a day without a run', () => {
  it('is NO_RUN where the schedule asks for one, and not yet while it may still come', () => {
    expect(cells(nights([1, 2, 4, 5, 6, 7]))).toEqual([
      'SUCCESS',
      'SUCCESS',
      'NO_RUN',
      'SUCCESS',
      'SUCCESS',
      'SUCCESS',
      'SUCCESS',
      'NOT_SCHEDULED',
    ]);
  });

  it('is NOT_SCHEDULED where nothing is, or the schedule allows a longer gap', () => {
    const runs = nights([1]);
    expect(cells(runs, { ...DAILY, schedule: { scheduled: false, longestGap: null } }).slice(1)).toEqual(
      Array(7).fill('NOT_SCHEDULED'),
    );
    const threeDays = cells(runs, { ...DAILY, schedule: { scheduled: true, longestGap: 3 * DAY } });
    expect(threeDays.slice(1)).toEqual([
      ...Array<string>(2).fill('NOT_SCHEDULED'),
      ...Array<string>(5).fill('NO_RUN'),
    ]);
  });

  it('is DISABLED from the last run of a policy that is switched off on', () => {
    expect(cells(nights([1, 3]), { ...DAILY, enabled: false })).toEqual([
      'SUCCESS',
      'NO_RUN',
      'SUCCESS',
      ...Array<string>(5).fill('DISABLED'),
    ]);
  });

  it('is UNKNOWN where its runs, or its schedule, are', () => {
    const known = { from: FROM + 2 * DAY + HOUR, until: NOW - DAY };
    expect(cells(nights([4]), DAILY, known)).toEqual([
      'UNKNOWN',
      'UNKNOWN',
      'UNKNOWN',
      'SUCCESS',
      'NO_RUN',
      'NO_RUN',
      'UNKNOWN',
      'UNKNOWN',
    ]);
    expect(cells([], { ...DAILY, schedule: null })).toEqual(Array(8).fill('UNKNOWN'));
  });
});

it('is named by the worst of its runs', () => {
  const day = (...results: Partial<Run>[]) =>
    cells(results.map((facts, index) => run(FROM + index * HOUR, facts)))[0];
  expect(day({}, { result: 'WARNING' })).toBe('WARNING');
  expect(day({ result: 'FAILED' }, {})).toBe('FAILED');
  expect(day({ result: 'CANCELLED' }, {})).toBe('CANCELLED');
  expect(day({}, { result: 'NONE', ended: false, duration: null })).toBe('RUNNING');
  expect(day({ result: 'UNKNOWN' })).toBe('UNKNOWN');
});

const anyRun = fc
  .record({
    minute: fc.integer({ min: -3 * 1440, max: 8 * 1440 }),
    length: fc.integer({ min: 1, max: 600 }),
    result: fc.constantFrom('SUCCESS', 'WARNING', 'FAILED', 'CANCELLED'),
  })
  .map(({ minute, length, result }) => run(FROM + minute * MINUTE, { duration: length * MINUTE, result }));

it('tells of every minute whether it was in breach, and how old the newest good run was', () => {
  fc.assert(
    fc.property(
      fc.array(anyRun, { maxLength: 12 }),
      fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kolkata'),
      fc.integer({ min: 60, max: 3000 }),
      fc.constantFrom<'unknown' | null>('unknown', null),
      (all, zone, objective, goodBefore) => {
        const runs = all.filter(({ start }) => start < NOW).sort((a, b) => a.start - b.start);
        const ends = runs
          .filter(({ result }) => result === 'SUCCESS' || result === 'WARNING')
          .map(({ start, duration }) => start + (duration ?? 0));
        const terms = {
          ...DAILY,
          goodBefore,
          objective: { rule: 'CONFIGURED', length: objective * MINUTE },
        } as const;
        const days = daysIn(zone, FROM, NOW);
        const told = policyPeriods(days, terms, { runs, from: FROM - 4 * DAY, until: NOW }, NOW);
        told.forEach((period, index) => {
          const { start, end } = days[index] ?? { start: 0, end: 0 };
          let [breach, oldest, isKnown]: [number, number | null, boolean] = [0, null, false];
          for (let minute = start; minute < Math.min(end, NOW); minute += MINUTE) {
            const before = ends.filter((time) => time <= minute);
            const last = before.length === 0 ? null : Math.max(...before);
            if (last !== null) oldest = Math.max(oldest ?? 0, minute + MINUTE - last);
            isKnown ||= last !== null || goodBefore === null;
            const isBreach = last === null ? goodBefore === null : minute - last >= objective * MINUTE;
            if (isBreach) breach += MINUTE;
          }
          expect([period.oldestRecoveryPoint, period.inBreach]).toEqual([oldest, isKnown ? breach : null]);
          const own = runs.filter((one) => one.start >= start && one.start < end);
          expect(period.runs).toBe(own.length);
          expect(period.failed).toBe(own.filter(({ result }) => result === 'FAILED').length);
        });
      },
    ),
    { numRuns: 60, seed: 20261129 },
  );
});
