import type { PolicyRecord } from '../../../src/core/model/policy.js';
import { matchesSession } from '../../../src/core/federation/session-criteria.js';
import type { SessionCriteria } from '../../../src/core/ports/activity.js';
import type { Vb365World } from '../../../src/simulators/vb365/index.js';
import type { RestoreSession } from '../../../src/simulators/vb365/world/records.js';
import type { JobSession } from '../../../src/simulators/vb365/world/session.js';
import { DAY, HOUR, ids, NEWEST_FIRST, NOW, readAll, scope, startPair, VERSIONS } from './support.js';
import type { Pair, TestedVersion } from './support.js';

const VERDICTS: Record<string, [state: string, result: string]> = {
  Success: ['FINISHED', 'SUCCESS'],
  Warning: ['FINISHED', 'WARNING'],
  Failed: ['FINISHED', 'FAILED'],
  Stopped: ['FINISHED', 'CANCELLED'],
  Running: ['RUNNING', 'NONE'],
  Queued: ['PENDING', 'NONE'],
};

let pair: Pair;
afterEach(async () => pair.close());

function expectedJobSession(session: JobSession, version: TestedVersion) {
  const ended = session.endedAt === null ? 'UNKNOWN' : 'FINISHED';
  const [state, result] = VERDICTS[session.status] ?? [ended, 'UNKNOWN'];
  return {
    type: 'VbM365JobSession',
    server: 'm365',
    nativeId: session.id,
    nativeType: session.job.kind,
    kind: session.job.kind === 'Copy' ? 'BACKUP_COPY' : 'BACKUP',
    state,
    result,
    startTime: session.createdAt,
    endTime: session.endedAt,
    progressPercent: null,
    initiatedBy: null,
    retryOf: version === 'v6' ? null : (session.main?.id ?? null),
    policyId: session.job.id,
  };
}

function expectedRestore(session: RestoreSession) {
  const isOver = session.state === 'Stopped';
  return {
    type: 'VbM365RestoreSession',
    server: 'm365',
    nativeId: session.id,
    nativeType: session.type,
    name: `Restore of ${session.organization.name}`,
    kind: 'RESTORE',
    state: isOver ? 'FINISHED' : 'RUNNING',
    result: isOver ? session.result.toUpperCase() : 'NONE',
    startTime: session.createdAt,
    endTime: session.endedAt,
    initiatedBy: session.initiatedBy,
    policyId: null,
  };
}

/** What the world holds for criteria, reckoned from its own records. */
function truth(world: Vb365World, criteria: SessionCriteria, version: TestedVersion): string[] {
  const jobSessions = world.sessions.map((session) => ({
    ...expectedJobSession(session, version),
    name: session.job.name,
  }));
  const all = [...jobSessions, ...world.restores.map(expectedRestore)];
  return ids(
    all.filter((row) => {
      const { startedAfter = -Infinity, startedBefore = Infinity, endedAfter, endedBefore } = criteria;
      const { endTime } = row;
      return (
        row.startTime > startedAfter &&
        row.startTime < startedBefore &&
        (endedAfter === undefined || (endTime !== null && endTime > endedAfter)) &&
        (endedBefore === undefined || (endTime !== null && endTime < endedBefore)) &&
        (criteria.kinds?.some((kind) => kind === row.kind) ?? true) &&
        (criteria.states?.some((state) => state === row.state) ?? true) &&
        (criteria.results?.some((result) => result === row.result) ?? true) &&
        (criteria.policies?.some(({ nativeId }) => nativeId === row.policyId) ?? true) &&
        (criteria.name?.contains === undefined ||
          row.name.toLowerCase().includes(criteria.name.contains.toLowerCase()))
      );
    }),
  );
}

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

const WINDOWS: [title: string, criteria: SessionCriteria][] = [
  ['the last day', { startedAfter: NOW - DAY }],
  ['a day a week ago', { startedAfter: NOW - 8 * DAY, startedBefore: NOW - 7 * DAY }],
  ['everything older than a week', { startedBefore: NOW - 7 * DAY }],
  ['what ended in the last six hours', { endedAfter: NOW - 6 * HOUR }],
  ['what ended on one day', { endedAfter: NOW - 5 * DAY, endedBefore: NOW - 4 * DAY }],
  ['what started and ended long ago', { startedAfter: NOW - 20 * DAY, endedBefore: NOW - 10 * DAY }],
  ['what runs now', { states: ['RUNNING'] }],
  ['what runs or waits', { states: ['RUNNING', 'PENDING'] }],
  ['what runs since less than a day', { states: ['RUNNING'], startedAfter: NOW - DAY }],
  ['what runs since more than two hours', { states: ['RUNNING'], startedBefore: NOW - 2 * HOUR }],
  ['failures', { results: ['FAILED'] }],
  ['failures and warnings of a week', { results: ['FAILED', 'WARNING'], startedAfter: NOW - 7 * DAY }],
  ['cancelled work', { results: ['CANCELLED'] }],
  ['copies', { kinds: ['BACKUP_COPY'] }],
  ['backups and restores', { kinds: ['BACKUP', 'RESTORE'] }],
  ['a part of a name', { name: { contains: 'a' }, startedAfter: NOW - 3 * DAY }],
];

describe.each(
  VERSIONS.flatMap((version) => (['creation', 'end'] as const).map((by) => [version, by] as const)),
)('windows of %s over a server whose bounds compare the %s time', (version, endTimeBoundsCompare) => {
  it.each(WINDOWS)('%s', async (_title, criteria) => {
    pair = await startPair(version, { sessions: 1500, switches: { endTimeBoundsCompare } });
    const { world } = pair.simulator;
    // A run that has been going on for two days, so that it is older than most windows.
    const running = world.sessions.find(({ createdAt }) => createdAt > NOW - 2 * DAY);
    if (running) Object.assign(running, { endedAt: null, status: 'Running' });
    const streams = await readAll(pair.adapter, criteria);
    const rows = streams.flatMap((stream) => stream.rows.filter((row) => matchesSession(row, criteria)));
    expect(ids(rows)).toEqual(truth(world, criteria, version));
  });

  it('finds the sessions of policies', async () => {
    pair = await startPair(version, { switches: { endTimeBoundsCompare } });
    const { items } = await pair.adapter.inventory.policies(scope());
    const copies = items.filter(({ kind }) => kind === 'BACKUP_COPY');
    const jobs = items.filter(({ kind }) => kind === 'BACKUP');
    const choices: PolicyRecord[][] = [
      jobs.slice(0, 1),
      [...jobs.slice(1, 3), ...copies.slice(0, 2)],
      copies,
      items.slice(10, 30),
    ];
    for (const policies of choices) {
      const criteria = { policies, startedAfter: NOW - 30 * DAY };
      const streams = await readAll(pair.adapter, criteria);
      const rows = streams.flatMap((stream) => stream.rows.filter((row) => matchesSession(row, criteria)));
      expect(ids(rows)).toEqual(truth(pair.simulator.world, criteria, version));
    }
  });
});

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
