import type { PolicyRecord } from '../../../src/core/model/policy.js';
import type { SessionRecord } from '../../../src/core/model/session.js';
import { SHARED_NAME, statusOf } from '../../../src/simulators/vbaws/index.js';
import type { VbAwsWorld } from '../../../src/simulators/vbaws/index.js';
import { NOW, policiesOf, readAll, startRig } from './support.js';
import type { Rig } from './support.js';

let rig: Rig;
let world: VbAwsWorld;
let policies: readonly PolicyRecord[];

beforeEach(async () => {
  rig = await startRig({ policies: 40, sessions: 3000 });
  ({ world } = rig.simulator);
  policies = await policiesOf(rig);
});
afterEach(() => rig.close());

function link(sessions: readonly SessionRecord[]): Promise<ReadonlyMap<string, string | null>> {
  return (
    rig.adapter.activity.linkPolicies?.(sessions, policies, rig.scope()) ??
    Promise.reject(new Error('no links'))
  );
}

/** Native policy id of every session as the appliance knows it; the VPC policy has none on the wire. */
function truth(sessions: readonly SessionRecord[]): Map<string, string | null> {
  const vpc = world.policies.find(({ workload }) => workload === 'vpc')?.id;
  const known = new Map(world.sessions.map(({ id, policyId }) => [id, policyId === vpc ? 'vpc' : policyId]));
  return new Map(sessions.map(({ nativeId }) => [nativeId, known.get(nativeId) ?? null]));
}

/** The sessions that are linked otherwise than the appliance knows it. */
async function wrong(sessions: readonly SessionRecord[]): Promise<[string, string | null][]> {
  const linked = await link(sessions);
  return [...truth(sessions)].filter(([sessionId, policyId]) => linked.get(sessionId) !== policyId);
}

/** The newest session of every policy that has one, by the gateway's policy id. */
function newest(isWanted: (status: string) => boolean): Map<string, string> {
  const latest = new Map<string, string>();
  for (const session of world.sessions)
    if (session.policyId !== null && isWanted(statusOf(session, NOW))) {
      const policy = world.policies.find(({ id }) => id === session.policyId);
      latest.set(policy?.workload === 'vpc' ? 'vpc' : session.policyId, session.id);
    }
  return latest;
}

describe('sessions, which name no policy,', () => {
  it('are linked to the policy that started them, none to a wrong one', async () => {
    const { sessions } = await readAll(rig);
    const asked = await rig.asked(async () => {
      expect(await wrong(sessions)).toEqual([]);
    });
    const namesakes = policies.filter(({ name }) => name === SHARED_NAME);
    expect(namesakes.length).toBeGreaterThan(1);
    expect(asked.length).toBeLessThanOrEqual(namesakes.length);
    expect(asked.every((url) => url.includes('PolicyId='))).toBe(true);
  });

  it('cost no call where names and ids tell', async () => {
    const { sessions } = await readAll(rig);
    const clear = sessions.filter(({ name }) => name !== SHARED_NAME);
    const asked = await rig.asked(async () => {
      expect(await wrong(clear)).toEqual([]);
    });
    expect(asked).toEqual([]);
  });

  it('are not asked about twice', async () => {
    const { sessions } = await readAll(rig, { startedAfter: NOW - 5 * 24 * 3_600_000 });
    await link(sessions);
    const asked = await rig.asked(async () => {
      expect(await wrong(sessions)).toEqual([]);
    });
    expect(asked).toEqual([]);
  });

  it('of deleted policies have none', async () => {
    const { sessions } = await readAll(rig);
    const gone = policies.find(({ name, lastSessionId }) => name !== SHARED_NAME && lastSessionId !== null);
    policies = policies.filter((policy) => policy !== gone);
    const orphans = sessions.filter(({ name }) => name === gone?.name);
    expect(orphans.length).toBeGreaterThan(0);
    expect(new Set((await link(orphans)).values())).toEqual(new Set([null]));
  });

  it('with names that many policies share cost no more than the cap', async () => {
    const { sessions } = await readAll(rig, {}, { pages: 1 });
    const [template] = policies;
    const [session] = sessions;
    if (!session || !template) throw new Error('the appliance is empty');
    policies = Array.from({ length: 60 }, (_, index) => ({
      ...template,
      nativeId: `p${index}`,
      name: 'same',
      lastSessionId: null,
      native: { kind: 'SLA' },
    }));
    const native = { type: 'Policy', extendedType: 'PolicyBackup', name: 'same' };
    const ambiguous = { ...session, nativeId: 'unlinked', policyId: undefined, native };
    rig.simulator.faults.add({
      match: 'PolicyId=p',
      fault: { kind: 'raw', body: '{"totalCount":0,"results":[]}' },
    });
    const asked = await rig.asked(async () => {
      expect((await link([ambiguous])).has('unlinked')).toBe(false);
    });
    expect(asked).toHaveLength(25);
  });
});

describe('the newest session of each policy', () => {
  it.each([
    [false, () => true],
    [true, (status: string) => status === 'Succeeded' || status === 'Warning'],
  ])('is found within the cap (good only: %s)', async (goodOnly, isWanted) => {
    const wanted = newest(isWanted);
    const asked = await rig.asked(async () => {
      const latest = await rig.adapter.activity.latest(policies, { goodOnly }, rig.scope());
      const decided = [...latest].filter(([, session]) => session !== 'unknown');
      expect(decided.length).toBeGreaterThan(policies.length / 2);
      for (const [policyId, session] of decided)
        expect([policyId, (session as SessionRecord).nativeId]).toEqual([policyId, wanted.get(policyId)]);
      const absent = policies.filter(({ nativeId }) => !latest.has(nativeId));
      expect(absent.filter(({ nativeId }) => wanted.has(nativeId))).toEqual([]);
      const open = [...latest].filter(([, session]) => session === 'unknown').map(([policyId]) => policyId);
      expect(open.filter((policyId) => policyId !== 'vpc')).toEqual([]);
    });
    expect(asked.length).toBeLessThanOrEqual(3 + 25);
    expect(asked.filter((url) => url.includes('Types=Policy')).length).toBeLessThanOrEqual(3);
  });

  it('costs one call for one policy', async () => {
    const policy = policies.find(({ lastSessionId }) => lastSessionId !== null);
    if (!policy) throw new Error('no policy has run');
    const asked = await rig.asked(async () => {
      const latest = await rig.adapter.activity.latest([policy], { goodOnly: false }, rig.scope());
      expect(latest.get(policy.nativeId)).toMatchObject({
        nativeId: policy.lastSessionId,
        policyId: policy.nativeId,
      });
    });
    expect(asked).toEqual([`/api/v1/sessions/${policy.lastSessionId}`]);
  });

  it('is not looked for where the list says that there is none', async () => {
    const never = policies.filter(({ lastRun }) => lastRun === null);
    expect(never.length).toBeGreaterThan(0);
    const asked = await rig.asked(async () => {
      expect((await rig.adapter.activity.latest(never, { goodOnly: false }, rig.scope())).size).toBe(0);
    });
    expect(asked).toEqual([]);
  });

  it('of the others is unknown when too many are left', async () => {
    rig.simulator.faults.add({
      match: 'Types=Policy',
      fault: { kind: 'raw', body: '{"totalCount":0,"results":[]}' },
    });
    const many = policies.filter(({ lastRun, nativeId }) => lastRun !== null && nativeId !== 'vpc');
    const latest = await rig.adapter.activity.latest(many, { goodOnly: false }, rig.scope());
    const unknown = [...latest.values()].filter((session) => session === 'unknown');
    expect(many.length).toBeGreaterThan(25);
    expect(unknown).toHaveLength(many.length - 25);
  });
});
