import { encodeId } from '../../src/core/model/ids.js';
import { DAY, freezeClock, HOUR, NOW } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startFleet } from '../support/fleet.js';
import type { Fleet } from '../support/fleet.js';
import { pageOfSessions, walkSessions } from '../support/session-lists.js';
import type { SessionPage } from '../support/session-lists.js';
import { truthOf } from '../support/truth.js';
import type { FleetTruth, SessionTruth } from '../support/truth.js';
import { askCounting, totalOf, whenProbed } from '../support/upstream-calls.js';

type Counts = Record<string, number | null>;

const serverId = (key: string): string => encodeId({ type: 'BackupServer', server: key, nativeId: key });

describe('how many sessions there are', () => {
  let clock: FrozenClock;
  let fleet: Fleet;
  let truth: FleetTruth;

  beforeAll(async () => {
    clock = freezeClock();
    const size = { sessions: 300 };
    fleet = await startFleet({ vbr: size, vbaws: size, vb365: size });
    await whenProbed(fleet);
    truth = truthOf(fleet);
  });

  afterAll(async () => {
    await fleet.close();
    clock.release();
  });

  const alive = (): Record<string, unknown> => ({ servers: fleet.alive.map(serverId) });

  const countsOf = ({ sources }: SessionPage): Counts =>
    Object.fromEntries(sources.map(({ server, count }) => [server.key, count]));

  function countsInTruth(test: (session: SessionTruth) => boolean): Counts {
    const matching = truth.sessions.filter(test);
    const count = (key: string): number => matching.filter(({ server }) => server === key).length;
    return Object.fromEntries(fleet.alive.map((key) => [key, count(key)]));
  }

  const sum = (counts: Counts): number =>
    Object.values(counts).reduce<number>((total, count) => total + (count ?? 0), 0);

  it.each<[string, Record<string, unknown>, (session: SessionTruth) => boolean]>([
    [
      'of six hours',
      { startedAfter: new Date(NOW - 6 * HOUR).toISOString() },
      ({ start }) => start > NOW - 6 * HOUR,
    ],
    ['that failed', { results: ['FAILED'] }, ({ result }) => result === 'FAILED'],
    ['that restore', { kinds: ['RESTORE'] }, ({ kind }) => kind === 'RESTORE'],
    ['that run', { states: ['RUNNING'] }, ({ state }) => state === 'RUNNING'],
    ['of a name that none has', { name: { eq: 'no such name' } }, () => false],
  ])(
    'is told exactly, of each server and in total, where the list fits the page: %s',
    async (_title, filter, test) => {
      const page = await pageOfSessions(fleet.gateway, { filter: { ...alive(), ...filter }, first: 500 });
      const counts = countsInTruth(test);
      expect(page.complete).toBe(true);
      expect(countsOf(page)).toEqual(counts);
      expect(page.totalCount).toBe(sum(counts));
      expect(page.totalCount).toBe(page.nodes.length);
    },
  );

  it('is told of a longer list where the server tells, and otherwise not guessed', async () => {
    const page = await pageOfSessions(fleet.gateway, { filter: alive(), first: 5 });
    // Version 8 of VB_M365 tells no total.
    expect(countsOf(page)).toEqual({ ...countsInTruth(() => true), m365: null });
    expect(page).toMatchObject({ complete: true, totalCount: null });
    const others = { servers: fleet.alive.filter((key) => key !== 'm365').map(serverId) };
    const known = await pageOfSessions(fleet.gateway, { filter: others, first: 5 });
    expect(known).toMatchObject({ complete: true, totalCount: 4 * 300 });
  });

  it('is never told wrong, whatever the filter and the page', async () => {
    const filters = [
      { startedAfter: new Date(NOW - 9 * DAY).toISOString() },
      { endedBefore: new Date(NOW - DAY).toISOString() },
      { results: ['SUCCESS'] },
      { kinds: ['BACKUP'] },
      { results: ['WARNING', 'FAILED'], startedBefore: new Date(NOW - DAY).toISOString() },
    ];
    const tests: ((session: SessionTruth) => boolean)[] = [
      ({ start }) => start > NOW - 9 * DAY,
      ({ end }) => end !== null && end < NOW - DAY,
      ({ result }) => result === 'SUCCESS',
      ({ kind }) => kind === 'BACKUP',
      ({ result, start }) => ['WARNING', 'FAILED'].includes(result) && start < NOW - DAY,
    ];
    for (const [index, filter] of filters.entries()) {
      const counts = countsInTruth((session) => tests[index]?.(session) === true);
      for (const page of await walkSessions(fleet.gateway, {
        filter: { ...alive(), ...filter },
        first: 150,
      })) {
        for (const [key, count] of Object.entries(countsOf(page)))
          expect([counts[key], null]).toContain(count);
        expect([sum(counts), null]).toContain(page.totalCount);
      }
    }
  });

  it('stays the same on the following pages', async () => {
    const filter = { servers: ['vbr', 'vbr-old', 'aws'].map(serverId) };
    const pages = await walkSessions(fleet.gateway, { filter, first: 250 });
    expect(pages.map(({ totalCount }) => totalCount)).toEqual(pages.map(() => 900));
    for (const page of pages) expect(countsOf(page)).toEqual({ vbr: 300, 'vbr-old': 300, aws: 300 });
  });

  it('costs nothing on the first page and one look at each list on others', async () => {
    const query = (field: string): string => `query ($filter: SessionFilter, $after: String) {
      sessions(first: 20, filter: $filter, after: $after) { ${field} pageInfo { endCursor } }
    }`;
    const filter = { servers: ['vbr', 'aws'].map(serverId) };
    const first = await askCounting<{ sessions: SessionPage }>(fleet, query('totalCount'), { filter });
    expect(totalOf(first.calls)).toBe(2);
    const after = first.answer.data.sessions.pageInfo.endCursor;
    const plain = await askCounting(fleet, query('complete'), { filter, after });
    const counted = await askCounting<{ sessions: SessionPage }>(fleet, query('totalCount'), {
      filter,
      after,
    });
    expect(totalOf(plain.calls)).toBe(2);
    expect(totalOf(counted.calls)).toBe(4);
    expect(counted.answer.data.sessions.totalCount).toBe(600);
  });

  it('is unknown in total while a server is down, and known of those that answered', async () => {
    const filter = { startedAfter: new Date(NOW - 6 * HOUR).toISOString() };
    const page = await pageOfSessions(fleet.gateway, { filter, first: 500 });
    expect(page).toMatchObject({ complete: false, totalCount: null });
    expect(countsOf(page)).toEqual({ ...countsInTruth(({ start }) => start > NOW - 6 * HOUR), down: null });
  });
});
