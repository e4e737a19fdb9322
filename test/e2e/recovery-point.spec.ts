import { DAY, freezeClock, HOUR, NOW } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startFleet } from '../support/fleet.js';
import type { Fleet, FleetOptions } from '../support/fleet.js';
import { inOrder, rowsOf, shownRows } from '../support/inventory-lists.js';
import type { InventoryNode } from '../support/inventory-lists.js';
import { recoveryTruth } from '../support/recovery-truth.js';
import { truthOf } from '../support/truth.js';
import type { FleetTruth, PolicyTruth } from '../support/truth.js';
import { askCounting, callsTo, whenProbed } from '../support/upstream-calls.js';

interface PolicyNode extends InventoryNode {
  name: string;
  recoveryPoint: {
    status: string;
    rule: string;
    objective: string | null;
    age: string | null;
    reason: string | null;
  };
}

const FIELDS = 'name recoveryPoint { status rule objective age reason }';

describe('the recovery point of every policy', () => {
  let clock: FrozenClock;
  let fleet: Fleet;
  let truth: FleetTruth;

  const start = async (options: FleetOptions = {}): Promise<void> => {
    fleet = await startFleet({ vbr: { policies: 30 }, vbaws: { policies: 45 }, ...options });
    await whenProbed(fleet);
    truth = truthOf(fleet);
  };

  beforeAll(() => {
    clock = freezeClock();
  });
  afterAll(() => clock.release());

  const expectTruth = async (configuredFor: (policy: PolicyTruth) => number | null): Promise<void> => {
    const rows = await rowsOf<PolicyNode>(fleet.gateway, 'policies', {}, FIELDS);
    const shown = new Map(rows.map((row) => [`${row.server.key}/${row.nativeId}`, row.recoveryPoint]));
    for (const policy of truth.policies) {
      const expected = recoveryTruth(truth, policy, configuredFor(policy), NOW);
      const point = shown.get(`${policy.server}/${policy.id}`);
      expect({
        name: policy.name,
        status: point?.status,
        rule: point?.rule,
        objective: length(point?.objective),
        age: length(point?.age),
      }).toEqual({
        name: policy.name,
        ...expected,
      });
      expect(point?.reason).toMatch(/\w+ .+\.$/);
    }
  };

  describe('without an objective in the configuration', () => {
    beforeAll(() => start());
    afterAll(() => fleet.close());

    it('is judged by its schedule, or by how it usually runs, and names the rule', async () => {
      await expectTruth(() => null);
      const rules = truth.policies.map((policy) => recoveryTruth(truth, policy, null, NOW));
      const seen = new Set(rules.map(({ status, rule }) => `${status} ${rule}`));
      for (const wanted of ['MET SCHEDULE', 'BREACHED SCHEDULE', 'MET CADENCE', 'NOT_APPLICABLE NONE'])
        expect(seen).toContain(wanted);
    });

    it('does not flag a weekly job two days after its run', async () => {
      const weekly = truth.policies.filter(
        ({ enabled, schedule, lastSuccess }) =>
          enabled && schedule?.longestGap === 7 * DAY && lastSuccess !== null && NOW - lastSuccess > 2 * DAY,
      );
      expect(weekly.length).toBeGreaterThan(2);
      const rows = await rowsOf<PolicyNode>(fleet.gateway, 'policies', {}, FIELDS);
      for (const { server, id, lastSuccess } of weekly) {
        const row = rows.find(({ nativeId, server: { key } }) => nativeId === id && key === server);
        const isYoung = NOW - (lastSuccess ?? 0) < 7 * DAY;
        expect(row?.recoveryPoint).toMatchObject({
          status: isYoung ? 'MET' : expect.any(String),
          rule: 'SCHEDULE',
          objective: 'PT184H48M',
        });
      }
    });

    it('finds the last good run of a policy that runs once a month', async () => {
      const monthly = fleet.vbaws.world.policies.filter(
        ({ cadence, enabled }) => cadence.kind === 'monthly' && enabled,
      );
      const known = truth.policies.filter(({ id }) => monthly.some((policy) => policy.id === id));
      expect(known.some(({ lastSuccess }) => lastSuccess !== null && NOW - lastSuccess > 8 * DAY)).toBe(true);
      const rows = await rowsOf<PolicyNode & { lastSuccess: string | null }>(
        fleet.gateway,
        'policies',
        { filter: { products: ['VB_AWS'] } },
        `lastSuccess ${FIELDS}`,
      );
      for (const { id, lastSuccess } of known) {
        const row = rows.find(({ nativeId }) => nativeId === id);
        expect(row?.lastSuccess).toBe(lastSuccess === null ? null : new Date(lastSuccess).toISOString());
        expect(row?.recoveryPoint).toMatchObject({ rule: 'SCHEDULE', objective: 'PT818H24M' });
      }
    });

    it('tells policies that are off from those nothing schedules, and counts neither as a breach', async () => {
      const rows = await rowsOf<PolicyNode & { enabled: boolean }>(
        fleet.gateway,
        'policies',
        { filter: { recoveryPoint: ['NOT_APPLICABLE'] } },
        `enabled ${FIELDS}`,
      );
      const off = rows.filter(({ enabled }) => !enabled);
      const unscheduled = rows.filter(({ enabled }) => enabled);
      expect(shownRows(off).toSorted()).toEqual(keys(truth.policies.filter(({ enabled }) => !enabled)));
      expect(shownRows(unscheduled).toSorted()).toEqual(
        keys(truth.policies.filter(({ enabled, schedule }) => enabled && schedule?.scheduled === false)),
      );
      expect(new Set(off.map(({ recoveryPoint }) => recoveryPoint.reason))).toEqual(
        new Set(['The policy is disabled.']),
      );
      for (const { recoveryPoint } of unscheduled)
        expect(recoveryPoint.reason).toMatch(/^Nothing is scheduled/);
    });

    it('judges what runs all the time, without a next run, by how it usually runs', async () => {
      const always = fleet.vbr.world.jobs.filter(
        ({ schedule, disabled }) => schedule.kind === 'continuous' && !disabled,
      );
      const rows = await rowsOf<PolicyNode & { nextRun: string | null }>(
        fleet.gateway,
        'policies',
        { filter: { tags: [{ key: 'site', value: 'berlin' }] } },
        `nextRun ${FIELDS}`,
      );
      for (const { id } of always)
        expect(rows.find(({ nativeId }) => nativeId === id)).toMatchObject({
          nextRun: null,
          // Every six hours or so: one and a half times that, and two hours of grace.
          recoveryPoint: { rule: 'CADENCE', objective: expect.stringMatching(/^PT1[01]H/) },
        });
      expect(always.length).toBeGreaterThan(1);
    });

    it.each(['MET', 'BREACHED'])('chooses the policies that are %s', async (status) => {
      const chosen = truth.policies.filter(
        (policy) => recoveryTruth(truth, policy, null, NOW).status === status,
      );
      const rows = await rowsOf(fleet.gateway, 'policies', { filter: { recoveryPoint: [status] } });
      expect(shownRows(rows)).toEqual(inOrder(chosen, ({ name }) => name.toLowerCase()));
      expect(chosen.length).toBeGreaterThan(0);
    });

    it('is UNKNOWN, and no error, while the sessions of a server cannot be read', async () => {
      fleet.vbaws.faults.add({ match: '/sessions', fault: { kind: 'status', status: 500 } });
      const filter = { products: ['VB_AWS'] };
      const rows = await rowsOf<PolicyNode>(fleet.gateway, 'policies', { filter }, FIELDS);
      const slaBased = fleet.vbaws.world.policies.filter(({ workload }) => workload === 'ec2Sla');
      const silent = new Set(['vpc', ...slaBased.map(({ id }) => id)]);
      fleet.vbaws.faults.clear();
      for (const { name, nativeId, recoveryPoint } of rows) {
        const policy = truth.policies.find(({ id }) => id === nativeId);
        const isJudged = policy?.enabled === true && policy.schedule?.scheduled !== false;
        // Lists tell which policies never ran, but not of SLA-based ones and of the VPC policy.
        const isTold = !silent.has(nativeId);
        const isUnread = isJudged && (policy.lastSession !== null || !isTold);
        expect({ name, isUnread }).toEqual({ name, isUnread: recoveryPoint.status === 'UNKNOWN' });
        if (isUnread) expect(recoveryPoint.reason).toBe('The last good run could not be read.');
      }
    });

    it('reads the usual gap of all policies of a server in one walk', async () => {
      const { calls } = await askCounting(fleet, `{ policies(first: 500) { nodes { ${FIELDS} } } }`);
      // The newest good runs, a handful of single calls for what is rare, and the walk.
      expect(callsTo(calls['vbr'], '/sessions')).toBeLessThanOrEqual(6);
      expect(callsTo(calls['vbr'], 'createdAfterFilter')).toBe(1);
    });
  });

  describe('with objectives in the configuration', () => {
    beforeAll(() =>
      start({
        config: {
          objectives: [
            { tag: { tenant: 'acme' }, recoveryPointObjective: 'PT26H' },
            { tag: { site: 'paris' }, recoveryPointObjective: 'P8D' },
          ],
        },
        entry: (server) => (server.key === 'vbr' ? { ...server, recoveryPointObjective: 'PT4H' } : server),
      }),
    );
    afterAll(() => fleet.close());

    it('is judged by that of its server, else of a tag, else by its schedule', async () => {
      const configured: Record<string, number> = { vbr: 4 * HOUR, 'vbr-old': 8 * DAY, aws: 26 * HOUR };
      await expectTruth(({ server }) => configured[server] ?? null);
      const rows = await rowsOf<PolicyNode>(fleet.gateway, 'policies', {}, FIELDS);
      for (const { server, recoveryPoint } of rows)
        if (recoveryPoint.rule === 'CONFIGURED') expect(configured).toHaveProperty(server.key);
    });
  });
});

function keys(policies: readonly PolicyTruth[]): string[] {
  return policies.map(({ server, id }) => `${server}/${id}`).toSorted();
}

/** "P7D", "PT26H30M0.5S" in milliseconds. */
function length(text: string | null | undefined): number | null {
  const [, days, hours, minutes, seconds] =
    /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(text ?? '') ?? [];
  if (!text) return null;
  return (
    Number(days ?? 0) * DAY +
    Number(hours ?? 0) * HOUR +
    Number(minutes ?? 0) * 60_000 +
    Math.round(Number(seconds ?? 0) * 1000)
  );
}
