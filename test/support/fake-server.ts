import { Fleet } from '../../src/core/federation/fleet.js';
import type { FleetMemory } from '../../src/core/federation/fleet.js';
import { FleetReader } from '../../src/core/federation/fleet-reader.js';
import { EVERY_SERVER } from '../../src/core/model/caller.js';
import { Refusal } from '../../src/core/errors/refusal.js';
import { AbandonedCall, SourceFailure } from '../../src/core/errors/source-failure.js';
import { CAPABILITIES } from '../../src/core/model/capability.js';
import type { PolicyRecord } from '../../src/core/model/policy.js';
import type { Server } from '../../src/core/model/server.js';
import { GOOD_RESULTS } from '../../src/core/model/session.js';
import type { SessionRecord } from '../../src/core/model/session.js';
import type { SessionPage, SessionQuery, SessionStream } from '../../src/core/ports/activity.js';
import type { CallScope } from '../../src/core/ports/call-scope.js';
import { listing } from '../../src/core/ports/listing.js';
import type { ServerAdapter, ServerFacts } from '../../src/core/ports/server-adapter.js';

/** A server in memory: what the contract of adapters demands, and on demand what it forbids. */
export interface FakeServer {
  key: string;
  sessions: SessionRecord[];
  policies?: PolicyRecord[];
  /** Rows a page; the default is 3. */
  pageSize?: number;
  /** Sorts as asked (ties backwards), claims to sort but does not, or never claims. */
  order?: 'sorted' | 'liar' | 'unsorted';
  /** Fails when this page (counted from 0) is asked for. */
  failAtPage?: number;
  /** Fails when pages of more rows are asked for. */
  failOnRowsAbove?: number;
  /** Never answers. */
  hangs?: boolean;
  /** Answers nothing any more. */
  isDown?: boolean;
  /** Says with each page how many rows there are in all. */
  tellsTotals?: boolean;
  timeout?: number;
}

const FACTS: ServerFacts = { apiVersion: '1.0', productVersion: null };

export function sessionRecord(
  server: string,
  nativeId: string,
  startTime: number,
  more: Partial<SessionRecord> = {},
): SessionRecord {
  return {
    type: 'VbrSession',
    server,
    nativeId,
    nativeType: 'BackupJob',
    name: `session ${nativeId}`,
    kind: 'BACKUP',
    state: 'FINISHED',
    result: 'SUCCESS',
    message: null,
    startTime,
    endTime: startTime + 60_000,
    progressPercent: 100,
    initiatedBy: null,
    retryOf: null,
    partOfRun: false,
    policyId: null,
    native: {},
    ...more,
  };
}

/** A fleet of servers that hold what they are given, and a count of the pages each was asked for. */
export function fakeFleet(
  fakes: FakeServer[],
  memory?: FleetMemory,
  clock: () => number = Date.now,
): {
  reader: () => FleetReader;
  fleet: Fleet;
  pages: Map<string, number>;
} {
  const pages = new Map<string, number>();
  const fleet = new Fleet(
    fakes.map((fake) => fakeAdapter(fake, pages)),
    clock,
    memory,
  );
  return {
    reader: () => new FleetReader(fleet.seenBy(EVERY_SERVER), new AbortController().signal),
    fleet,
    pages,
  };
}

/** One such server behind the ports; counts in `pages` what it is asked of its sessions. */
export function fakeAdapter(fake: FakeServer, pages = new Map<string, number>()): ServerAdapter {
  const server: Server = {
    key: fake.key,
    name: fake.key,
    product: 'VBR',
    url: 'http://127.0.0.1',
    tags: [],
    timeout: fake.timeout ?? 10_000,
    concurrency: 4,
    recoveryPointObjective: null,
    timeZone: null,
  };
  return {
    server,
    inventory: {
      policies: async (scope) => (ask(fake, scope), listing(fake.policies ?? [])),
      repositories: async (scope) => (ask(fake, scope), listing([])),
    },
    activity: {
      open: (query, scope) => [fakeStream(fake, query, scope, pages)],
      latest: async (policies, { goodOnly }, scope) => {
        askOfSessions(fake, scope, pages);
        return newestOfEach(fake.sessions, policies, goodOnly);
      },
      get: async (type, nativeId, scope) => {
        askOfSessions(fake, scope, pages);
        return fake.sessions.find((one) => one.type === type && one.nativeId === nativeId) ?? null;
      },
      log: async (_session, scope) => (ask(fake, scope), []),
      items: async (_session, scope) => (ask(fake, scope), []),
    },
    actions: {
      policy: async (action, { nativeId, name }, scope) => {
        ask(fake, scope);
        if (!fake.policies?.some((one) => one.nativeId === nativeId))
          throw Refusal.of('NOT_FOUND', 'there is no such policy');
        if (action !== 'START') return null;
        const begun = { name, policyId: nativeId, state: 'RUNNING', result: 'NONE', endTime: null } as const;
        const id = `started ${String(fake.sessions.length)}`;
        const session = sessionRecord(fake.key, id, 200 * 60_000, begun);
        fake.sessions.push(session);
        return session;
      },
      rescan: async (_repositories, scope) => (ask(fake, scope), []),
    },
    probe: async (scope) => (ask(fake, scope), FACTS),
    capabilities: () => CAPABILITIES,
    facts: () => FACTS,
    close: async () => undefined,
  };
}

/** One call. */
function ask(fake: FakeServer, { signal, tally }: CallScope): void {
  tally.count();
  if (signal.aborted) throw new AbandonedCall('nobody waits');
  if (fake.isDown) throw new SourceFailure('UNREACHABLE', 'it is down');
}

function askOfSessions(fake: FakeServer, scope: CallScope, pages: Map<string, number>): void {
  pages.set(fake.key, (pages.get(fake.key) ?? 0) + 1);
  ask(fake, scope);
  if (fake.failAtPage === 0) throw new SourceFailure('UPSTREAM_ERROR', 'it broke');
}

function newestOfEach(
  sessions: readonly SessionRecord[],
  policies: readonly PolicyRecord[],
  goodOnly: boolean,
): ReadonlyMap<string, SessionRecord> {
  const newest = new Map<string, SessionRecord>();
  for (const session of sessions) {
    const { policyId, result, startTime } = session;
    if (policyId == null || !policies.some(({ nativeId }) => nativeId === policyId)) continue;
    if (goodOnly && !GOOD_RESULTS.includes(result)) continue;
    if (startTime > (newest.get(policyId)?.startTime ?? -Infinity)) newest.set(policyId, session);
  }
  return newest;
}

function fakeStream(
  fake: FakeServer,
  query: SessionQuery,
  scope: CallScope,
  pages: Map<string, number>,
): SessionStream {
  const behaviour = fake.order ?? 'sorted';
  return {
    ordered: behaviour !== 'unsorted' && query.order.field === 'START_TIME',
    async *pages(): AsyncIterable<SessionPage> {
      const rows = arranged(fake, query, behaviour);
      const size = fake.pageSize ?? 3;
      for (let page = 0; page === 0 || page * size < rows.length; page += 1) {
        pages.set(fake.key, (pages.get(fake.key) ?? 0) + 1);
        ask(fake, scope);
        if (fake.hangs) await new Promise(() => undefined);
        if (page === fake.failAtPage || query.expectedRows > (fake.failOnRowsAbove ?? Infinity))
          throw new SourceFailure('UPSTREAM_ERROR', 'it broke');
        yield {
          items: rows.slice(page * size, (page + 1) * size),
          total: fake.tellsTotals === true ? rows.length : null,
          unreadable: 0,
          truncated: false,
        };
      }
    },
  };
}

function arranged(fake: FakeServer, query: SessionQuery, behaviour: string): SessionRecord[] {
  const { startedAfter = -Infinity, startedBefore = Infinity } = query.criteria;
  const rows = fake.sessions.filter(({ startTime }) => startTime > startedAfter && startTime < startedBefore);
  if (behaviour !== 'sorted') return rows;
  const sign = query.order.direction === 'ASC' ? 1 : -1;
  // Ties the other way round than the gateway wants them.
  return rows.sort((a, b) => (a.startTime - b.startTime) * sign || (a.nativeId < b.nativeId ? 1 : -1));
}
