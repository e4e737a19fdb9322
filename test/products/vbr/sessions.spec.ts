import { sessionTypeWord, since } from '../../../src/simulators/vbr/revisions.js';
import { sessionLog } from '../../../src/simulators/vbr/world/logs.js';
import { messageOf, tasksOf } from '../../../src/simulators/vbr/world/tasks.js';
import { ids, visible } from './session-truth.js';
import { DAY, NOW, REVISIONS, closePairs, readAll, scope, sorted, startPair } from './support.js';

afterEach(closePairs);

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
      const isRetry = session.originalIndex !== session.index;
      const told = isRetry ? world.sessions.idAt(session.originalIndex) : null;
      expect(rows.get(session.id)).toMatchObject({
        ...expected,
        type: 'VbrSession',
        server: 'vbr-1',
        nativeType: sessionTypeWord(revision, session.type),
        startTime: session.creationTime,
        endTime,
        message: endTime === null ? null : messageOf(world, session) || null,
        ...(since(revision, '1.3-rev2') && { retryOf: told }),
        ...(job && { name: job.name, policyId: job.id }),
      });
      const { initiatedBy, progressPercent } = rows.get(session.id) ?? {};
      expect(initiatedBy).toEqual(revision === '1.2-rev1' ? null : expect.stringContaining('\\'));
      expect(progressPercent).toEqual(
        endTime === null ? (session.endTime === null ? null : expect.any(Number)) : 100,
      );
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
});
