import type { SessionCriteria } from '../../../src/core/ports/activity.js';
import type { JobSession } from '../../../src/simulators/vb365/world/session.js';
import { expectedJobSession, expectedRestore } from './session-truth.js';
import { DAY, HOUR, ids, NEWEST_FIRST, NOW, readAll, scope, startPair, VERSIONS } from './support.js';
import type { Pair, TestedVersion } from './support.js';

let pair: Pair;
afterEach(async () => pair.close());

describe.each(VERSIONS)('sessions of %s', (version) => {
  it('are all there, each once, as the server holds them', async () => {
    pair = await startPair(version, { sessions: 1500 });
    const { world } = pair.simulator;
    const [jobs, restores] = await readAll(pair.adapter, {}, { expectedRows: 100 });
    const sessions = [...world.sessions].reverse();
    expect(jobs?.rows).toHaveLength(sessions.length);
    jobs?.rows.forEach((row, index) => {
      const session = sessions[index];
      expect(row).toMatchObject(session ? expectedJobSession(session, version) : {});
    });
    expect(ids(restores?.rows ?? [])).toEqual(ids(world.restores.map(({ id }) => ({ nativeId: id }))));
    for (const restore of world.restores)
      expect(restores?.rows.find(({ nativeId }) => nativeId === restore.id)).toMatchObject(
        expectedRestore(restore),
      );
    expect(jobs?.ordered).toBe(true);
    expect(world.sessions.some(({ endedAt }) => endedAt === null)).toBe(true);
    expect(world.sessions.some(({ main }) => main !== null)).toBe(true);
  });

  it('are counted where the server counts what was asked', async () => {
    pair = await startPair(version);
    const { world } = pair.simulator;
    const totals = async (criteria: SessionCriteria) =>
      (await readAll(pair.adapter, criteria)).map(({ pages }) => pages[0]?.total);
    const told = (count: number) => (version === 'v8' ? null : count);
    const copies = world.sessions.filter(({ job }) => job.kind === 'Copy').length;
    expect(await totals({})).toEqual([told(world.sessions.length), told(world.restores.length)]);
    expect(await totals({ kinds: ['BACKUP_COPY'] })).toEqual([told(copies)]);
    expect(await totals({ startedAfter: NOW - DAY })).toEqual([null, null]);
    expect(await totals({ results: ['FAILED'] })).toEqual([null, null]);
    expect(await totals({ name: { contains: 'a' } })).toEqual([null, null]);
  });

  it('costs one small call per list for a page of fifty', async () => {
    pair = await startPair(version, { sessions: 1500 });
    for (const stream of pair.adapter.activity.open(
      { criteria: {}, order: NEWEST_FIRST, expectedRows: 51 },
      scope(),
    ))
      for await (const { items } of stream.pages()) {
        expect(items.length).toBeGreaterThanOrEqual(1);
        break;
      }
    const calls = pair.calls();
    expect(calls).toHaveLength(2);
    expect(calls[0]).toBe(`GET /${version}/JobSessions?limit=100`);
  });

  it('of the last day cost one call per list', async () => {
    pair = await startPair(version, { sessions: 1500 });
    await readAll(pair.adapter, { startedAfter: NOW - DAY });
    expect(pair.calls()).toHaveLength(2);
  });

  it('need no call where they cannot exist', async () => {
    pair = await startPair(version);
    expect(await readAll(pair.adapter, { kinds: ['RESCAN'] })).toEqual([]);
    expect(await readAll(pair.adapter, { policies: [] })).toEqual([]);
    expect(pair.calls()).toEqual([]);
  });

  it('do not repeat where new ones push the list on while it is read', async () => {
    pair = await startPair(version, { sessions: 400 });
    const { world } = pair.simulator;
    const before = world.sessions.map(({ id }) => ({ nativeId: id }));
    const [stream] = pair.adapter.activity.open(
      { criteria: { kinds: ['BACKUP', 'BACKUP_COPY', 'OTHER'] }, order: NEWEST_FIRST, expectedRows: 100 },
      scope(),
    );
    const rows: { nativeId: string }[] = [];
    let isFirst = true;
    for await (const { items } of stream?.pages() ?? []) {
      rows.push(...items);
      // The newest session again, under another id, as if three had just been started.
      const last = world.sessions.at(-1);
      if (isFirst && last)
        for (let count = 1; count <= 3; count += 1) world.ledger.sessions.push(twin(last, count));
      isFirst = false;
    }
    expect(ids(rows)).toEqual(ids(before));
  });
});

function twin(session: JobSession, distance: number): JobSession {
  const copy = Object.create(
    Object.getPrototypeOf(session) as object,
    Object.getOwnPropertyDescriptors(session),
  ) as JobSession;
  copy.serial = session.serial + distance;
  return copy;
}

describe('what is pushed to the server', () => {
  const NONE: SessionCriteria = {};

  it.each<[TestedVersion, SessionCriteria, string[]]>([
    ['v8', { kinds: ['BACKUP'] }, ['/JobSessions?jobType=Backup&limit=1000']],
    ['v6', { kinds: ['BACKUP_COPY'] }, ['/JobSessions?jobType=Copy&limit=1000']],
    [
      'v8',
      { kinds: ['BACKUP'], results: ['SUCCESS'] },
      ['/JobSessions?jobType=Backup&status=Succeeded&limit=1000'],
    ],
    ['v7', { kinds: ['BACKUP'], results: ['SUCCESS'] }, ['/JobSessions?jobType=Backup&limit=1000']],
    ['v6', { kinds: ['RESTORE'] }, ['/RestoreSessions?limit=1000']],
    [
      'v7',
      { kinds: ['RESTORE'], startedAfter: NOW - DAY },
      ['/RestoreSessions?startTimeFrom=2026-03-01T09%3A29%3A59.000Z&limit=1000'],
    ],
    ['v8', { kinds: ['RESTORE'] }, ['/RestoreSessions?orderBy=CreationTime&orderAsc=false&limit=1000']],
  ])('%s %j', async (version, criteria, paths) => {
    pair = await startPair(version, { sessions: 100 });
    await readAll(pair.adapter, { ...NONE, ...criteria });
    expect(pair.calls()).toEqual(paths.map((path) => `GET /${version}${path}`));
  });

  it('asks once what the bounds compare, and then begins a deep page where it begins', async () => {
    pair = await startPair('v8', { sessions: 3000 });
    await readAll(pair.adapter, { startedAfter: NOW - HOUR });
    pair.calls();
    const criteria = {
      kinds: ['BACKUP', 'BACKUP_COPY'],
      startedBefore: NOW - 20 * DAY,
      startedAfter: NOW - 21 * DAY,
    } as const;
    await readAll(pair.adapter, criteria);
    await readAll(pair.adapter, criteria);
    const calls = pair.calls();
    expect(calls).toHaveLength(3);
    expect(calls[0]).toMatch(/jobId=.+&endTimeLowerBound=/);
    expect(calls[1]).toBe(calls[2]);
    expect(calls[1]).toMatch(/endTimeUpperBound=2026-02-10T09%3A30%3A01/);
  });
});

describe('a server that does not keep the order', () => {
  it('is read to its end, so that nothing is missed', async () => {
    pair = await startPair('v8', { sessions: 1500 });
    const { world } = pair.simulator;
    world.ledger.sessions.reverse();
    const [jobs] = await readAll(pair.adapter, { startedAfter: NOW - DAY });
    const wanted = world.sessions.filter(({ createdAt }) => createdAt > NOW - DAY);
    const found = jobs?.rows.filter(({ startTime }) => startTime > NOW - DAY) ?? [];
    expect(found).toHaveLength(wanted.length);
  });
});

describe('other orders', () => {
  it.each([
    ['START_TIME', 'ASC', false, true],
    ['END_TIME', 'DESC', false, false],
    ['NAME', 'ASC', false, false],
  ] as const)(
    '%s %s are %s for job sessions and %s for restores of v8',
    async (field, direction, job, restore) => {
      pair = await startPair('v8', { sessions: 200 });
      const streams = await readAll(pair.adapter, {}, { order: { field, direction } });
      expect(streams.map(({ ordered }) => ordered)).toEqual([job, restore]);
      const starts = streams[1]?.rows.map(({ startTime }) => startTime) ?? [];
      if (restore) expect(starts).toEqual([...starts].sort((a, b) => a - b));
      if (field === 'NAME')
        for (const row of streams[0]?.rows ?? [])
          expect(row.name).toBe(
            pair.simulator.world.sessions.find(({ id }) => id === row.nativeId)?.job.name,
          );
    },
  );
});
