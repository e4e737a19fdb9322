import fc from 'fast-check';
import { HistoryAway } from '../../../src/core/errors/history-away.js';
import type { FleetReader } from '../../../src/core/federation/fleet-reader.js';
import { listSessions } from '../../../src/core/federation/session-list.js';
import { isComplete } from '../../../src/core/federation/source-outcome.js';
import { MemoryJournalStore } from '../../../src/core/following/memory-journal-store.js';
import type { SessionRecord } from '../../../src/core/model/session.js';
import type { SessionCriteria, SessionOrder } from '../../../src/core/ports/activity.js';
import { until } from '../../support/until.js';
import { fakeFleet, sessionRecord } from '../../support/fake-server.js';
import type { FakeServer } from '../../support/fake-server.js';

const HOUR = 3_600_000;
const NEWEST: SessionOrder = { field: 'START_TIME', direction: 'DESC' };

const name = ({ server, nativeId }: SessionRecord): string => `${server}/${nativeId}`;

function list(
  reader: FleetReader,
  first: number,
  after?: string,
  order = NEWEST,
  criteria: SessionCriteria = {},
) {
  const parts = reader.select({}).map((server) => ({ reader: server, criteria }));
  return listSessions({ parts, order, page: { first, ...(after === undefined ? {} : { after }) } });
}

/** Reads the list to its end, page by page, with a new operation for each page. */
async function walk(
  reader: () => FleetReader,
  first: number,
  order = NEWEST,
  between: (page: number) => void = () => undefined,
): Promise<string[]> {
  const seen: string[] = [];
  let after: string | undefined;
  for (let page = 0; page < 1000; page += 1) {
    const answer = await list(reader(), first, after, order);
    seen.push(...answer.rows.map(({ record }) => name(record)));
    if (!answer.hasNextPage) return seen;
    after = answer.rows.at(-1)?.cursor;
    between(page);
  }
  throw new Error('the walk does not end');
}

/** The list as a person would sort it: an own comparison, not the gateway's. */
function sorted(servers: FakeServer[], { field, direction }: SessionOrder): string[] {
  const sign = direction === 'ASC' ? 1 : -1;
  const keyOf = (row: SessionRecord): number | string => {
    if (field === 'NAME') return row.name.toLowerCase();
    return field === 'START_TIME' ? row.startTime : (row.endTime ?? Infinity);
  };
  const rows = servers.flatMap(({ sessions }) => sessions);
  rows.sort((a, b) => {
    const [x, y] = [keyOf(a), keyOf(b)];
    if (x !== y) return x < y ? -sign : sign;
    if (a.server !== b.server) return a.server < b.server ? -1 : 1;
    return a.nativeId < b.nativeId ? -1 : 1;
  });
  return rows.map(name);
}

const arbitraryServer = (key: string): fc.Arbitrary<FakeServer> =>
  fc.record({
    key: fc.constant(key),
    pageSize: fc.integer({ min: 1, max: 5 }),
    order: fc.constantFrom('sorted' as const, 'unsorted' as const),
    sessions: fc
      // Few distinct times, so that ties are the rule.
      .uniqueArray(
        fc.record({
          id: fc.integer({ min: 0, max: 60 }),
          start: fc.integer({ min: 0, max: 6 }),
          end: fc.option(fc.integer({ min: 0, max: 9 })),
        }),
        { selector: ({ id }) => id, maxLength: 25 },
      )
      .map((rows) =>
        rows.map(({ id, start, end }) =>
          sessionRecord(key, `id-${id}`, start * 1000, {
            name: `Job ${id % 4}`,
            endTime: end === null ? null : end * 1000,
          }),
        ),
      ),
  });

const arbitraryFleet = fc
  .integer({ min: 1, max: 4 })
  .chain((count) =>
    fc.tuple(...Array.from({ length: count }, (_none, index) => arbitraryServer(`server-${index}`))),
  );

const arbitraryOrder: fc.Arbitrary<SessionOrder> = fc.record({
  field: fc.constantFrom('START_TIME' as const, 'END_TIME' as const, 'NAME' as const),
  direction: fc.constantFrom('ASC' as const, 'DESC' as const),
});

describe('A walk over the sessions of a fleet', () => {
  it('yields every session exactly once and in order, whatever the fleet, the page sizes, the ties and the order', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryFleet,
        arbitraryOrder,
        fc.integer({ min: 1, max: 7 }),
        async (servers, order, first) => {
          expect(await walk(fakeFleet(servers).reader, first, order)).toEqual(sorted(servers, order));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('yields every session that existed at the start once while new ones arrive at the top', async () => {
    const servers = ['a', 'b'].map((key) => ({
      key,
      sessions: Array.from({ length: 40 }, (_none, index) =>
        sessionRecord(key, `old-${index}`, Math.floor(index / 3) * 1000),
      ),
    }));
    const before = sorted(servers, NEWEST);
    const seen = await walk(fakeFleet(servers).reader, 7, NEWEST, (page) =>
      servers.forEach(({ key, sessions }) =>
        sessions.push(sessionRecord(key, `new-${page}`, 900_000 + page)),
      ),
    );
    expect(seen.filter((id) => id.includes('old'))).toEqual(before);
  });
});

describe('A page of sessions', () => {
  it('is right although a server does not keep the order it promised, where the pages read show it', async () => {
    const starts = [5, 3, 9, 2, 1, 8];
    const sessions = starts.map((start) => sessionRecord('liar', `s-${start}`, start));
    const { reader } = fakeFleet([{ key: 'liar', order: 'liar', sessions }]);
    const { rows } = await list(reader(), 2);
    expect(rows.map(({ record }) => record.startTime)).toEqual([9, 8]);
  });

  it('asks a server only as far as the page needs', async () => {
    const sessions = (key: string, offset: number): SessionRecord[] =>
      Array.from({ length: 30 }, (_none, index) => sessionRecord(key, `s-${index}`, offset + index));
    const { reader, pages } = fakeFleet([
      { key: 'busy', sessions: sessions('busy', 1000) },
      { key: 'idle', sessions: sessions('idle', 0) },
    ]);
    await list(reader(), 5);
    expect(Object.fromEntries(pages)).toEqual({ busy: 3, idle: 1 });
  });

  it('keeps the rows of the others and names the server that fails on its first page', async () => {
    const { reader } = fakeFleet([
      { key: 'good', sessions: [sessionRecord('good', 'x', 1)] },
      { key: 'bad', sessions: [sessionRecord('bad', 'y', 2)], failAtPage: 0 },
    ]);
    const { rows, outcomes } = await list(reader(), 10);
    expect(rows.map(({ record }) => name(record))).toEqual(['good/x']);
    expect(isComplete(outcomes)).toBe(false);
    expect(outcomes[1]).toMatchObject({ status: 'FAILED', count: null });
    expect(outcomes[1]?.failure).toMatchObject({ code: 'UPSTREAM_ERROR', server: 'bad', product: 'VBR' });
  });

  it('names a server as failed whose journal fails while it is read', async () => {
    const store = new MemoryJournalStore();
    const { reader, fleet } = fakeFleet([{ key: 'one', sessions: [sessionRecord('one', 'x', 1)] }], {
      lifetime: { inventory: 0, staleIfError: 0 },
      store: null,
      following: { store, active: HOUR, idle: HOUR, backfill: HOUR, freshness: HOUR },
    });
    fleet.follow();
    await until(async () => (await list(reader(), 10)).outcomes[0]?.coveredFrom != null);
    store.read = () => Promise.reject(new HistoryAway('it is away'));
    const { rows, outcomes } = await list(reader(), 10);
    expect(rows).toEqual([]);
    expect(outcomes).toMatchObject([{ status: 'FAILED', fetchedAt: null, count: null }]);
    expect(outcomes[0]?.failure?.message).toContain('what is kept');
    fleet.stop();
  });

  it('does not wait for a server beyond its deadline', async () => {
    const { reader, fleet } = fakeFleet([
      { key: 'good', sessions: [sessionRecord('good', 'x', 1)] },
      { key: 'stuck', sessions: [], hangs: true, timeout: 20 },
    ]);
    const { rows, outcomes } = await list(reader(), 10);
    expect(rows).toHaveLength(1);
    expect(outcomes[1]?.failure?.code).toBe('TIMEOUT');
    expect(fleet.members.find(({ server }) => server.key === 'stuck')?.health.current().status).toBe(
      'OFFLINE',
    );
  });

  it('knows the total when every server was read to its end, on later pages too', async () => {
    const servers = ['a', 'b'].map((key) => ({
      key,
      sessions: Array.from({ length: 5 }, (_none, index) => sessionRecord(key, `s-${index}`, index)),
    }));
    const { reader } = fakeFleet(servers);
    const firstPage = await list(reader(), 50);
    expect((await firstPage.counts()).map(({ count }) => count)).toEqual([5, 5]);
  });
});
