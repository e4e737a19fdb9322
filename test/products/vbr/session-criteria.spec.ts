import type { SessionCriteria } from '../../../src/core/ports/activity.js';
import type { PolicyRecord } from '../../../src/core/model/policy.js';
import type { VbrAdapter } from '../../../src/products/vbr/adapters/vbr-adapter.js';
import type { Revision } from '../../../src/simulators/vbr/revisions.js';
import { ids, matching, visible } from './session-truth.js';
import type { Truth } from './session-truth.js';
import { DAY, HOUR, NOW, REVISIONS, closePairs, readAll, scope, sorted, startPair } from './support.js';

afterEach(closePairs);

async function policiesOf(adapter: VbrAdapter): Promise<readonly PolicyRecord[]> {
  return (await adapter.inventory.policies(scope())).items;
}

describe.each(REVISIONS)('sessions at revision %s', (revision) => {
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
});

describe('session criteria', () => {
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
      '1.3-rev2',
      { states: ['PENDING', 'RUNNING', 'STOPPING'] },
      ['resultFilter=None', 'stateFilter=Working'],
    ],
    ['1.2-rev1', { states: ['PENDING'] }, ['resultFilter=None']],
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
