import type { PolicyRecord } from '../../../src/core/model/policy.js';
import type { VbrAdapter } from '../../../src/products/vbr/adapters/vbr-adapter.js';
import type { VbrWorld } from '../../../src/simulators/vbr/index.js';
import { pageOf, startScripted } from './scripted.js';
import { DAY, NOW, REVISIONS, adapterFor, closePairs, scope, startPair } from './support.js';

afterEach(closePairs);

async function policiesOf(adapter: VbrAdapter): Promise<readonly PolicyRecord[]> {
  return (await adapter.inventory.policies(scope())).items;
}

/** The newest session of each job; with `goodOnly` the newest that ended well. */
function newest(world: VbrWorld, goodOnly: boolean): Map<string, string> {
  const found = new Map<string, string>();
  for (const { id, jobIndex, result, canceled, endTime } of world.sessions) {
    const job = jobIndex === null ? undefined : world.jobs[jobIndex];
    const isGood = !canceled && ['Success', 'Warning'].includes(result) && endTime !== null && endTime <= NOW;
    if (job && (!goodOnly || isGood)) found.set(job.id, id);
  }
  return found;
}

describe.each(REVISIONS)('the latest sessions at revision %s', (revision) => {
  it.each([false, true])('are found for all policies at once (good ones only: %s)', async (goodOnly) => {
    const { simulator, adapter, calls } = await startPair({ sessions: 1500, revisions: [revision] });
    const policies = await policiesOf(adapter);
    calls();
    const answer = await adapter.activity.latest(policies, { goodOnly }, scope());
    const expected = newest(simulator.world, goodOnly);
    for (const policy of policies) {
      const session = answer.get(policy.nativeId);
      const id = typeof session === 'object' ? session.nativeId : session;
      expect([policy.name, id]).toEqual([policy.name, expected.get(policy.nativeId)]);
    }
    // At most five pages of one list and 25 single calls, whatever the number of policies.
    expect(calls().length).toBeLessThanOrEqual(30);
  });
});

describe('the latest sessions', () => {
  it('of a few policies are asked for one by one, of policies that never ran not at all', async () => {
    const { simulator, adapter, calls } = await startPair();
    const policies = await policiesOf(adapter);
    const ran = policies.filter(({ lastRun }) => lastRun !== null).slice(0, 2);
    const never = policies.filter(({ lastRun }) => lastRun === null);
    expect(never.length).toBeGreaterThan(0);
    calls();
    const answer = await adapter.activity.latest([...ran, ...never], { goodOnly: false }, scope());
    expect([...answer.keys()].sort()).toEqual(ran.map(({ nativeId }) => nativeId).sort());
    expect(calls().sort()).toEqual(
      ran.map(({ lastSessionId }) => `GET /api/v1/sessions/${lastSessionId}`).sort(),
    );
    expect(simulator.world.sessions.length).toBeGreaterThan(0);
  });

  it('of policies whose list told nothing of their runs are found too', async () => {
    const { simulator, adapter } = await startPair({}, { apiVersion: '1.3-rev0' });
    simulator.switches.failOldJobStates = true;
    const policies = await policiesOf(adapter);
    const expected = newest(simulator.world, false);
    const answer = await adapter.activity.latest(policies, { goodOnly: false }, scope());
    for (const { nativeId } of policies)
      expect(answer.get(nativeId)).toEqual(
        expected.has(nativeId) ? expect.objectContaining({ nativeId: expected.get(nativeId) }) : undefined,
      );
  });

  it('that are not in a list read to its end do not exist', async () => {
    const upstream = await startScripted((asked) => pageOf([], asked));
    const adapter = adapterFor(upstream.url, { apiVersion: '1.3-rev2' });
    const policies = Array.from({ length: 40 }, (_, index) => policy(`j${index}`));
    const callScope = scope();
    expect(await adapter.activity.latest(policies, { goodOnly: true }, callScope)).toEqual(new Map());
    expect(callScope.tally.calls).toBe(1);
    await adapter.close();
    await upstream.close();
  });

  it('that cannot be decided within the cap are unknown', async () => {
    const rowOf = (job: string, index = 0): object => ({
      id: `s-${job}-${index}`,
      name: job,
      jobId: job,
      sessionType: 'BackupJob',
      state: 'Stopped',
      creationTime: '2026-03-01T00:00:00Z',
      result: { result: 'Success' },
    });
    const busy = Array.from({ length: 9000 }, (_, index) => rowOf('busy', index));
    const upstream = await startScripted((asked) => {
      const job = asked.query['jobIdFilter'];
      return pageOf(typeof job === 'string' ? [rowOf(job)] : busy, asked);
    });
    const adapter = adapterFor(upstream.url, { apiVersion: '1.3-rev2' });
    const policies = Array.from({ length: 40 }, (_, index) => policy(`j${index}`));
    const answer = await adapter.activity.latest(policies, { goodOnly: true }, scope());
    const unknown = [...answer.values()].filter((session) => session === 'unknown');
    expect([answer.size, unknown.length]).toEqual([40, 15]);
    expect(upstream.requests.filter(({ url }) => url.includes('/sessions'))).toHaveLength(30);
    await adapter.close();
    await upstream.close();
  });

  function policy(nativeId: string): PolicyRecord {
    return {
      type: 'VbrJob',
      server: 'vbr-1',
      nativeId,
      nativeType: 'VSphereBackup',
      name: nativeId,
      description: null,
      kind: 'BACKUP',
      workload: 'VIRTUAL_MACHINE',
      enabled: true,
      status: 'IDLE',
      lastRun: NOW - DAY,
      nextRun: null,
      lastResult: 'FAILED',
      lastSessionId: null,
      lastSuccess: undefined,
      repositoryIds: [],
      schedule: undefined,
      native: null,
    };
  }
});
