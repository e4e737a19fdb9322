import { jest } from '@jest/globals';
import fc from 'fast-check';
import { HistoryAway } from '../../../src/core/errors/history-away.js';
import { SourceFailure } from '../../../src/core/errors/source-failure.js';
import { Journal } from '../../../src/core/following/journal.js';
import { MemoryJournalStore } from '../../../src/core/following/memory-journal-store.js';
import { Reconciler } from '../../../src/core/following/reconciler.js';
import type { SessionRecord } from '../../../src/core/model/session.js';
import { CallTally } from '../../../src/core/ports/call-scope.js';
import { fakeAdapter, fakeFleet, sessionRecord } from '../../support/fake-server.js';
import type { FakeServer } from '../../support/fake-server.js';
import { until } from '../../support/until.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = Date.parse('2026-03-18T10:30:00Z');

const at = (id: number, start: number, more: Partial<SessionRecord> = {}): SessionRecord =>
  sessionRecord('one', `s${String(id).padStart(6, '0')}`, start, more);
const hourly = (count: number): SessionRecord[] =>
  Array.from({ length: count }, (_none, index) => at(index, NOW - index * HOUR));
const sorted = (sessions: readonly SessionRecord[]): string[] =>
  sessions.map(({ nativeId }) => nativeId).sort();

/** A server all of whose sessions are kept, by a clock that tests set. */
async function stage(sessions: SessionRecord[], tellsTotals = true) {
  const server: FakeServer = { key: 'one', sessions, pageSize: 1_000, tellsTotals };
  const clock = { now: NOW };
  const store = new MemoryJournalStore();
  const pages = new Map<string, number>();
  const journal = new Journal(store, 'one');
  const reconciler = new Reconciler(fakeAdapter(server, pages).activity, journal, () => clock.now, 30 * DAY);
  const look = (): Promise<void> =>
    store.record('one', [], { cover: { from: 0, isWhole: true }, lookedAt: clock.now });
  await store.record('one', sessions, { cover: { from: 0, isWhole: true }, lookedAt: NOW });
  /** Time passes, and what is due is compared. */
  const after = async (time: number): Promise<{ mended: number; calls: number }> => {
    clock.now += time;
    await look();
    const before = pages.get('one') ?? 0;
    let mended = 0;
    const scope = { signal: new AbortController().signal, tally: new CallTally() };
    while (await reconciler.isDue()) mended += await reconciler.next(scope);
    return { mended, calls: (pages.get('one') ?? 0) - before };
  };
  const kept = async (): Promise<string[]> => {
    const order = { field: 'NAME', direction: 'ASC' } as const;
    return sorted(await store.read({ server: 'one', criteria: {}, order, limit: 1_000_000 }));
  };
  return { server, store, after, kept };
}

describe.each([true, false])('a server that tells totals: %s', (tellsTotals) => {
  it('has sessions that showed up hours after they began found within the hour', async () => {
    const { server, after, kept } = await stage(hourly(30), tellsTotals);
    server.sessions.push(at(900, NOW - 5 * HOUR), at(901, NOW - 6 * HOUR, { state: 'RUNNING' }));
    expect(await after(HOUR)).toMatchObject({ mended: 2 });
    expect(await kept()).toEqual(sorted(server.sessions));
    expect(await after(HOUR)).toMatchObject({ mended: 0 });
  });

  it('has a session found within a day that showed up weeks after it began', async () => {
    const { server, after, kept } = await stage(hourly(500), tellsTotals);
    server.sessions.push(at(900, NOW - 15 * DAY));
    expect(await after(HOUR)).toMatchObject({ mended: 0 });
    expect(await after(DAY)).toMatchObject({ mended: 1 });
    expect(await kept()).toEqual(sorted(server.sessions));
  });

  it('may give sessions other ids: each is kept once, under the new one', async () => {
    const { server, after, kept } = await stage(hourly(20), tellsTotals);
    server.sessions = server.sessions.map((one) => ({ ...one, nativeId: `new ${one.nativeId}` }));
    await after(HOUR);
    expect(await kept()).toEqual(sorted(server.sessions));
  });

  it('may purge sessions, or be replaced by a backup of itself: they stay, and what is new comes', async () => {
    const { server, after, kept } = await stage(hourly(20), tellsTotals);
    const all = sorted(server.sessions);
    server.sessions = server.sessions.slice(3, 15);
    server.sessions.push(at(901, NOW - 4 * HOUR));
    expect(await after(HOUR)).toMatchObject({ mended: 1 });
    expect(await kept()).toEqual([...all, 's000901']);
  });

  it('may fail while it is read: what had come late is found when it answers again', async () => {
    const { server, after, kept } = await stage(hourly(30), tellsTotals);
    // Not the newest of its hour, which is looked for by its id.
    server.sessions.push(at(900, NOW - 5 * HOUR - 10 * MINUTE));
    // The glance at the hour, which is one page, still works.
    server.failOnRowsAbove = 1;
    await expect(after(HOUR)).rejects.toThrow(SourceFailure);
    delete server.failOnRowsAbove;
    expect(await after(0)).toMatchObject({ mended: 1 });
    expect(await kept()).toEqual(sorted(server.sessions));
  });

  it('leads to what it shows, whatever comes late', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 40 * 60 }), { minLength: 1, maxLength: 40 }),
        fc.array(fc.integer({ min: 0, max: 22 * 60 }), { minLength: 1, maxLength: 20 }),
        async (early, late) => {
          const { server, after, kept } = await stage(
            early.map((minutes, index) => at(index, NOW - minutes * MINUTE)),
            tellsTotals,
          );
          server.sessions.push(...late.map((minutes, index) => at(500 + index, NOW - minutes * MINUTE)));
          expect(await after(HOUR)).toMatchObject({ mended: late.length });
          expect(await kept()).toEqual(sorted(server.sessions));
        },
      ),
      { numRuns: 50 },
    );
  });
});

it('costs a call a day of an hour where nothing is amiss, and no more where something was purged for good', async () => {
  const { server, after } = await stage(hourly(20));
  expect(await after(HOUR)).toEqual({ mended: 0, calls: 2 });
  server.sessions = server.sessions.slice(0, 10);
  expect((await after(HOUR)).calls).toBeGreaterThan(10);
  for (let hour = 0; hour < 3; hour += 1) await after(HOUR);
  expect((await after(HOUR)).calls).toBeLessThanOrEqual(4);
});

it('is done as soon as the store can be used, where that was away when it was due', async () => {
  const { server, store, after } = await stage(hourly(30));
  server.sessions.push(at(900, NOW - 5 * HOUR));
  const away = jest.spyOn(store, 'state').mockRejectedValue(new HistoryAway('it is away'));
  expect(await after(HOUR)).toMatchObject({ mended: 0, calls: 0 });
  away.mockRestore();
  expect(await after(0)).toMatchObject({ mended: 1 });
});

it('is done for a server that is followed, and those who follow its changes are told to ask anew', async () => {
  const server: FakeServer = { key: 'one', sessions: hourly(30), pageSize: 1_000, tellsTotals: true };
  const clock = { now: NOW };
  const store = new MemoryJournalStore();
  let mended = 0;
  const { fleet } = fakeFleet(
    [server],
    {
      lifetime: { inventory: 0, staleIfError: 0 },
      store: null,
      following: {
        ...{ store, active: 20, idle: 20, backfill: 30 * DAY, freshness: 10_000 },
        mended: (count) => (mended += count),
      },
    },
    () => clock.now,
  );
  const changes = fleet.changes.read(
    null,
    ({ kind }) => kind === 'GAP',
    () => undefined,
  );
  fleet.follow();
  await until(async () => (await store.state('one'))?.cover.isWhole === true);
  server.sessions.push(at(900, NOW - 5 * HOUR));
  clock.now += HOUR;
  expect(await changes.next()).toMatchObject({ value: { kind: 'GAP', server: 'one' } });
  expect(await store.get('one', 'VbrSession', 's000900')).not.toBeNull();
  expect(mended).toBe(1);
  fleet.stop();
});
