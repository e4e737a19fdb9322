import fc from 'fast-check';
import {
  matchesSession,
  sessionComparator,
  sessionKey,
  sessionPosition,
} from '../../src/core/ordering/session-criteria.js';
import type { SessionRecord } from '../../src/core/model/session.js';
import { SESSION_KINDS, SESSION_RESULTS, SESSION_STATES } from '../../src/core/model/session.js';
import type { SessionCriteria, SessionOrder } from '../../src/core/ports/activity.js';
import { MOST_UNFINISHED } from '../../src/core/ports/journal-store.js';
import type { FollowState, JournalStore } from '../../src/core/ports/journal-store.js';
import { at, policy, session } from '../core/reports/records.js';

const START = at('2026-03-01T00:00:00Z');

export const followed: FollowState = {
  cover: { from: START, isWhole: true },
  lookedAt: at('2026-03-20T00:00:00Z'),
};

const NEWEST: SessionOrder = { field: 'START_TIME', direction: 'DESC' };

const ids = (sessions: readonly SessionRecord[]): string[] => sessions.map(({ nativeId }) => nativeId);

/** Names whose order by code unit differs from that by code point, by letter and by language; NUL is no text for PostgreSQL. */
const names = fc.oneof(
  fc.constantFrom(
    'Täglich',
    'täglich',
    'TÄGLICH',
    'İstanbul',
    'ß',
    'a',
    'B',
    'b',
    'z',
    '',
    '"',
    "'",
    '\\',
    '%',
    '_',
  ),
  fc.constantFrom('\u0000', '\u0001', '\ud7fe', '\ud7ff', '\ue000', '\uffff', '😀', '𐀀', '\ud83d', '\udc00x'),
  fc.string({ unit: 'binary', maxLength: 6 }),
);

const sessions = fc.uniqueArray(
  fc
    .record({
      nativeId: names,
      name: names,
      kind: fc.constantFrom(...SESSION_KINDS),
      state: fc.constantFrom(...SESSION_STATES),
      result: fc.constantFrom(...SESSION_RESULTS),
      // Few times, so that many are the same.
      startTime: fc.integer({ min: START, max: START + 4 }),
      endTime: fc.option(fc.integer({ min: START, max: START + 4 })),
      policyId: fc.constantFrom(null, undefined, 'a', 'A', 'b', '😀'),
      retryOf: fc.constantFrom(null, undefined, 'first'),
      native: fc.constantFrom(null, { deep: [{ text: 'ü\u0000', none: null }], number: 0.5 }),
    })
    .map((facts) => session(facts)),
  { selector: ({ nativeId }) => nativeId, maxLength: 40 },
);

const some = <T>(values: readonly T[]) => fc.option(fc.subarray([...values]), { nil: undefined });
const instant = fc.option(fc.integer({ min: START - 1, max: START + 5 }), { nil: undefined });

const criteria: fc.Arbitrary<SessionCriteria> = fc
  .record({
    policies: fc.option(fc.subarray(['a', 'A', 'b', '😀', 'none']), { nil: undefined }),
    name: fc.option(
      fc.oneof(
        names.map((eq) => ({ eq })),
        names.map((contains) => ({ contains })),
        names.map((startsWith) => ({ startsWith })),
        fc.array(names, { maxLength: 4 }).map((all) => ({ in: all })),
      ),
      { nil: undefined },
    ),
    kinds: some(SESSION_KINDS),
    states: some(SESSION_STATES),
    results: some(SESSION_RESULTS),
    startedAfter: instant,
    startedBefore: instant,
    endedAfter: instant,
    endedBefore: instant,
  })
  .map(({ policies, ...rest }): SessionCriteria =>
    Object.fromEntries(
      Object.entries({
        ...rest,
        policies: policies?.map((nativeId) => policy({ nativeId })),
      }).filter(([, value]) => value !== undefined),
    ),
  );

const orders: fc.Arbitrary<SessionOrder> = fc.record({
  field: fc.constantFrom('START_TIME', 'END_TIME', 'NAME'),
  direction: fc.constantFrom('ASC', 'DESC'),
});

/** Reads a list to its end, page by page, as the federation would: criteria are applied to what comes. */
async function walk(
  store: JournalStore,
  server: string,
  wanted: SessionCriteria,
  order: SessionOrder,
  limit: number,
): Promise<string[]> {
  const seen: string[] = [];
  for (let last: SessionRecord | undefined; ;) {
    const after = last && { key: sessionKey(last, order), nativeId: last.nativeId };
    const page = await store.read({ server, criteria: wanted, order, limit, ...(after && { after }) });
    seen.push(...ids(page.filter((one) => matchesSession(one, wanted))));
    last = page.at(-1);
    if (page.length < limit) return seen;
  }
}

/** What every store of the journal does. Servers of each test have names of their own; `open` is called once. */
export function describeJournalStore(title: string, open: () => Promise<JournalStore>): void {
  describe(`the journal in ${title}`, () => {
    let store: JournalStore;
    let number = 0;
    let server: string;

    beforeAll(async () => {
      store = await open();
    });
    afterAll(() => store.close());
    beforeEach(() => {
      server = `server-${String((number += 1))}`;
    });

    const record = (...kept: SessionRecord[]) => store.record(server, kept, followed);
    const all = () => store.read({ server, criteria: {}, order: NEWEST, limit: 100 });

    it('knows nothing of a server that was never followed', async () => {
      expect(await store.state(server)).toBeNull();
      expect(await all()).toEqual([]);
      expect(await store.count(server, {})).toBe(0);
      expect(await store.get(server, 'VbrSession', 'a')).toBeNull();
      expect(await store.unfinished(server)).toEqual([]);
      expect(await store.newest(server, ['p'], false)).toEqual(new Map());
    });

    it('gives sessions back as they were told', async () => {
      const told = [
        session({ server, nativeId: 'a', policyId: undefined, retryOf: undefined, retryNumber: 0 }),
        session({
          server,
          nativeId: 'b',
          native: { list: [1, { x: null }], text: 'ü\u0000😀"' },
          endTime: null,
        }),
        session({
          server,
          nativeId: 'c',
          progressPercent: 33.3,
          message: 'line\nline',
          initiatedBy: 'o’hara',
        }),
      ];
      await record(...told);
      for (const one of told) expect(await store.get(server, one.type, one.nativeId)).toEqual(one);
      expect((await store.get(server, 'VbrSession', 'a'))?.policyId).toBeUndefined();
      expect((await store.get(server, 'VbrSession', 'b'))?.policyId).toBeNull();
      expect(await store.get(server, 'Other', 'a')).toBeNull();
    });

    it('remembers how far the server was followed', async () => {
      const state = { cover: { from: START + 0.5, isWhole: false }, lookedAt: START + 7 };
      await store.record(server, [], state);
      expect(await store.state(server)).toEqual(state);
      await store.record(server, [], followed);
      expect(await store.state(server)).toEqual(followed);
    });

    it('replaces a session that is told again, and keeps those of other servers and types', async () => {
      await record(session({ nativeId: 'a', state: 'RUNNING', endTime: null, result: 'NONE' }));
      await store.record('another', [session({ nativeId: 'a', name: 'of another' })], followed);
      await record(session({ nativeId: 'a', type: 'Other', name: 'of another type' }));
      await record(
        session({ nativeId: 'a', startTime: START, result: 'WARNING' }),
        session({ nativeId: 'a', startTime: START, result: 'FAILED' }),
      );
      expect((await store.get(server, 'VbrSession', 'a'))?.result).toBe('FAILED');
      expect(await store.count(server, {})).toBe(2);
      expect((await store.get('another', 'VbrSession', 'a'))?.name).toBe('of another');
    });

    it('lists and counts as the federation does, whatever names, times and criteria', async () => {
      let run = 0;
      await fc.assert(
        fc.asyncProperty(
          sessions,
          criteria,
          orders,
          fc.integer({ min: 1, max: 9 }),
          async (kept, wanted, order, limit) => {
            const name = `${server}-${String((run += 1))}`;
            await store.record(name, kept, followed);
            const compare = sessionComparator(order);
            const expected = kept
              .filter((one) => matchesSession(one, wanted))
              .map((one) => sessionPosition({ ...one, server: name }, order))
              .sort(compare)
              .map(({ nativeId }) => nativeId);
            expect(await walk(store, name, wanted, order, limit)).toEqual(expected);
            const count = await store.count(name, wanted);
            if (count !== null || wanted.name === undefined) expect(count).toBe(expected.length);
          },
        ),
        { numRuns: 60 },
      );
    });

    it('reads thousands of sessions without a gap', async () => {
      const many = Array.from({ length: 4_500 }, (_, i) =>
        session({ nativeId: String(i).padStart(5, '0'), startTime: START + (i % 7) }),
      );
      await record(...many);
      const read = await store.read({ server, criteria: {}, order: NEWEST, limit: 4_200 });
      const expected = many.toSorted(
        (a, b) => b.startTime - a.startTime || (a.nativeId < b.nativeId ? -1 : 1),
      );
      expect(ids(read)).toEqual(ids(expected).slice(0, 4_200));
    });

    it('tells the newest session of each policy, and the newest good one', async () => {
      const run = (nativeId: string, policyId: string, hour: number, result: SessionRecord['result']) =>
        session({ nativeId, policyId, startTime: START + hour, result });
      await record(
        run('a', 'p', 1, 'SUCCESS'),
        run('b', 'p', 2, 'WARNING'),
        run('c', 'p', 3, 'FAILED'),
        run('e', 'q', 5, 'NONE'),
        run('d', 'q', 5, 'CANCELLED'),
        run('f', 'r', 9, 'SUCCESS'),
        session({ nativeId: 'g', startTime: START + 10, policyId: null }),
      );
      const newest = await store.newest(server, ['p', 'q', 'none'], false);
      expect([...newest].map(([id, one]) => [id, one.nativeId]).sort()).toEqual([
        ['p', 'c'],
        ['q', 'd'],
      ]);
      const good = await store.newest(server, ['p', 'q', 'none'], true);
      expect([...good].map(([id, one]) => [id, one.nativeId])).toEqual([['p', 'b']]);
    });

    it('tells which sessions had not finished', async () => {
      await record(
        session({ nativeId: 'a' }),
        session({ nativeId: 'b', state: 'RUNNING', endTime: null }),
        session({ nativeId: 'c', state: 'UNKNOWN' }),
        session({ nativeId: 'd', state: 'FINISHED', endTime: null }),
      );
      expect(ids(await store.unfinished(server)).sort()).toEqual(['b', 'c']);
      await record(session({ nativeId: 'b' }));
      expect(ids(await store.unfinished(server))).toEqual(['c']);
    });

    it('tells what is read of thousands, and of those under way the newest thousand', async () => {
      const many = Array.from({ length: 1_200 }, (_none, index) =>
        session({
          nativeId: `s${String(index).padStart(4, '0')}`,
          policyId: `p${index}`,
          startTime: START + index,
          state: 'RUNNING',
          endTime: null,
        }),
      );
      await record(...many);
      const newestFirst = ids(many).reverse();
      const unfinished = ids(await store.unfinished(server));
      expect(unfinished.sort().reverse()).toEqual(newestFirst.slice(0, MOST_UNFINISHED));
      const listed = await store.read({ server, criteria: {}, order: NEWEST, limit: many.length });
      expect(ids(listed)).toEqual(newestFirst);
      const policies = many.map(({ policyId }) => String(policyId));
      const newest = await store.newest(server, policies, false);
      expect(policies.map((id) => newest.get(id)?.nativeId)).toEqual(ids(many));
    });

    it('forgets sessions of one server one by one', async () => {
      const odd = '\u0000😀';
      await record(...['a', 'b', odd].map((nativeId) => session({ nativeId })));
      await store.record('another', [session({ nativeId: 'a' })], followed);
      await store.forget(server, [
        session({ nativeId: 'a' }),
        session({ nativeId: odd }),
        session({ nativeId: 'none' }),
      ]);
      expect(ids(await all())).toEqual(['b']);
      expect(await store.get('another', 'VbrSession', 'a')).not.toBeNull();
    });

    it('forgets what is older, and covers no more than it keeps, whatever is recorded later', async () => {
      // Older than what other tests keep, so that it is these that go.
      const old = START - 1_000_000;
      const state = { ...followed, cover: { from: old, isWhole: true } };
      await store.record(
        server,
        [session({ nativeId: 'a', startTime: old }), session({ nativeId: 'b', startTime: old + 10 })],
        state,
      );
      expect(await store.expire(old + 10)).toBe(1);
      expect(ids(await all())).toEqual(['b']);
      expect((await store.state(server))?.cover).toEqual({ from: old + 10, isWhole: false });
      await store.record(server, [], state);
      expect((await store.state(server))?.cover).toEqual({ from: old + 10, isWhole: false });
      expect(await store.expire(old + 10)).toBe(0);
    });

    it('tells what it holds of each server', async () => {
      await record(
        session({ nativeId: 'a', startTime: START + 5 }),
        session({ nativeId: 'b', startTime: START + 9 }),
      );
      const [held] = (await store.contents()).filter((content) => content.server === server);
      expect(held).toEqual({ server, sessions: 2, oldest: START + 5, newest: START + 9, state: followed });
      await store.record(`${server}-empty`, [], followed);
      const empty = (await store.contents()).find((content) => content.server === `${server}-empty`);
      expect(empty).toMatchObject({ sessions: 0, oldest: null, newest: null });
    });

    it('lets one follow a server at a time', async () => {
      const first = await store.claim(server);
      expect(first?.signal.aborted).toBe(false);
      expect(await store.claim(server)).toBeNull();
      await (await store.claim(`${server}-2`))?.release();
      await first?.release();
      await first?.release();
      const again = await store.claim(server);
      expect(again).not.toBeNull();
      expect(await store.claim(server)).toBeNull();
      await again?.release();
    });
  });
}
