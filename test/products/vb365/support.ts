import type { SessionRecord } from '../../../src/core/model/session.js';
import type { SessionCriteria, SessionOrder, SessionPage } from '../../../src/core/ports/activity.js';
import { CallTally } from '../../../src/core/ports/call-scope.js';
import type { CallScope } from '../../../src/core/ports/call-scope.js';
import { Secret } from '../../../src/platform/config/secret.js';
import type { ServerConnection } from '../../../src/platform/config/server-connection.js';
import { UpstreamHttp } from '../../../src/platform/http/upstream-http.js';
import { Vb365Adapter } from '../../../src/products/vb365/adapters/vb365-adapter.js';
import { startVb365Simulator } from '../../../src/simulators/vb365/index.js';
import type { Vb365Options, Vb365Simulator, Vb365World } from '../../../src/simulators/vb365/index.js';
import type { JobSession } from '../../../src/simulators/vb365/world/session.js';
import { isIdentification } from '../../support/identification.js';

export const NOW = Date.parse('2026-03-02T09:30:00Z');
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const VERSIONS = ['v6', 'v7', 'v8'] as const;
export type TestedVersion = (typeof VERSIONS)[number];
export const NEWEST_FIRST: SessionOrder = { field: 'START_TIME', direction: 'DESC' };

export interface Pair {
  simulator: Vb365Simulator;
  adapter: Vb365Adapter;
  clock: { now: number };
  /** "METHOD /path?query" of the requests that were counted since the last call, without sign-in and version probe. */
  calls(): string[];
  close(): Promise<void>;
}

/** A simulator that serves one version, and the adapter over it. */
export async function startPair(
  version: TestedVersion,
  options: Vb365Options = {},
  connection: Partial<ServerConnection> = {},
): Promise<Pair> {
  const clock = { now: NOW };
  const simulator = await startVb365Simulator({
    servedVersions: [version],
    sessions: 600,
    now: () => clock.now,
    ...options,
  });
  const adapter = adapterFor(simulator.url, { apiVersion: version, ...connection }, () => clock.now);
  let seen = 0;
  return {
    simulator,
    adapter,
    clock,
    calls: () => {
      const lines = simulator.requests
        .slice(seen)
        .filter((request) => !isIdentification(request))
        .map(({ method, url }) => `${method} ${url}`);
      seen = simulator.requests.length;
      return lines.filter((line) => !line.includes('/token'));
    },
    close: async () => {
      await adapter.close();
      await simulator.close();
    },
  };
}

export function adapterFor(
  url: string,
  connection: Partial<ServerConnection> = {},
  clock: () => number = Date.now,
): Vb365Adapter {
  const whole = connectionTo(url, connection);
  return new Vb365Adapter(whole, new UpstreamHttp(whole), clock);
}

export function connectionTo(url: string, connection: Partial<ServerConnection> = {}): ServerConnection {
  return {
    server: {
      key: 'm365',
      name: 'M365',
      product: 'VB_M365',
      url,
      tags: [],
      timeout: 60_000,
      concurrency: 8,
      recoveryPointObjective: null,
      timeZone: null,
    },
    apiVersion: null,
    username: 'svc-gateway',
    password: new Secret('simulated'),
    tls: { kind: 'system' },
    ...connection,
  };
}

export function scope(): CallScope {
  return { signal: new AbortController().signal, tally: new CallTally() };
}

export interface ReadStream {
  ordered: boolean;
  pages: SessionPage[];
  rows: SessionRecord[];
}

/** Opens the streams of a question and reads each to its end. */
export async function readAll(
  adapter: Vb365Adapter,
  criteria: SessionCriteria,
  { order = NEWEST_FIRST, expectedRows = 1000 } = {},
): Promise<ReadStream[]> {
  const streams = adapter.activity.open({ criteria, order, expectedRows }, scope());
  return Promise.all(
    streams.map(async (stream) => {
      const pages: SessionPage[] = [];
      for await (const page of stream.pages()) pages.push(page);
      return { ordered: stream.ordered, pages, rows: pages.flatMap(({ items }) => items) };
    }),
  );
}

export function ids(rows: readonly { nativeId: string }[]): string[] {
  return rows.map(({ nativeId }) => nativeId).sort();
}

/** Takes sessions out of the world, from the list of all and from those of their jobs. */
export function keepOnly(world: Vb365World, keeps: (session: JobSession) => boolean): void {
  const lists = [world.sessions, ...world.allJobs().map(({ id }) => world.ledger.of(id))] as JobSession[][];
  for (const list of lists) list.splice(0, Infinity, ...list.filter(keeps));
}

/** What a reader gave. Throws when it could not read the row. */
export function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the row could not be read');
  return value;
}
