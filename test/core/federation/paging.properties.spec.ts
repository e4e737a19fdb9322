import fc from 'fast-check';
import type { FleetReader } from '../../../src/core/federation/fleet-reader.js';
import type { Page } from '../../../src/core/federation/page.js';
import { listSessions } from '../../../src/core/federation/session-list.js';
import { isComplete, totalOf } from '../../../src/core/federation/source-outcome.js';
import type { SessionRecord } from '../../../src/core/model/session.js';
import type { SessionOrder } from '../../../src/core/ports/activity.js';
import type { Adversary } from '../../support/adversarial-fleet.js';
import { adversarialFleet } from '../../support/adversarial-fleet.js';
import {
  arbitraryOrder,
  arbitraryServers,
  arbitraryWish,
  criteriaFor,
  nameOf,
  sortOfEverything,
  TICK,
} from '../../support/adversarial-servers.js';
import type { Wish } from '../../support/adversarial-servers.js';
import { sessionRecord } from '../../support/fake-server.js';

interface Question {
  readonly servers: readonly Adversary[];
  readonly order: SessionOrder;
  readonly wish?: Wish;
  readonly first: number;
}

type SessionsPage = Page<SessionRecord>;

const arbitraryFirst = fc.integer({ min: 1, max: 12 });
const direction = fc.constantFrom('ASC' as const, 'DESC' as const);

function pageOf(
  read: () => FleetReader,
  { servers, order, wish = {}, first }: Question,
  after: string | undefined,
): Promise<SessionsPage> {
  const fleet = read();
  const parts = servers.map((server) => ({
    reader: fleet.of({ server: server.key }),
    criteria: criteriaFor(wish, server),
  }));
  return listSessions({ parts, order, page: { first, ...(after === undefined ? {} : { after }) } });
}

/** Every page, each by an operation of its own; `between` happens before each but the first. */
async function walk(
  question: Question,
  between: (page: number) => void = () => undefined,
): Promise<SessionsPage[]> {
  const read = adversarialFleet(question.servers);
  const pages: SessionsPage[] = [];
  for (let after: string | undefined; pages.length < 1000;) {
    const page = await pageOf(read, question, after);
    pages.push(page);
    if (!page.hasNextPage) return pages;
    after = page.rows.at(-1)?.cursor;
    between(pages.length);
  }
  throw new Error('the walk does not end');
}

const shown = (pages: readonly SessionsPage[]): string[] =>
  pages.flatMap(({ rows }) => rows.map(({ record }) => nameOf(record)));

describe('a walk over the sessions of a fleet', () => {
  it('equals a sort of everything that matches, whatever the fleet, the filter, the order and the page size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          servers: arbitraryServers,
          order: arbitraryOrder,
          wish: arbitraryWish,
          first: arbitraryFirst,
        }),
        async (question) => {
          const pages = await walk(question);
          const everything = sortOfEverything(question.servers, question.order, question.wish);
          expect(shown(pages)).toEqual(everything);
          expect(pages.slice(0, -1).every(({ rows }) => rows.length === question.first)).toBe(true);
          expect(pages.map(({ hasPreviousPage }) => hasPreviousPage)).toEqual(pages.map((_page, i) => i > 0));
          for (const page of pages) {
            const outcomes = await page.counts();
            expect(isComplete(outcomes)).toBe(true);
            expect([everything.length, null]).toContain(totalOf(outcomes));
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('shows once, in order, all that was there at its start, while sessions arrive, go on and end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          servers: arbitraryServers,
          order: fc.record({ field: fc.constant('START_TIME' as const), direction }),
          first: arbitraryFirst,
        }),
        fc.array(fc.nat(), { minLength: 20, maxLength: 20 }),
        async (question, dice) => {
          const { servers, order } = question;
          const before = sortOfEverything(servers, order);
          const life = new Life(servers, dice);
          for (const server of servers) server.beforePage = () => life.goOn();
          const seen = shown(await walk(question, () => life.goOn()));
          expect(seen.filter((name) => !name.includes('new'))).toEqual(before);
          expect(new Set(seen).size).toBe(seen.length);
        },
      ),
      { numRuns: 200 },
    );
  });
});

/** What happens on servers while somebody reads: sessions start, make progress and end. */
class Life {
  private turn = 0;

  constructor(
    private readonly servers: readonly Adversary[],
    private readonly dice: readonly number[],
  ) {}

  goOn(): void {
    const roll = this.dice[this.turn % this.dice.length] ?? 0;
    const server = this.servers[roll % this.servers.length];
    this.turn += 1;
    if (server === undefined || this.turn > 60) return;
    const start = (100 + this.turn) * TICK;
    if (roll % 3 === 0) server.sessions.push(sessionRecord(server.key, `new-${this.turn}`, start));
    else
      server.sessions = server.sessions.map((session, index) =>
        session.endTime === null && (index + roll) % 2 === 0 ? ended(session, roll) : session,
      );
  }
}

function ended(session: SessionRecord, roll: number): SessionRecord {
  if (roll % 2 === 0) return { ...session, progressPercent: roll % 100 };
  return { ...session, state: 'FINISHED', result: 'WARNING', endTime: 500 * TICK };
}

describe('a walk during which servers fail and come back', () => {
  const question = fc.record({
    servers: arbitraryServers,
    order: arbitraryOrder,
    wish: arbitraryWish,
    first: arbitraryFirst,
  });
  /** For each page of the walk, from which of its own pages on each server fails; null: it does not. */
  const outages = fc.array(
    fc.array(fc.option(fc.integer({ min: 0, max: 3 })), { minLength: 5, maxLength: 5 }),
    {
      minLength: 1,
      maxLength: 6,
    },
  );

  function breakDown(servers: readonly Adversary[], outage: readonly (number | null)[] | undefined): void {
    for (const [index, server] of servers.entries()) server.failsFrom = outage?.[index] ?? undefined;
  }

  it('names who failed, and neither repeats nor leaves out a row of those who answered', async () => {
    await fc.assert(
      fc.asyncProperty(question, outages, async (asked, plan) => {
        const { servers, order, wish, first } = asked;
        const everything = sortOfEverything(servers, order, wish);
        const serverOf = (name: string): string => name.split('/')[0] ?? '';
        breakDown(servers, plan[0]);
        let place = 0;
        const pages = await walk(asked, (page) => breakDown(servers, plan[page]));
        const seen = shown(pages);
        expect(new Set(seen).size).toBe(seen.length);
        for (const { rows, hasNextPage, outcomes } of pages) {
          const names = rows.map(({ record }) => nameOf(record));
          const last = names.at(-1);
          const end = hasNextPage && last !== undefined ? everything.indexOf(last) + 1 : everything.length;
          const due = everything.slice(place, end);
          const failed = new Set(
            outcomes.filter(({ failure }) => failure !== null).map(({ member }) => member.server.key),
          );
          expect(due.filter((name) => !failed.has(serverOf(name)))).toEqual(
            names.filter((name) => !failed.has(serverOf(name))),
          );
          expect(due).toEqual(expect.arrayContaining(names));
          expect(names).toEqual(due.filter((name) => names.includes(name)));
          expect(names.length).toBeLessThanOrEqual(first);
          if (failed.size > 0) expect(totalOf(outcomes)).toBeNull();
          place = end;
        }
      }),
      { numRuns: 300 },
    );
  });

  it('misses nothing when an incomplete page is asked for again until its servers are back', async () => {
    await fc.assert(
      fc.asyncProperty(question, outages, async (asked, plan) => {
        const { servers, order, wish } = asked;
        const read = adversarialFleet(servers);
        const seen: string[] = [];
        let after: string | undefined;
        for (let attempt = 0; attempt < 1000; attempt += 1) {
          breakDown(servers, plan[attempt]);
          const page = await pageOf(read, asked, after);
          if (!isComplete(page.outcomes)) continue;
          seen.push(...page.rows.map(({ record }) => nameOf(record)));
          if (!page.hasNextPage) break;
          after = page.rows.at(-1)?.cursor;
        }
        expect(seen).toEqual(sortOfEverything(servers, order, wish));
      }),
      { numRuns: 200 },
    );
  });
});
