import { SourceFailure } from '../../src/core/errors/source-failure.js';
import { Fleet } from '../../src/core/federation/fleet.js';
import { FleetReader } from '../../src/core/federation/fleet-reader.js';
import { matchesSession } from '../../src/core/ordering/session-criteria.js';
import { EVERY_SERVER } from '../../src/core/model/caller.js';
import type { PolicyRecord } from '../../src/core/model/policy.js';
import type { SessionRecord } from '../../src/core/model/session.js';
import type {
  SessionCriteria,
  SessionPage,
  SessionQuery,
  SessionStream,
} from '../../src/core/ports/activity.js';
import { listing } from '../../src/core/ports/listing.js';
import type { ServerAdapter } from '../../src/core/ports/server-adapter.js';

/** A server that holds what it is given and makes as little easy as an upstream may. All of it may change while it is read. */
export interface Adversary {
  readonly key: string;
  readonly policies: readonly PolicyRecord[];
  sessions: SessionRecord[];
  /** The most rows it gives at once, whatever is expected. */
  readonly pageRows: number;
  /** The orders it keeps; it tells that it does not keep the others, and then gives the rows as they lie. */
  readonly keeps: readonly SessionQuery['order']['field'][];
  /** It filters by everything, by times alone (bounds included, so that too much comes), or by nothing. */
  readonly filters: 'everything' | 'times' | 'nothing';
  /** It tells how many rows there are where it filters by everything. */
  readonly counts: boolean;
  /** One list for all, or one for those of a kind and one for the rest. */
  readonly splits: boolean;
  /** Its sessions do not say which policy started them; it has to be asked. */
  readonly linksLater: boolean;
  /** Fails from this page (counted from 0 in each answer) on; undefined: does not fail. */
  failsFrom?: number | undefined;
  /** Happens before each page it gives. */
  beforePage?: (() => void) | undefined;
}

/** The real fleet code over such servers; each call of the result is one operation. */
export function adversarialFleet(servers: readonly Adversary[]): () => FleetReader {
  const fleet = new Fleet(servers.map(adapterOf), Date.now).seenBy(EVERY_SERVER);
  return () => new FleetReader(fleet, new AbortController().signal);
}

function adapterOf(server: Adversary): ServerAdapter {
  return {
    server: {
      key: server.key,
      name: server.key,
      product: 'VBR',
      url: 'http://127.0.0.1',
      tags: [],
      timeout: 10_000,
      concurrency: 4,
      recoveryPointObjective: null,
      timeZone: null,
    },
    inventory: {
      policies: async () => listing(server.policies),
      repositories: async () => listing([]),
    },
    activity: {
      open: (query) => streamsOf(server, query),
      latest: async () => new Map(),
      get: async (_type, nativeId) => server.sessions.find((one) => one.nativeId === nativeId) ?? null,
      log: async () => [],
      items: async () => [],
      linkPolicies: async (sessions) =>
        new Map(sessions.map(({ nativeId }) => [nativeId, policyIdOf(server, nativeId)])),
    },
    probe: async () => ({ apiVersion: null, productVersion: null }),
    capabilities: () => null,
    facts: () => ({ apiVersion: null, productVersion: null }),
    close: async () => undefined,
  };
}

function policyIdOf({ sessions }: Adversary, nativeId: string): string | null {
  return sessions.find((session) => session.nativeId === nativeId)?.policyId ?? null;
}

function streamsOf(server: Adversary, query: SessionQuery): SessionStream[] {
  if (!server.splits) return [streamOf(server, query, () => true)];
  return [
    streamOf(server, query, ({ kind }) => kind === 'BACKUP'),
    streamOf(server, query, ({ kind }) => kind !== 'BACKUP'),
  ];
}

type Test = (session: SessionRecord) => boolean;

function streamOf(server: Adversary, query: SessionQuery, belongs: Test): SessionStream {
  const isExact = server.filters === 'everything' && !server.linksLater;
  return {
    ordered: server.keeps.includes(query.order.field),
    async *pages(): AsyncIterable<SessionPage> {
      let former = new Set<string>();
      for (let page = 0, offset = 0; ; page += 1) {
        server.beforePage?.();
        if (page >= (server.failsFrom ?? Infinity)) throw new SourceFailure('UPSTREAM_ERROR', 'it broke');
        const rows = arranged(server, query).filter(belongs);
        const items = rows.slice(offset, offset + server.pageRows);
        // As the products' adapters do: new rows push others onto the next page.
        const fresh = items.filter(({ nativeId }) => !former.has(nativeId));
        former = new Set(items.map(({ nativeId }) => nativeId));
        yield {
          items: server.linksLater ? fresh.map((row) => ({ ...row, policyId: undefined })) : fresh,
          total: isExact && server.counts ? rows.length : null,
          unreadable: 0,
          truncated: false,
        };
        offset += items.length;
        if (offset >= rows.length) return;
      }
    },
  };
}

function arranged(server: Adversary, { criteria, order }: SessionQuery): SessionRecord[] {
  const rows = server.sessions.filter((session) => passes(server, session, criteria));
  if (!server.keeps.includes(order.field)) return rows;
  const sign = order.direction === 'ASC' ? 1 : -1;
  return rows.sort((a, b) => sign * compare(keyOf(a, order.field), keyOf(b, order.field)) || tie(a, b));
}

function passes({ filters }: Adversary, session: SessionRecord, criteria: SessionCriteria): boolean {
  const { startedAfter = -Infinity, startedBefore = Infinity } = criteria;
  switch (filters) {
    case 'everything':
      return matchesSession(session, criteria);
    case 'times':
      return session.startTime >= startedAfter && session.startTime <= startedBefore;
    case 'nothing':
      return true;
  }
}

function keyOf(session: SessionRecord, field: SessionQuery['order']['field']): number | string {
  if (field === 'NAME') return session.name.toLowerCase();
  return field === 'START_TIME' ? session.startTime : (session.endTime ?? Infinity);
}

/** Ties in an order of its own: by the digits of the id read backwards. */
function tie(a: SessionRecord, b: SessionRecord): number {
  const backwards = ({ nativeId }: SessionRecord): string => [...nativeId].reverse().join('');
  return compare(backwards(a), backwards(b));
}

function compare<T extends number | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
