import type { SessionCriteria } from '../../../src/core/ports/activity.js';
import type { PolicyRecord } from '../../../src/core/model/policy.js';
import type { SessionRecord as Row } from '../../../src/core/model/session.js';
import type { VbrWorld } from '../../../src/simulators/vbr/index.js';
import { knowsJobType, sessionTypeWord, since } from '../../../src/simulators/vbr/revisions.js';
import type { Revision } from '../../../src/simulators/vbr/revisions.js';
import { sessionLog } from '../../../src/simulators/vbr/world/logs.js';
import type { SessionRecord } from '../../../src/simulators/vbr/world/session-table.js';
import { messageOf, tasksOf } from '../../../src/simulators/vbr/world/tasks.js';
import type { VbrAdapter } from '../../../src/products/vbr/adapters/vbr-adapter.js';
import { DAY, HOUR, NOW, REVISIONS, closePairs, readAll, scope, sorted, startPair } from './support.js';

afterEach(closePairs);

const KINDS: Record<string, string> = {
  BackupJob: 'BACKUP',
  AgentBackup: 'BACKUP',
  PlatformBackupJob: 'BACKUP',
  BackupCopyJob: 'BACKUP_COPY',
  UnstructuredDataBackupCopy: 'BACKUP_COPY',
  ReplicaJob: 'REPLICATION',
  RestoreVm: 'RESTORE',
  FileLevelRestore: 'RESTORE',
  DeleteBackup: 'RETENTION',
  Retention: 'RETENTION',
  ConfigurationResynchronize: 'RESCAN',
  Infrastructure: 'CONFIGURATION',
  ConfigurationBackup: 'CONFIGURATION',
  BackgroundOperation: 'MAINTENANCE',
};

interface Truth {
  session: SessionRecord;
  kind: string;
  state: string;
  result: string;
  endTime: number | null;
  jobId: string | null;
}

/** What the server's own records say of a session at the moment of the tests. */
function truthOf(world: VbrWorld, session: SessionRecord, revision: Revision): Truth {
  const isRunning = session.endTime === null || session.endTime > NOW;
  const share = isRunning
    ? session.endTime === null
      ? 50
      : Math.floor((100 * (NOW - session.creationTime)) / (session.endTime - session.creationTime))
    : 100;
  return {
    session,
    kind: KINDS[sessionTypeWord(revision, session.type)] ?? 'OTHER',
    state: !isRunning ? 'FINISHED' : share < 2 ? 'PENDING' : 'RUNNING',
    result: isRunning ? 'NONE' : session.canceled ? 'CANCELLED' : session.result.toUpperCase(),
    endTime: isRunning ? null : session.endTime,
    jobId: session.jobIndex === null ? null : (world.jobs[session.jobIndex]?.id ?? null),
  };
}

function visible(world: VbrWorld, revision: Revision): Truth[] {
  return [...world.sessions]
    .filter(({ jobIndex }) => {
      const job = jobIndex === null ? undefined : world.jobs[jobIndex];
      return job === undefined || knowsJobType(revision, job.type);
    })
    .map((session) => truthOf(world, session, revision));
}

function ids(truths: readonly Truth[]): string[] {
  return sorted(truths.map(({ session }) => session.id));
}

async function policiesOf(adapter: VbrAdapter): Promise<readonly PolicyRecord[]> {
  return (await adapter.inventory.policies(scope())).items;
}

/** What the federation does with the rows of all streams: filter again. */
function matching(rows: readonly Row[], criteria: SessionCriteria): Row[] {
  return rows.filter(
    (row) =>
      (criteria.states?.includes(row.state) ?? true) &&
      (criteria.results?.includes(row.result) ?? true) &&
      (criteria.kinds?.includes(row.kind) ?? true) &&
      (criteria.policies?.some(({ nativeId }) => nativeId === row.policyId) ?? true) &&
      row.startTime > (criteria.startedAfter ?? 0) &&
      row.startTime < (criteria.startedBefore ?? Infinity),
  );
}

describe.each(REVISIONS)('sessions at revision %s', (revision) => {
  it('are those of the server, newest first, each once', async () => {
    const { simulator, adapter, calls } = await startPair({ sessions: 1500, revisions: [revision] });
    await adapter.probe(scope());
    calls();
    const [stream, ...others] = await readAll(adapter, {}, { expectedRows: 50 });
    const expected = visible(simulator.world, revision);
    expect(others).toEqual([]);
    expect(stream?.ordered).toBe(true);
    expect(sorted(stream?.rows.map(({ nativeId }) => nativeId) ?? [])).toEqual(ids(expected));
    expect(stream?.pages[0]?.total).toBe(expected.length);
    const starts = stream?.rows.map(({ startTime }) => startTime) ?? [];
    expect(starts).toEqual([...starts].sort((a, b) => b - a));
    // A small first page, then ever larger ones: 100, 200, 400, 800.
    expect(calls().map((line) => /skip=\d+&limit=\d+/.exec(line)?.[0])).toEqual([
      'skip=0&limit=100',
      'skip=100&limit=200',
      'skip=300&limit=400',
      'skip=700&limit=800',
    ]);
  });

  it('say what the server says of them', async () => {
    const { simulator, adapter } = await startPair({ revisions: [revision] });
    const [stream] = await readAll(adapter, {});
    const rows = new Map(stream?.rows.map((row) => [row.nativeId, row]));
    const { world } = simulator;
    for (const { session, endTime, jobId, ...expected } of visible(world, revision)) {
      const job = world.jobs.find(({ id }) => id === jobId);
      const isRetry = since(revision, '1.3-rev2') && session.originalIndex !== session.index;
      expect(rows.get(session.id)).toMatchObject({
        ...expected,
        type: 'VbrSession',
        server: 'vbr-1',
        nativeType: sessionTypeWord(revision, session.type),
        startTime: session.creationTime,
        endTime,
        message: endTime === null ? null : messageOf(world, session) || null,
        retryOf: isRetry ? world.sessions.idAt(session.originalIndex) : null,
        ...(job && { name: job.name, policyId: job.id }),
      });
      const { initiatedBy, progressPercent } = rows.get(session.id) ?? {};
      expect(initiatedBy).toEqual(revision === '1.2-rev1' ? null : expect.stringContaining('\\'));
      expect(progressPercent).toEqual(
        endTime === null ? (session.endTime === null ? null : expect.any(Number)) : 100,
      );
    }
  });

  it.each<[string, SessionCriteria, (truth: Truth) => boolean]>([
    [
      'a window',
      { startedAfter: NOW - DAY, startedBefore: NOW - HOUR },
      ({ session }) => session.creationTime > NOW - DAY && session.creationTime < NOW - HOUR,
    ],
    ['running ones', { states: ['RUNNING'] }, ({ state }) => state === 'RUNNING'],
    ['unfinished ones', { states: ['PENDING', 'RUNNING', 'STOPPING'] }, ({ state }) => state !== 'FINISHED'],
    ['finished ones', { states: ['FINISHED'] }, ({ state }) => state === 'FINISHED'],
    [
      'troubles of a week',
      { results: ['FAILED', 'WARNING'], startedAfter: NOW - 7 * DAY },
      ({ result, session }) => ['FAILED', 'WARNING'].includes(result) && session.creationTime > NOW - 7 * DAY,
    ],
    [
      'all troubles',
      { results: ['FAILED', 'WARNING'] },
      ({ result }) => ['FAILED', 'WARNING'].includes(result),
    ],
    ['cancelled ones', { results: ['CANCELLED'] }, ({ result }) => result === 'CANCELLED'],
    ['no result yet', { results: ['NONE'] }, ({ result }) => result === 'NONE'],
    ['restores', { kinds: ['RESTORE'] }, ({ kind }) => kind === 'RESTORE'],
    [
      'backups and copies',
      { kinds: ['BACKUP', 'BACKUP_COPY'] },
      ({ kind }) => ['BACKUP', 'BACKUP_COPY'].includes(kind),
    ],
    ['other work', { kinds: ['OTHER'] }, ({ kind }) => kind === 'OTHER'],
  ])('are found by criteria: %s', async (_title, criteria, isWanted) => {
    const { simulator, adapter } = await startPair({ sessions: 1200, revisions: [revision] });
    await adapter.probe(scope());
    const streams = await readAll(adapter, criteria);
    const rows = streams.flatMap((stream) => stream.rows);
    const expected = visible(simulator.world, revision).filter(isWanted);
    expect(expected.length).toBeGreaterThan(0);
    expect(new Set(rows.map(({ nativeId }) => nativeId)).size).toBe(rows.length);
    expect(sorted(matching(rows, criteria).map(({ nativeId }) => nativeId))).toEqual(ids(expected));
    for (const { pages, rows: own } of streams)
      if (pages[0]?.total != null) expect(pages[0].total).toBe(matching(own, criteria).length);
  });

  it('are found by policy: a few one by one, many in one list', async () => {
    const { simulator, adapter, calls } = await startPair({ revisions: [revision] });
    const policies = await policiesOf(adapter);
    calls();
    for (const [count, lists] of [
      [2, 2],
      [4, 4],
      [12, 1],
    ] as const) {
      const wanted = policies.slice(0, count);
      const streams = await readAll(adapter, { policies: wanted });
      expect(streams).toHaveLength(lists);
      const rows = matching(
        streams.flatMap((stream) => stream.rows),
        { policies: wanted },
      );
      const expected = visible(simulator.world, revision).filter(({ jobId }) =>
        wanted.some(({ nativeId }) => nativeId === jobId),
      );
      expect(sorted(rows.map(({ nativeId }) => nativeId))).toEqual(ids(expected));
      expect(calls()).toHaveLength(lists);
    }
    expect(
      adapter.activity.open(
        { criteria: { policies: [] }, order: { field: 'NAME', direction: 'ASC' }, expectedRows: 1 },
        scope(),
      ),
    ).toEqual([]);
  });

  it('come in the order of their ends where an end is asked for', async () => {
    const { simulator, adapter } = await startPair({ revisions: [revision] });
    for (const direction of ['ASC', 'DESC'] as const) {
      const [stream] = await readAll(
        adapter,
        { endedAfter: NOW - 3 * DAY },
        { order: { field: 'END_TIME', direction } },
      );
      const ends = stream?.rows.map(({ endTime }) => endTime ?? Number.NaN) ?? [];
      expect(stream?.ordered).toBe(true);
      expect(ends).toEqual([...ends].sort((a, b) => (direction === 'ASC' ? a - b : b - a)));
      const expected = visible(simulator.world, revision).filter(
        ({ endTime }) => (endTime ?? 0) > NOW - 3 * DAY,
      );
      expect(
        sorted(
          stream?.rows
            .filter(({ endTime }) => (endTime ?? 0) > NOW - 3 * DAY)
            .map(({ nativeId }) => nativeId) ?? [],
        ),
      ).toEqual(ids(expected));
    }
  });

  it('are found by id; a missing or malformed one is null', async () => {
    const { simulator, adapter, calls } = await startPair({ revisions: [revision] });
    const session = simulator.world.sessions.at(5);
    expect(await adapter.activity.get('VbrSession', session.id, scope())).toMatchObject({
      nativeId: session.id,
      startTime: session.creationTime,
    });
    expect(
      await adapter.activity.get('VbrSession', '11111111-2222-4333-8444-555555555555', scope()),
    ).toBeNull();
    calls();
    expect(await adapter.activity.get('VbrSession', '../jobs', scope())).toBeNull();
    expect(calls()).toEqual([]);
  });

  it('have a log, oldest line first, and items with their times in the server zone', async () => {
    const { simulator, adapter, calls } = await startPair({
      revisions: [revision],
      timeZone: 'America/New_York',
    });
    const { world } = simulator;
    const [stream] = await readAll(adapter, { startedAfter: NOW - DAY });
    const session = stream?.rows.find(({ nativeId }) => {
      const found = world.sessions.find(nativeId);
      return found !== undefined && tasksOf(world, found).length > 1;
    });
    const record = world.sessions.find(session?.nativeId ?? '');
    if (!session || !record) throw new Error('no session with tasks in the last day');
    calls();
    const log = await adapter.activity.log(session, scope());
    expect(log.map(({ title }) => title)).toEqual(
      sessionLog(world, record)
        .map(({ title }) => title)
        .reverse(),
    );
    expect(log[0]).toMatchObject({
      time: record.creationTime,
      status: 'SUCCESS',
      title: 'Job started',
      description: null,
    });
    const items = await adapter.activity.items(session, scope());
    expect(items).toHaveLength(tasksOf(world, record).length);
    for (const task of tasksOf(world, record))
      expect(items).toContainEqual({
        name: task.object.name,
        type: task.type,
        result: task.endTime > NOW ? 'NONE' : task.canceled ? 'CANCELLED' : task.result.toUpperCase(),
        startTime: task.creationTime,
        endTime: task.endTime > NOW ? null : task.endTime,
        message: task.endTime > NOW ? null : task.message,
        processed: expect.any(Number),
        transferred: expect.any(Number),
      });
    expect(calls().map((line) => line.replace(session.nativeId, 'id').split('?')[0])).toEqual([
      'GET /api/v1/sessions/id/logs',
      'GET /api/v1/sessions/id/taskSessions',
      'GET /api/v1/serverTime',
    ]);
  });
});

describe('sessions', () => {
  it('carry strange rows with their native words', async () => {
    const { simulator, adapter } = await startPair({ oddities: true });
    const [stream] = await readAll(adapter, {});
    const id = simulator.world.oddities?.sessionId ?? '';
    expect(stream?.rows.find(({ nativeId }) => nativeId === id)).toMatchObject({
      kind: 'OTHER',
      nativeType: 'TimeTravel',
      result: 'NONE',
      startTime: simulator.world.sessions.find(id)?.creationTime,
    });
  });

  it('are not repeated when new ones push rows onto the next page', async () => {
    const { simulator, adapter } = await startPair({ sessions: 400 });
    const seen: string[] = [];
    const [stream] = adapter.activity.open(
      { criteria: {}, order: { field: 'START_TIME', direction: 'DESC' }, expectedRows: 100 },
      scope(),
    );
    for await (const page of stream?.pages() ?? []) {
      seen.push(...page.items.map(({ nativeId }) => nativeId));
      const {
        id: _id,
        index: _index,
        originalIndex: _original,
        ...last
      } = simulator.world.sessions.at(simulator.world.sessions.length - 1);
      simulator.world.sessions.add({ ...last, creationTime: NOW });
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(400);
  });

  it('are asked for without filters of a revision that is not known yet', async () => {
    const { adapter, calls } = await startPair({ revisions: ['1.2-rev1'] });
    await readAll(adapter, { results: ['FAILED', 'WARNING'], startedAfter: NOW - DAY, kinds: ['RESTORE'] });
    expect(calls()).toEqual([expect.not.stringMatching(/resultFilter|typeFilter/)]);
  });

  it.each<[Revision, SessionCriteria, string[]]>([
    [
      '1.3-rev2',
      { results: ['FAILED', 'WARNING'], startedAfter: NOW - DAY },
      ['resultFilter=Failed&resultFilter=Warning'],
    ],
    ['1.2-rev1', { results: ['FAILED'], startedAfter: NOW - DAY }, ['resultFilter=Failed']],
    ['1.2-rev1', { results: ['FAILED', 'WARNING'] }, ['resultFilter=Failed', 'resultFilter=Warning']],
    ['1.3-rev1', { states: ['RUNNING'] }, ['stateFilter=Working', 'stateFilter=Postprocessing']],
    [
      '1.3-rev0',
      { kinds: ['RESCAN'] },
      [
        'typeFilter=ConfigurationResynchronize&typeFilter=EntraIdRescanRepository&typeFilter=VolumesDiscover&typeFilter=AgentDiscovery',
      ],
    ],
    ['1.2-rev1', { kinds: ['REPLICATION'] }, ['typeFilter=ReplicaJob']],
  ])('push criteria to revision %s: %j', async (revision, criteria, filters) => {
    const { adapter, calls } = await startPair({}, { apiVersion: revision });
    await readAll(adapter, criteria);
    const lines = calls();
    expect(lines).toHaveLength(filters.length);
    filters.forEach((filter, index) =>
      expect(lines.sort()[index]).toContain([...filters].sort()[index] ?? filter),
    );
  });
});
