import { Fleet } from '../../../src/core/federation/fleet.js';
import type { FleetMemory } from '../../../src/core/federation/fleet.js';
import { FleetReader } from '../../../src/core/federation/fleet-reader.js';
import { EVERY_SERVER } from '../../../src/core/model/caller.js';
import { SourceFailure } from '../../../src/core/errors/source-failure.js';
import type { PolicyRecord } from '../../../src/core/model/policy.js';
import type { Server } from '../../../src/core/model/server.js';
import { GOOD_RESULTS } from '../../../src/core/model/session.js';
import type { SessionRecord } from '../../../src/core/model/session.js';
import type { SessionPage, SessionQuery, SessionStream } from '../../../src/core/ports/activity.js';
import type { CallScope } from '../../../src/core/ports/call-scope.js';
import { listing } from '../../../src/core/ports/listing.js';
import type { ServerAdapter } from '../../../src/core/ports/server-adapter.js';

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
  /** Never answers. */
  hangs?: boolean;
  timeout?: number;
}

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

function fakeAdapter(fake: FakeServer, pages: Map<string, number>): ServerAdapter {
  const server: Server = {
    key: fake.key,
    name: fake.key,
    product: 'VBR',
    url: 'http://127.0.0.1',
    tags: [],
    timeout: fake.timeout ?? 10_000,
    concurrency: 4,
    recoveryPointObjective: null,
  };
  return {
    server,
    inventory: {
      policies: async () => listing(fake.policies ?? []),
      repositories: async () => listing([]),
    },
    activity: {
      open: (query, scope) => [fakeStream(fake, query, scope, pages)],
      latest: async (policies, { goodOnly }, scope) => {
        scope.tally.count();
        pages.set(fake.key, (pages.get(fake.key) ?? 0) + 1);
        if (fake.failAtPage === 0) throw new SourceFailure('UPSTREAM_ERROR', 'it broke');
        return newestOfEach(fake.sessions, policies, goodOnly);
      },
      get: async (_type, nativeId, scope) => {
        scope.tally.count();
        pages.set(fake.key, (pages.get(fake.key) ?? 0) + 1);
        if (fake.failAtPage === 0) throw new SourceFailure('UPSTREAM_ERROR', 'it broke');
        return fake.sessions.find((one) => one.nativeId === nativeId) ?? null;
      },
      log: async () => [],
      items: async () => [],
    },
    probe: async () => ({ apiVersion: null, productVersion: null }),
    capabilities: () => null,
    facts: () => ({ apiVersion: null, productVersion: null }),
    close: async () => undefined,
  };
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
        scope.tally.count();
        if (fake.hangs) await new Promise(() => undefined);
        if (page === fake.failAtPage) throw new SourceFailure('UPSTREAM_ERROR', 'it broke');
        yield {
          items: rows.slice(page * size, (page + 1) * size),
          total: null,
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
