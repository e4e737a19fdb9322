import fc from 'fast-check';
import { recoveryPoint, RECOVERY_POINT_STATUSES } from '../../../src/core/reports/recovery-point.js';
import type { RecoveryPoint, RecoveryPointInput } from '../../../src/core/reports/recovery-point.js';
import { at, DAY, HOUR, MINUTE, policy } from './records.js';

const NOW = at('2026-03-10T12:00:00Z');
const DAILY = { scheduled: true, longestGap: DAY };
const WEEKLY = { scheduled: true, longestGap: 7 * DAY };
const UNSCHEDULED = { scheduled: false, longestGap: null };
const IRREGULAR = { scheduled: true, longestGap: null };

function judge(facts: Partial<RecoveryPointInput>): RecoveryPoint {
  const input = { policy: policy(), configured: null, schedule: null, lastSuccess: null, runStarts: [] };
  return recoveryPoint({ ...input, ...facts }, NOW);
}

const ago = (length: number): number => NOW - length;

describe('a configured objective', () => {
  it('is met up to its length and breached beyond', () => {
    expect(judge({ configured: 26 * HOUR, schedule: WEEKLY, lastSuccess: ago(26 * HOUR) })).toEqual({
      status: 'MET',
      objective: 26 * HOUR,
      rule: 'CONFIGURED',
      age: 26 * HOUR,
      reason: 'The last good run ended 26 hours ago, within the 26 hours that are configured.',
    });
    expect(judge({ configured: 26 * HOUR, lastSuccess: ago(3 * DAY + 4 * HOUR) })).toMatchObject({
      status: 'BREACHED',
      reason: 'The last good run ended 3 days 4 hours ago, more than the 26 hours that are configured.',
    });
  });

  it('holds for unscheduled policies too', () => {
    expect(judge({ configured: DAY, schedule: UNSCHEDULED, lastSuccess: ago(2 * DAY) }).status).toBe(
      'BREACHED',
    );
  });

  it('goes before the verdict of the product', () => {
    const missed = policy({ nativeSla: { objective: DAY, met: false } });
    expect(judge({ policy: missed, configured: DAY, lastSuccess: ago(HOUR) })).toMatchObject({
      status: 'MET',
      rule: 'CONFIGURED',
    });
  });
});

describe("a product's own agreement", () => {
  it.each([
    [true, 'MET'],
    [false, 'BREACHED'],
  ])('that is met: %s is %s, whatever the age', (met, status) => {
    const own = policy({ nativeSla: { objective: DAY, met } });
    for (const lastSuccess of [ago(HOUR), ago(9 * DAY), null, 'unknown'] as const)
      expect(judge({ policy: own, schedule: DAILY, lastSuccess })).toMatchObject({
        status,
        rule: 'NATIVE_SLA',
        objective: DAY,
      });
  });

  it('that is not judged yet is judged by age, and not at all without a good run', () => {
    const own = policy({ nativeSla: { objective: DAY, met: null } });
    expect(judge({ policy: own, lastSuccess: ago(2 * DAY) })).toMatchObject({
      status: 'BREACHED',
      rule: 'NATIVE_SLA',
    });
    expect(judge({ policy: own, lastSuccess: null })).toMatchObject({
      status: 'UNKNOWN',
      rule: 'NATIVE_SLA',
    });
  });

  it('that says nothing at all leaves it to the schedule', () => {
    const silent = policy({ nativeSla: { objective: null, met: null } });
    expect(judge({ policy: silent, schedule: DAILY, lastSuccess: ago(HOUR) }).rule).toBe('SCHEDULE');
  });
});

describe('a schedule', () => {
  it('allows its longest gap and a tenth, at least two hours', () => {
    expect(judge({ schedule: DAILY, lastSuccess: ago(HOUR) }).objective).toBe(DAY + 2.4 * HOUR);
    const hourly = { scheduled: true, longestGap: HOUR };
    expect(judge({ schedule: hourly, lastSuccess: ago(HOUR) }).objective).toBe(3 * HOUR);
  });

  it('that is weekly is met after two days and breached after eight', () => {
    expect(judge({ schedule: WEEKLY, lastSuccess: ago(2 * DAY) })).toMatchObject({
      status: 'MET',
      rule: 'SCHEDULE',
    });
    expect(judge({ schedule: WEEKLY, lastSuccess: ago(8 * DAY) })).toMatchObject({
      status: 'BREACHED',
      reason:
        'The last good run ended 8 days ago, more than the 7 days 16 hours that its schedule allows, grace included.',
    });
  });

  it('goes before the cadence', () => {
    const runStarts = [ago(HOUR), ago(2 * HOUR), ago(3 * HOUR)];
    expect(judge({ schedule: WEEKLY, lastSuccess: ago(DAY), runStarts }).rule).toBe('SCHEDULE');
  });
});

describe('the cadence', () => {
  const daily = [ago(3 * DAY), ago(DAY), ago(2 * DAY)];

  it.each([
    ['unknown', null],
    ['irregular', IRREGULAR],
  ])('counts when the schedule is %s: one and a half times the median gap, and grace', (_, schedule) => {
    expect(judge({ schedule, runStarts: daily, lastSuccess: ago(HOUR) })).toMatchObject({
      status: 'MET',
      rule: 'CADENCE',
      objective: 36 * HOUR + 2.4 * HOUR,
    });
  });

  it('is not moved by one long pause', () => {
    const runStarts = [...daily, ago(4 * DAY), ago(40 * DAY)];
    expect(judge({ runStarts, lastSuccess: ago(HOUR) }).objective).toBe(36 * HOUR + 2.4 * HOUR);
  });

  it('lies in the middle of the two middle gaps', () => {
    const runStarts = [ago(30 * HOUR), ago(20 * HOUR), ago(0)];
    expect(judge({ runStarts, lastSuccess: ago(HOUR) }).objective).toBe(22.5 * HOUR + 2 * HOUR);
  });

  it('takes three different starts', () => {
    const runStarts = [ago(DAY), ago(2 * DAY), ago(DAY)];
    expect(judge({ runStarts, lastSuccess: ago(HOUR) })).toMatchObject({
      status: 'UNKNOWN',
      rule: 'NONE',
      objective: null,
      age: HOUR,
    });
  });

  it('says nothing of policies that are only started by hand', () => {
    expect(judge({ schedule: UNSCHEDULED, runStarts: daily, lastSuccess: ago(9 * DAY) })).toEqual({
      status: 'NOT_APPLICABLE',
      objective: null,
      rule: 'NONE',
      age: 9 * DAY,
      reason: 'Nothing is scheduled and no objective is configured.',
    });
  });
});

it('does not apply to disabled policies, whatever else is known', () => {
  const off = policy({ enabled: false, nativeSla: { objective: DAY, met: false } });
  expect(judge({ policy: off, configured: DAY, schedule: DAILY, lastSuccess: ago(9 * DAY) })).toMatchObject({
    status: 'NOT_APPLICABLE',
    rule: 'NONE',
    reason: 'The policy is disabled.',
  });
});

it('is unknown where the last good run could not be read, but names the rule', () => {
  expect(judge({ schedule: DAILY, lastSuccess: 'unknown' })).toEqual({
    status: 'UNKNOWN',
    objective: DAY + 2.4 * HOUR,
    rule: 'SCHEDULE',
    age: null,
    reason: 'The last good run could not be read.',
  });
});

describe('without any good run', () => {
  it.each([
    ['configured', { configured: DAY }, 'CONFIGURED'],
    ['scheduled', { schedule: DAILY }, 'SCHEDULE'],
    ['scheduled without a regular gap', { schedule: IRREGULAR }, 'NONE'],
  ] as const)('a policy that is %s is breached', (_, facts, rule) => {
    expect(judge(facts)).toMatchObject({
      status: 'BREACHED',
      rule,
      age: null,
      reason: 'It has never run with success.',
    });
  });

  it('it tells when there were runs', () => {
    expect(judge({ schedule: DAILY, runStarts: [ago(HOUR)] }).reason).toBe(
      'It has run, but never with success.',
    );
  });

  it('it is unknown where neither schedule nor objective is', () => {
    expect(judge({})).toMatchObject({ status: 'UNKNOWN', rule: 'NONE' });
  });
});

it('takes an end in the future for now', () => {
  expect(judge({ schedule: DAILY, lastSuccess: NOW + MINUTE })).toMatchObject({
    status: 'MET',
    age: 0,
    reason: expect.stringContaining('less than a minute ago'),
  });
});

describe('whatever is known', () => {
  const length = fc.integer({ min: 0, max: 60 * DAY });
  const inputs = fc.record({
    policy: fc
      .record({
        enabled: fc.boolean(),
        nativeSla: fc.option(fc.record({ objective: fc.option(length), met: fc.option(fc.boolean()) }), {
          nil: undefined,
        }),
      })
      .map(({ enabled, nativeSla }) => (nativeSla === undefined ? { enabled } : { enabled, nativeSla })),
    configured: fc.option(length),
    schedule: fc.option(fc.record({ scheduled: fc.boolean(), longestGap: fc.option(length) })),
    lastSuccess: fc.oneof(length.map(ago), fc.constant(null), fc.constant('unknown' as const)),
    runStarts: fc.array(length.map(ago), { maxLength: 6 }),
  });

  it('the verdict agrees with age and objective, and the reason is a sentence', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { status, objective, rule, age, reason } = recoveryPoint(input, NOW);
        expect(RECOVERY_POINT_STATUSES).toContain(status);
        expect(reason).toMatch(/^[A-Z][^\n]*[a-z]\.$/);
        expect(reason).not.toMatch(/ {2}|NaN|null|undefined/);
        if (rule === 'NONE') expect([objective, status]).not.toEqual([null, 'MET']);
        if (age !== null && objective !== null && rule !== 'NATIVE_SLA')
          expect(status).toBe(age <= objective ? 'MET' : 'BREACHED');
        if (!input.policy.enabled) expect(status).toBe('NOT_APPLICABLE');
      }),
      { numRuns: 1000 },
    );
  });

  it('time alone never mends a breach', () => {
    fc.assert(
      fc.property(inputs, length, (input, later) => {
        if (recoveryPoint(input, NOW).status !== 'BREACHED') return;
        expect(recoveryPoint(input, NOW + later).status).toBe('BREACHED');
      }),
      { numRuns: 1000 },
    );
  });
});
