import type { SessionCriteria } from '../../../src/core/ports/activity.js';
import { endOf, statusOf } from '../../../src/simulators/vbaws/index.js';
import type { SessionRecord as SimulatedSession } from '../../../src/simulators/vbaws/index.js';
import { DAY, HOUR, NOW, policiesOf, readAll, startRig, withRig } from './support.js';
import type { Rig } from './support.js';

const STATES = {
  Running: 'RUNNING',
  Succeeded: 'FINISHED',
  Warning: 'FINISHED',
  Failed: 'FINISHED',
  Canceled: 'FINISHED',
};
const RESULTS = {
  Running: 'NONE',
  Succeeded: 'SUCCESS',
  Warning: 'WARNING',
  Failed: 'FAILED',
  Canceled: 'CANCELLED',
};

const resultOf = (session: SimulatedSession) => RESULTS[statusOf(session, NOW)];

function expected(session: SimulatedSession) {
  const end = endOf(session, NOW);
  return {
    nativeId: session.id,
    name: session.name,
    state: STATES[statusOf(session, NOW)],
    result: resultOf(session),
    message: end === null || session.reason === '' ? null : session.reason,
    startTime: session.start,
    endTime: end,
  };
}

describe.each(['1.8-rev0', '1.7-rev1'])('the sessions of an appliance of %s', (apiVersion) => {
  let rig: Rig;
  let world: Rig['simulator']['world'];

  beforeAll(async () => {
    rig = await startRig({ apiVersion, revisions: [apiVersion], policies: 30, sessions: 2500 });
    ({ world } = rig.simulator);
  });
  afterAll(() => rig.close());

  it('are all read, newest first, in pages', async () => {
    const { pages, sessions } = await readAll(rig);
    expect(pages.map(({ items }) => items.length)).toEqual([1000, 1000, 500]);
    expect(pages.map(({ total }) => total)).toEqual([2500, 2500, 2500]);
    expect(sessions.map(({ startTime }) => startTime)).toEqual(
      sessions.map(({ startTime }) => startTime).sort((a, b) => b - a),
    );
    const told = sessions.map(({ nativeId, name, state, result, message, startTime, endTime }) => ({
      nativeId,
      name,
      state,
      result,
      message,
      startTime,
      endTime,
    }));
    expect(byId(told)).toEqual(byId(world.sessions.map(expected)));
  });

  it('come oldest first on demand', async () => {
    const { sessions } = await readAll(rig, {}, { order: { field: 'START_TIME', direction: 'ASC' } });
    expect(sessions.map(({ startTime }) => startTime)).toEqual(world.sessions.map(({ start }) => start));
  });

  it.each<[string, SessionCriteria, (session: SimulatedSession) => boolean, RegExp]>([
    [
      'the last day',
      { startedAfter: NOW - DAY },
      ({ start }) => start > NOW - DAY,
      /FromUtc=2026-03-09T12%3A00%3A00Z/,
    ],
    [
      'a day long ago',
      { startedAfter: NOW - 8 * DAY, startedBefore: NOW - 7 * DAY },
      ({ start }) => start > NOW - 8 * DAY && start < NOW - 7 * DAY,
      /ToUtc=2026-03-03T12%3A00%3A00Z/,
    ],
    [
      'ends bound starts',
      { endedBefore: NOW - 20 * DAY },
      ({ end }) => end < NOW - 20 * DAY,
      /ToUtc=2026-02-18/,
    ],
    ['failures', { results: ['FAILED'] }, (session) => resultOf(session) === 'FAILED', /Status=Failed/],
    [
      'failures and warnings',
      { results: ['FAILED', 'WARNING'] },
      (session) => /FAILED|WARNING/.test(resultOf(session)),
      /Status=Warning&Status=Failed/,
    ],
    [
      'cancelled ones',
      { results: ['CANCELLED'] },
      (session) => resultOf(session) === 'CANCELLED',
      /Status=Canceled/,
    ],
    ['what runs', { states: ['RUNNING'] }, (session) => resultOf(session) === 'NONE', /Status=Running/],
    [
      'what is over',
      { states: ['FINISHED'] },
      (session) => resultOf(session) !== 'NONE',
      /Status=Succeeded&Status=Warning&Status=Failed&Status=Canceled/,
    ],
    [
      'restores',
      { kinds: ['RESTORE'] },
      ({ type }) => type === 'RestoreTask' || type === 'FLRTask',
      /Types=RestoreTask&Types=FLRTask/,
    ],
    [
      'retention',
      { kinds: ['RETENTION'] },
      ({ type }) => type === 'RetentionActivity' || type === 'TombstoneRetention',
      /Types=RetentionActivity/,
    ],
  ])('are asked for as the appliance understands it: %s', async (_title, criteria, isWanted, query) => {
    const asked = await rig.asked(async () => {
      const { sessions } = await readAll(rig, criteria);
      const truth = world.sessions.filter(isWanted).map(({ id }) => id);
      const found = new Set(sessions.map(({ nativeId }) => nativeId));
      expect(truth.length).toBeGreaterThan(0);
      expect(truth.filter((id) => !found.has(id))).toEqual([]);
      expect(found.size).toBe(sessions.length);
    });
    expect(asked.every((url) => query.test(url))).toBe(true);
  });

  it('are asked for policy by policy where there are few, with one list where there are many', async () => {
    const policies = (await policiesOf(rig)).filter(({ nativeId }) => nativeId !== 'vpc');
    const three = policies.slice(0, 3);
    const few = await rig.asked(async () => {
      const { sessions } = await readAll(rig, { policies: three });
      const ids = new Set(three.map(({ nativeId }) => nativeId));
      const truth = world.sessions.filter(({ policyId }) => policyId !== null && ids.has(policyId));
      expect(sessions.map(({ nativeId, policyId }) => `${nativeId} ${policyId}`).sort()).toEqual(
        truth.map(({ id, policyId }) => `${id} ${policyId}`).sort(),
      );
    });
    expect(few).toHaveLength(3);
    expect(rig.adapter.activity.open(queryFor({ policies }), rig.scope())).toHaveLength(1);
    expect(rig.adapter.activity.open(queryFor({ policies: [] }), rig.scope())).toHaveLength(0);
  });

  it('of the VPC policy are told by their type', async () => {
    const vpc = (await policiesOf(rig)).filter(({ nativeId }) => nativeId === 'vpc');
    const { sessions } = await readAll(rig, { policies: vpc });
    const truth = world.sessions.filter(
      ({ type, extendedType }) => type === 'Policy' && extendedType === 'VpcBackup',
    );
    expect(truth.length).toBeGreaterThan(0);
    expect(sessions.map(({ nativeId }) => nativeId).sort()).toEqual(truth.map(({ id }) => id).sort());
  });

  it('cost one small call for a page', async () => {
    const asked = await rig.asked(() => readAll(rig, {}, { expectedRows: 51, pages: 1 }));
    expect(asked).toHaveLength(1);
    expect(asked[0]).toContain('Limit=100');
  });

  it('count exactly or not at all', async () => {
    const failed = world.sessions.filter((session) => resultOf(session) === 'FAILED');
    expect((await readAll(rig, { results: ['FAILED'] })).pages[0]?.total).toBe(failed.length);
    expect((await readAll(rig, { startedAfter: NOW - DAY })).pages[0]?.total).toBeNull();
    expect((await readAll(rig, { name: { contains: 'prod' } })).pages[0]?.total).toBeNull();
  });

  it('cannot be stopping: nothing is asked', async () => {
    const asked = await rig.asked(() => readAll(rig, { states: ['STOPPING'] }));
    expect(asked).toEqual([]);
  });

  it('are found by id, with their log and items', async () => {
    const session = world.sessions.find(({ type, end }) => type === 'RestoreTask' && end < NOW);
    const record = await rig.adapter.activity.get('VbAwsSession', session?.id ?? '', rig.scope());
    expect(record).toMatchObject({ nativeId: session?.id, kind: 'RESTORE', policyId: null });
    if (!record || !session) throw new Error('there is no restore session');
    const asked = await rig.asked(async () => {
      const log = await rig.adapter.activity.log(record, rig.scope());
      expect(log[0]).toMatchObject({
        time: session.start,
        status: 'SUCCESS',
        title: `${session.name} started`,
      });
      const items = (await rig.adapter.activity.items(record, rig.scope())) ?? [];
      expect(items.length).toBeGreaterThan(0);
      expect(world.resources.map(({ name }) => name)).toEqual(
        expect.arrayContaining(items.map(({ name }) => name)),
      );
      expect(items[0]).toMatchObject({ type: 'virtualMachine', processed: null });
    });
    expect(asked.map((url) => url.split('?')[0])).toEqual([
      `/api/v1/sessions/${session.id}/log`,
      `/api/v1/sessions/${session.id}/restoredItems`,
    ]);
    expect(
      await rig.adapter.activity.get('VbAwsSession', '00000000-0000-4000-8000-000000000000', rig.scope()),
    ).toBeNull();
    expect(await rig.adapter.activity.get('VbAwsSession', 'no id at all', rig.scope())).toBeNull();
    expect(await rig.adapter.activity.get('VbrSession', session.id, rig.scope())).toBeNull();
  });
});

describe('the traps of session lists', () => {
  it.each(['ASC', 'DESC'] as const)('reads on where the list stops near 5000 rows (%s)', (direction) =>
    withRig({ sessions: 12_500, sessionCap: 5000 }, async (rig) => {
      const { pages, sessions } = await readAll(rig, {}, { order: { field: 'START_TIME', direction } });
      const truth = rig.simulator.world.sessions;
      expect(sessions).toHaveLength(truth.length);
      expect(new Set(sessions.map(({ nativeId }) => nativeId)).size).toBe(truth.length);
      expect(pages.every(({ truncated }) => truncated === false)).toBe(true);
      expect(pages[0]?.total).toBeNull();
      const starts = sessions.map(({ startTime }) => startTime);
      expect(starts).toEqual([...starts].sort((a, b) => (direction === 'ASC' ? a - b : b - a)));
    }),
  );

  it('says so when the list stops within one second', () =>
    withRig({ sessions: 40, sessionCap: 5 }, async (rig) => {
      for (const session of rig.simulator.world.sessions) session.start = NOW - HOUR;
      const { pages, sessions } = await readAll(rig);
      expect(sessions).toHaveLength(5);
      expect(pages.at(-1)?.truncated).toMatch(/broke off/);
    }));

  it('repeats nothing when sessions arrive while it reads', () =>
    withRig({ sessions: 350 }, async (rig) => {
      const { world } = rig.simulator;
      const before = world.sessions.map(({ id }) => id);
      const seen: string[] = [];
      const [stream] = rig.adapter.activity.open(queryFor({}, 100), rig.scope());
      for await (const page of stream?.pages() ?? []) {
        seen.push(...page.items.map(({ nativeId }) => nativeId));
        const [newest] = world.sessions.slice(-1);
        if (newest) world.sessions.push({ ...newest, id: `${seen.length}`, start: NOW, end: NOW });
      }
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen.filter((id) => before.includes(id))).toHaveLength(before.length);
    }));

  it('keeps words it does not know', () =>
    withRig({ oddities: true }, async (rig) => {
      const { sessions, pages } = await readAll(rig);
      const odd = sessions.find(({ nativeType }) => nativeType === 'PolicyTeleport');
      const truth = rig.simulator.world.sessions.find(({ id }) => id === odd?.nativeId);
      expect(odd).toMatchObject({
        state: 'UNKNOWN',
        result: 'UNKNOWN',
        kind: 'OTHER',
        message: null,
        startTime: truth?.start,
        native: { status: 'Hibernating', result: 'Undecided' },
      });
      expect(pages.every(({ unreadable }) => unreadable === 0)).toBe(true);
    }));

  it('calls items that an appliance does not list unknown, not empty', () =>
    withRig({}, async (rig) => {
      const { sessions } = await readAll(rig, {}, { pages: 1 });
      const backup = sessions.find(({ kind }) => kind === 'BACKUP');
      rig.simulator.faults.add({ match: '/protectedItems', fault: { kind: 'status', status: 404 } });
      if (!backup) throw new Error('there is no backup session');
      expect(await rig.adapter.activity.items(backup, rig.scope())).toBeNull();
      expect(
        await rig.adapter.activity.items(
          { ...backup, kind: 'CONFIGURATION', native: { embedded: [] } },
          rig.scope(),
        ),
      ).toEqual([]);
    }));
});

function queryFor(criteria: SessionCriteria, expectedRows = 1000) {
  return { criteria, order: { field: 'START_TIME', direction: 'DESC' } as const, expectedRows };
}

function byId<T extends { nativeId: string }>(rows: readonly T[]): T[] {
  return [...rows].sort((a, b) => (a.nativeId < b.nativeId ? -1 : 1));
}
