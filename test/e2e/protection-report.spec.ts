import { DAY, freezeClock, HOUR, NOW } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startFleet } from '../support/fleet.js';
import type { Fleet } from '../support/fleet.js';
import { truthOf } from '../support/truth.js';
import type { FleetTruth, PolicyTruth } from '../support/truth.js';
import { askCounting, callsTo, whenProbed } from '../support/upstream-calls.js';

interface PolicyNode {
  nativeId: string;
  server: { key: string };
}
interface Protection {
  policies: number;
  compliant: number;
  breaching: PolicyNode[];
  neverRan: PolicyNode[];
  disabled: number;
  unscheduled: number;
  unknown: number;
  complianceRate: number | null;
  complete: boolean;
  sources: { server: { key: string }; status: string; count: number | null }[];
}
type Report = { report: { protection: Protection } };

const FIELDS = `policies compliant breaching { nativeId server { key } } neverRan { nativeId server { key } }
  disabled unscheduled unknown complianceRate complete sources { server { key } status count }`;
const QUERY = `query ($rpo: Duration!, $scope: ReportScope) { report(scope: $scope) { protection(rpo: $rpo) { ${FIELDS} } } }`;

describe('the protection report', () => {
  let clock: FrozenClock;
  let fleet: Fleet;
  let truth: FleetTruth;

  beforeAll(async () => {
    clock = freezeClock();
    fleet = await startFleet({ vbr: { policies: 30 }, vbaws: { policies: 40 } });
    await whenProbed(fleet);
    truth = truthOf(fleet);
  });

  afterAll(async () => {
    await fleet.close();
    clock.release();
  });

  const report = async (rpo: string, scope?: Record<string, unknown>): Promise<Protection> => {
    const { data, errors } = await fleet.gateway.ask<Report>(QUERY, { rpo, scope });
    expect(errors).toEqual([]);
    return data.report.protection;
  };

  it.each([
    ['PT24H', DAY],
    ['PT4H', 4 * HOUR],
    ['P7D', 7 * DAY],
    ['P400D', 400 * DAY],
  ])('puts every policy in one place for an objective of %s', async (rpo, objective) => {
    const { sources, complete, ...figures } = await report(rpo);
    const { breaching, neverRan, ...rest } = figures;
    const expected = sorted(truth.policies, objective);
    expect(rest).toEqual({
      policies: truth.policies.length,
      compliant: expected.compliant.length,
      disabled: expected.disabled.length,
      unscheduled: expected.unscheduled.length,
      unknown: 0,
      complianceRate: expect.closeTo(
        expected.compliant.length /
          (expected.compliant.length + expected.breaching.length + expected.neverRan.length),
        9,
      ),
    });
    expect(shown(breaching)).toEqual(keys(expected.breaching));
    expect(shown(neverRan)).toEqual(keys(expected.neverRan));
    expect(complete).toBe(false);
    expect(sources.map(({ server, count }) => [server.key, count])).toEqual(
      ['vbr', 'vbr-old', 'down', 'aws', 'm365', 'm365-old'].map((key) => [
        key,
        key === 'down' ? null : truth.policies.filter(({ server }) => server === key).length,
      ]),
    );
  });

  it('counts neither what is off nor what nothing schedules as a breach', async () => {
    const { breaching, neverRan, disabled, unscheduled } = await report('PT1H');
    const named = new Set([...shown(breaching), ...shown(neverRan)]);
    const idle = truth.policies.filter(({ enabled, schedule }) => !enabled || schedule?.scheduled === false);
    for (const key of keys(idle)) expect(named).not.toContain(key);
    expect(disabled).toBeGreaterThan(3);
    expect(unscheduled).toBeGreaterThan(3);
  });

  it('counts a policy that runs now by its last good run', async () => {
    const { breaching } = await report('PT24H');
    const named = new Set(shown(breaching));
    const running = truth.policies.filter(({ status }) => status === 'RUNNING');
    expect(running.length).toBeGreaterThan(2);
    for (const policy of running) {
      const isOld = policy.lastSuccess === null || policy.lastSuccess < NOW - DAY;
      const isScheduled = policy.schedule?.scheduled ?? policy.nextRun !== null;
      expect(named.has(`${policy.server}/${policy.id}`)).toBe(isOld && isScheduled);
    }
  });

  it('keeps to its scope', async () => {
    const scope = { products: ['VB_M365'] };
    const { policies, complete, sources } = await report('PT24H', scope);
    expect(policies).toBe(truth.policies.filter(({ server }) => server.startsWith('m365')).length);
    expect(complete).toBe(true);
    expect(sources.map(({ server }) => server.key)).toEqual(['m365', 'm365-old']);
  });

  it('counts as unknown what a server does not tell, instead of calling it a breach', async () => {
    fleet.vbr.faults.add({ match: '/sessions', fault: { kind: 'status', status: 500 } });
    const { data } = await fleet.gateway.ask<Report>(QUERY, {
      rpo: 'PT24H',
      scope: { tags: [{ key: 'site', value: 'berlin' }] },
    });
    fleet.vbr.faults.clear();
    const own = truth.policies.filter(({ server }) => server === 'vbr');
    const ran = own.filter(({ enabled, lastSession }) => enabled && lastSession !== null);
    expect(data.report.protection).toMatchObject({
      policies: own.length,
      compliant: 0,
      breaching: [],
      unknown: ran.length,
    });
  });

  it('reads sessions once a server for the last good runs', async () => {
    const { calls } = await askCounting<Report>(fleet, QUERY, { rpo: 'PT24H' });
    for (const key of ['vbr', 'vbr-old']) {
      expect(callsTo(calls[key], '/jobs/states')).toBe(1);
      expect(callsTo(calls[key], '/api/v1/jobs?')).toBe(1);
      expect(callsTo(calls[key], '/sessions')).toBeLessThanOrEqual(5);
    }
    // VB_M365 v8 tells the last backup itself, v6 does not.
    expect(callsTo(calls['m365'], '/JobSessions')).toBe(0);
    expect(callsTo(calls['m365-old'], '/JobSessions')).toBeLessThanOrEqual(5);
  });
});

type Places = 'compliant' | 'breaching' | 'neverRan' | 'disabled' | 'unscheduled';

function sorted(policies: readonly PolicyTruth[], objective: number): Record<Places, PolicyTruth[]> {
  const places: Record<Places, PolicyTruth[]> = {
    compliant: [],
    breaching: [],
    neverRan: [],
    disabled: [],
    unscheduled: [],
  };
  for (const policy of policies) places[placeOf(policy, objective)].push(policy);
  return places;
}

function placeOf(policy: PolicyTruth, objective: number): Places {
  const { enabled, lastSuccess, lastRun, schedule, nextRun } = policy;
  if (!enabled) return 'disabled';
  if (lastSuccess !== null && lastSuccess >= NOW - objective) return 'compliant';
  if (!(schedule?.scheduled ?? nextRun !== null)) return 'unscheduled';
  return lastRun === null ? 'neverRan' : 'breaching';
}

function keys(policies: readonly PolicyTruth[]): string[] {
  return policies.map(({ server, id }) => `${server}/${id}`).toSorted();
}

function shown(nodes: readonly PolicyNode[]): string[] {
  return nodes.map(({ server, nativeId }) => `${server.key}/${nativeId}`).toSorted();
}
