import fc from 'fast-check';
import { encodeId } from '../../src/core/model/ids.js';
import { freezeClock } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startFleet } from '../support/fleet.js';
import type { Fleet } from '../support/fleet.js';
import { expected, shown, walkSessions } from '../support/session-lists.js';
import type { SessionOrder } from '../support/session-lists.js';
import { truthOf } from '../support/truth.js';
import type { FleetTruth, SessionTruth } from '../support/truth.js';

/** Three days after the clocks went back in New York, whose time one of the servers tells. */
const AFTER_CLOCK_CHANGE = Date.parse('2026-11-04T10:30:00Z');

interface Wish {
  kinds?: string[];
  states?: string[];
  results?: string[];
  name?: Partial<Record<'contains' | 'startsWith' | 'eq', string>> & { in?: string[] };
  startedAfter?: number;
  startedBefore?: number;
  endedAfter?: number;
  endedBefore?: number;
}

const KINDS = [
  'BACKUP',
  'BACKUP_COPY',
  'REPLICATION',
  'SNAPSHOT',
  'RESTORE',
  'RETENTION',
  'RESCAN',
  'CONFIGURATION',
  'MAINTENANCE',
  'OTHER',
];
const STATES = ['PENDING', 'RUNNING', 'STOPPING', 'FINISHED', 'UNKNOWN'];
const RESULTS = ['NONE', 'SUCCESS', 'WARNING', 'FAILED', 'CANCELLED', 'UNKNOWN'];

function means(wish: Wish, { kind, state, result, name, start, end }: SessionTruth): boolean {
  const text = name.toLowerCase();
  const same = (other: string): boolean => other.toLowerCase() === text;
  return [
    wish.kinds?.includes(kind),
    wish.states?.includes(state),
    wish.results?.includes(result),
    wish.name?.contains === undefined ? undefined : text.includes(wish.name.contains.toLowerCase()),
    wish.name?.startsWith === undefined ? undefined : text.startsWith(wish.name.startsWith.toLowerCase()),
    wish.name?.eq === undefined ? undefined : same(wish.name.eq),
    wish.name?.in?.some(same),
    wish.startedAfter === undefined ? undefined : start > wish.startedAfter,
    wish.startedBefore === undefined ? undefined : start < wish.startedBefore,
    wish.endedAfter === undefined ? undefined : end !== null && end > wish.endedAfter,
    wish.endedBefore === undefined ? undefined : end !== null && end < wish.endedBefore,
  ].every((holds) => holds !== false);
}

/** Bounds that lie on, just before and just after the starts and ends of sessions, where bounds go wrong. */
function arbitraryWish({ sessions }: FleetTruth): fc.Arbitrary<Wish> {
  const some = fc.constantFrom(...sessions);
  const instant = fc
    .tuple(some, fc.constantFrom(-1, 0, 1))
    .chain(([{ start, end }, step]) => fc.constantFrom(start + step, (end ?? start) + step));
  const word = some.map(({ name }) => name);
  return fc.record<Wish>(
    {
      kinds: fc.subarray(KINDS, { minLength: 1 }),
      states: fc.subarray(STATES, { minLength: 1 }),
      results: fc.subarray(RESULTS, { minLength: 1 }),
      name: fc.oneof(
        word.map((name) => ({ eq: name.toUpperCase() })),
        word.map((name) => ({ contains: name.slice(2, 6) })),
        word.map((name) => ({ startsWith: name.slice(0, 3).toLowerCase() })),
        fc.array(word, { minLength: 1, maxLength: 3 }).map((names) => ({ in: names })),
      ),
      startedAfter: instant,
      startedBefore: instant,
      endedAfter: instant,
      endedBefore: instant,
    },
    { requiredKeys: [] },
  );
}

function asFilter(wish: Wish): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(wish).map(([key, value]: [string, unknown]) => [
      key,
      typeof value === 'number' ? new Date(value).toISOString() : value,
    ]),
  );
}

describe('a filter of sessions', () => {
  let clock: FrozenClock;
  let fleet: Fleet;
  let truth: FleetTruth;

  beforeAll(async () => {
    clock = freezeClock(AFTER_CLOCK_CHANGE);
    const size = { sessions: 160 };
    fleet = await startFleet({ vbr: { ...size, timeZone: 'America/New_York' }, vbaws: size, vb365: size });
    truth = truthOf(fleet);
  });

  afterAll(async () => {
    await fleet.close();
    clock.release();
  });

  it('shows what filtering and sorting everything the servers know shows, in any order and page size', async () => {
    const servers = fleet.alive.map((key) => encodeId({ type: 'BackupServer', server: key, nativeId: key }));
    const orders = fc.record<SessionOrder>({
      field: fc.constantFrom('START_TIME' as const, 'END_TIME' as const, 'NAME' as const),
      direction: fc.constantFrom('ASC' as const, 'DESC' as const),
    });
    await fc.assert(
      fc.asyncProperty(
        arbitraryWish(truth),
        orders,
        fc.integer({ min: 40, max: 500 }),
        async (wish, orderBy, first) => {
          const matching = truth.sessions.filter((session) => means(wish, session));
          const filter = { ...asFilter(wish), servers };
          const pages = await walkSessions(fleet.gateway, { filter, orderBy, first });
          expect(shown(pages)).toEqual(expected(matching, orderBy));
          for (const { totalCount, complete, sources } of pages) {
            expect(complete).toBe(true);
            expect([matching.length, null]).toContain(totalCount);
            for (const { server, count } of sources)
              expect([matching.filter((session) => session.server === server.key).length, null]).toContain(
                count,
              );
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
