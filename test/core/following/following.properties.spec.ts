import fc from 'fast-check';
import type { FleetReader } from '../../../src/core/federation/fleet-reader.js';
import type { NewestAnswer } from '../../../src/core/federation/newest-sessions.js';
import { listSessions } from '../../../src/core/federation/session-list.js';
import { totalOf } from '../../../src/core/federation/source-outcome.js';
import { MemoryJournalStore } from '../../../src/core/following/memory-journal-store.js';
import type { SessionRecord } from '../../../src/core/model/session.js';
import type { SessionCriteria, SessionOrder } from '../../../src/core/ports/activity.js';
import { fakeFleet, sessionRecord } from '../../support/fake-server.js';
import type { FakeServer } from '../../support/fake-server.js';
import { policy } from '../reports/records.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.parse('2026-03-18T10:30:00Z');

/** The fourth runs as well, but is not asked for. */
const POLICIES = ['p0', 'p1', 'p2'].map((nativeId) =>
  policy({ server: 'one', nativeId, lastRun: undefined, lastResult: undefined, lastSuccess: undefined }),
);

type Step =
  | { do: 'begin' }
  | { do: 'end'; which: number }
  | { do: 'late'; minutes: number; running: boolean }
  | { do: 'wait'; minutes: number }
  | { do: 'fail' | 'return' }
  | { do: 'latest' }
  | { do: 'ask'; order: SessionOrder; first: number; hours: number | null };

const arbitraryStep: fc.Arbitrary<Step> = fc.oneof(
  fc.constant<Step>({ do: 'begin' }),
  fc.record({ do: fc.constant('end' as const), which: fc.nat(20) }),
  fc.record({ do: fc.constant('late' as const), minutes: fc.nat(9), running: fc.boolean() }),
  fc.record({ do: fc.constant('wait' as const), minutes: fc.nat(200) }),
  fc.constantFrom<Step>({ do: 'fail' }, { do: 'return' }, { do: 'latest' }),
  fc.record({
    do: fc.constant('ask' as const),
    order: fc.record({
      field: fc.constantFrom('START_TIME' as const, 'END_TIME' as const, 'NAME' as const),
      direction: fc.constantFrom('ASC' as const, 'DESC' as const),
    }),
    first: fc.integer({ min: 1, max: 40 }),
    hours: fc.option(fc.integer({ min: 1, max: 72 })),
  }),
);

interface Stage {
  readonly server: FakeServer;
  /** What time it is at the server. */
  readonly clock: { now: number };
  readonly followed: ReturnType<typeof fakeFleet>;
  readonly direct: ReturnType<typeof fakeFleet>;
  begin(startTime: number, more?: Partial<SessionRecord>): void;
}

function stage(past: readonly number[], skew: number, backfill: number, rows = 100_000): Stage {
  const server: FakeServer = { key: 'one', sessions: [], policies: POLICIES, pageSize: 3 };
  let count = 0;
  const clock = { now: START };
  const made: Stage = {
    server,
    clock,
    followed: fakeFleet(
      [server],
      {
        lifetime: { inventory: 0, staleIfError: 0 },
        store: null,
        following: {
          store: new MemoryJournalStore({ rows, bytes: 2 ** 25 }),
          active: HOUR,
          idle: HOUR,
          backfill,
          freshness: 10_000,
        },
      },
      () => clock.now + skew,
    ),
    direct: fakeFleet([server]),
    begin: (startTime, more) => {
      count += 1;
      server.sessions.push(
        sessionRecord('one', `s${count}`, startTime, { policyId: `p${count % 4}`, ...more }),
      );
    },
  };
  for (const minutes of past) made.begin(START - minutes * MINUTE);
  return made;
}

/** Follows until nothing more is filled in. */
async function follow({ followed: { fleet, pages } }: Stage): Promise<void> {
  fleet.follow();
  for (let before = -1, quiet = 0; quiet < 5; before = pages.get('one') ?? 0) {
    quiet = before === (pages.get('one') ?? 0) ? quiet + 1 : 0;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function ask(
  read: FleetReader,
  criteria: SessionCriteria,
  order: SessionOrder,
  first: number,
): Promise<{
  rows: SessionRecord[];
  hasNextPage: boolean;
  status: string | undefined;
  total: number | null;
}> {
  const parts = [{ reader: read.of({ server: 'one' }), criteria }];
  const page = await listSessions({ parts, order, page: { first } });
  return {
    rows: page.rows.map(({ record }) => record),
    hasNextPage: page.hasNextPage,
    status: page.outcomes[0]?.status,
    total: totalOf(await page.counts()),
  };
}

/** When the last session of each policy and the last good one began. */
function lastStarts(read: FleetReader): Promise<unknown[]> {
  const reader = read.of({ server: 'one' });
  const startOf = (session: NewestAnswer): unknown =>
    typeof session === 'object' ? (session?.startTime ?? null) : session;
  return Promise.all(
    POLICIES.flatMap((one) => [reader.latest.of(one).then(startOf), reader.latest.goodOf(one).then(startOf)]),
  );
}

async function play(made: Stage, steps: readonly Step[]): Promise<void> {
  const { server } = made;
  for (const step of steps)
    switch (step.do) {
      case 'begin':
        made.begin(made.clock.now, { state: 'RUNNING', result: 'NONE', endTime: null });
        break;
      case 'late':
        made.begin(
          made.clock.now - step.minutes * MINUTE,
          step.running ? { state: 'RUNNING', result: 'NONE', endTime: null } : {},
        );
        break;
      case 'end': {
        const running = server.sessions.filter(({ state }) => state === 'RUNNING');
        const one = running[step.which % Math.max(1, running.length)];
        if (one === undefined) break;
        const ended: SessionRecord = { ...one, state: 'FINISHED', result: 'FAILED', endTime: made.clock.now };
        server.sessions = server.sessions.map((session) => (session === one ? ended : session));
        break;
      }
      case 'wait':
        made.clock.now += step.minutes * MINUTE;
        break;
      case 'fail':
        server.failAtPage = 0;
        break;
      case 'return':
        delete server.failAtPage;
        break;
      case 'latest':
        if (server.failAtPage === undefined)
          expect(await lastStarts(made.followed.reader().within({ maxAge: 0 }))).toEqual(
            await lastStarts(made.direct.reader()),
          );
        break;
      case 'ask': {
        const criteria = step.hours === null ? {} : { startedAfter: made.clock.now - step.hours * HOUR };
        const answer = await ask(
          made.followed.reader().within({ maxAge: 0 }),
          criteria,
          step.order,
          step.first,
        );
        if (server.failAtPage !== undefined) {
          expect(answer.status).not.toBe('OK');
          break;
        }
        const truth = await ask(made.direct.reader(), criteria, step.order, step.first);
        expect(answer).toEqual({ ...truth, total: truth.total ?? answer.total });
        const all = await ask(made.direct.reader(), criteria, step.order, 10_000);
        if (answer.total !== null) expect(answer.total).toBe(all.rows.length);
      }
    }
}

it('answers as the server would, while sessions begin, end and come late, the server fails and the clocks differ', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(72 * 60), { maxLength: 40 }),
      fc.integer({ min: -3 * HOUR, max: 3 * HOUR }),
      fc.constantFrom(12 * HOUR, 1_000 * HOUR),
      fc.constantFrom(12, 100_000),
      fc.array(arbitraryStep, { minLength: 5, maxLength: 40 }),
      async (past, skew, backfill, rows, steps) => {
        const made = stage(past, skew, backfill, rows);
        await follow(made);
        try {
          await play(made, steps);
        } finally {
          made.followed.fleet.stop();
        }
      },
    ),
    { numRuns: 100 },
  );
});

it('costs one small call a question where nothing is under way, and none for what is young enough', async () => {
  const made = stage([5, 50, 500, 1_000, 1_500, 2_000, 2_500], 0, 1_000 * HOUR);
  await follow(made);
  const { pages } = made.followed;
  const order = { field: 'START_TIME', direction: 'DESC' } as const;
  const before = pages.get('one') ?? 0;
  const now = await ask(made.followed.reader().within({ maxAge: 0 }), {}, order, 7);
  expect([now.rows.length, now.total, (pages.get('one') ?? 0) - before]).toEqual([7, 7, 1]);
  await ask(made.followed.reader(), {}, order, 7);
  expect((pages.get('one') ?? 0) - before).toBe(1);
  await Promise.all(
    Array.from({ length: 20 }, () => ask(made.followed.reader().within({ maxAge: 0 }), {}, order, 7)),
  );
  expect((pages.get('one') ?? 0) - before).toBe(2);
  made.followed.fleet.stop();
});

it('keeps what a server showed that was replaced by an older backup of itself, and finds what is new', async () => {
  const made = stage([5, 50, 500], 0, 1_000 * HOUR);
  await follow(made);
  made.server.sessions = made.server.sessions.slice(1);
  made.clock.now += 2 * HOUR;
  made.begin(made.clock.now);
  const order = { field: 'START_TIME', direction: 'DESC' } as const;
  const { rows } = await ask(made.followed.reader().within({ maxAge: 0 }), {}, order, 10);
  expect(rows.map(({ nativeId }) => nativeId)).toEqual(['s4', 's1', 's2', 's3']);
  made.followed.fleet.stop();
});

it('shows what is kept of a server that fails, and says so', async () => {
  const made = stage([5, 50, 500], 0, 1_000 * HOUR);
  await follow(made);
  made.server.failAtPage = 0;
  const order = { field: 'NAME', direction: 'ASC' } as const;
  const answer = await ask(made.followed.reader().within({ maxAge: 0 }), {}, order, 10);
  expect([answer.status, answer.rows.length, answer.total]).toEqual(['STALE', 3, null]);
  made.followed.fleet.stop();
});

it('tells the last sessions of policies without a call of their own', async () => {
  const made = stage([5, 50, 500, 1_000, 1_500, 2_000, 2_500], 0, 1_000 * HOUR);
  await follow(made);
  const { pages } = made.followed;
  const before = pages.get('one') ?? 0;
  expect(await lastStarts(made.followed.reader().within({ maxAge: 0 }))).toEqual(
    await lastStarts(made.direct.reader()),
  );
  expect((pages.get('one') ?? 0) - before).toBe(1);
  made.followed.fleet.stop();
});
