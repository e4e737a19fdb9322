import fc from 'fast-check';
import { protectionReport } from '../../../src/core/reports/protection-report.js';
import type { ProtectionInput } from '../../../src/core/reports/protection-report.js';
import { at, DAY, HOUR, policy } from './records.js';

const NOW = at('2026-03-10T12:00:00Z');
const SCHEDULED = { scheduled: true, longestGap: DAY };
const UNSCHEDULED = { scheduled: false, longestGap: null };

function input(nativeId: string, facts: Partial<ProtectionInput> = {}): ProtectionInput {
  return {
    policy: policy({ nativeId }),
    schedule: SCHEDULED,
    lastRun: NOW - 3 * HOUR,
    lastSuccess: NOW - 2 * HOUR,
    ...facts,
  };
}

it('puts each policy in one place', () => {
  const old = { lastSuccess: NOW - DAY - 1 };
  const never = { lastRun: null, lastSuccess: null };
  const late = input('late', old);
  const failing = input('failing', { lastSuccess: null });
  const unread = input('unread runs', { lastRun: 'unknown', lastSuccess: null });
  const fresh = input('fresh', never);
  const report = protectionReport(
    [
      input('good'),
      input('just', { lastSuccess: NOW - DAY }),
      input('good by hand', { schedule: UNSCHEDULED }),
      late,
      failing,
      unread,
      fresh,
      input('old by hand', { ...old, schedule: UNSCHEDULED }),
      input('never by hand', { ...never, schedule: UNSCHEDULED }),
      input('unread', { lastSuccess: 'unknown' }),
      input('off', { ...old, policy: policy({ enabled: false }) }),
      input('off, but good', { policy: policy({ enabled: false }) }),
    ],
    DAY,
    NOW,
  );
  expect(report).toEqual({
    policies: 12,
    compliant: 3,
    breaching: [late.policy, failing.policy, unread.policy],
    neverRan: [fresh.policy],
    disabled: 2,
    unscheduled: 2,
    unknown: 1,
    complianceRate: 3 / 7,
  });
});

it('goes by the next run where the schedule could not be read', () => {
  const facts = { schedule: null, lastSuccess: NOW - 9 * DAY };
  const planned = input('planned', { ...facts, policy: policy({ nextRun: NOW + HOUR }) });
  const report = protectionReport([planned, input('not planned', facts)], DAY, NOW);
  expect(report).toMatchObject({ breaching: [planned.policy], unscheduled: 1 });
});

it('has no rate where no policy is judged', () => {
  expect(protectionReport([], DAY, NOW)).toEqual({
    policies: 0,
    compliant: 0,
    breaching: [],
    neverRan: [],
    disabled: 0,
    unscheduled: 0,
    unknown: 0,
    complianceRate: null,
  });
  const off = input('off', { policy: policy({ enabled: false }) });
  expect(protectionReport([off], DAY, NOW).complianceRate).toBeNull();
});

it('accounts for every policy, and a longer objective never lowers the rate', () => {
  const past = fc.nat(10 * DAY).map((length) => NOW - length);
  const inputs = fc.array(
    fc
      .record({
        enabled: fc.boolean(),
        schedule: fc.constantFrom(SCHEDULED, UNSCHEDULED, null),
        lastRun: fc.oneof(past, fc.constantFrom(null, 'unknown' as const)),
        lastSuccess: fc.oneof(past, fc.constantFrom(null, 'unknown' as const)),
      })
      .map(({ enabled, ...facts }) => input('any', { ...facts, policy: policy({ enabled }) })),
  );
  fc.assert(
    fc.property(inputs, fc.nat(10 * DAY), fc.nat(DAY), (policies, rpo, more) => {
      const report = protectionReport(policies, rpo, NOW);
      const { compliant, breaching, neverRan, disabled, unscheduled, unknown } = report;
      expect(compliant + breaching.length + neverRan.length + disabled + unscheduled + unknown).toBe(
        policies.length,
      );
      expect(report.policies).toBe(policies.length);
      const lenient = protectionReport(policies, rpo + more, NOW);
      expect(lenient.complianceRate ?? 1).toBeGreaterThanOrEqual(report.complianceRate ?? 0);
    }),
  );
});
