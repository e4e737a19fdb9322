import type { SessionRecord } from '../../../src/core/model/session.js';
import type { SessionCriteria, SessionOrder, SessionPage } from '../../../src/core/ports/activity.js';
import { CallTally } from '../../../src/core/ports/call-scope.js';
import type { CallScope } from '../../../src/core/ports/call-scope.js';
import { Secret } from '../../../src/platform/config/secret.js';
import type { ServerConnection } from '../../../src/platform/config/server-connection.js';
import { UpstreamHttp } from '../../../src/platform/http/upstream-http.js';
import type { VbrAdapter } from '../../../src/products/vbr/adapters/vbr-adapter.js';
import { createVbrAdapter } from '../../../src/products/vbr/vbr-adapter.factory.js';
import { startVbrSimulator } from '../../../src/simulators/vbr/index.js';
import type { VbrSimulator, VbrSimulatorOptions } from '../../../src/simulators/vbr/index.js';
import { isIdentification } from '../../support/identification.js';

export const NOW = Date.parse('2026-03-18T10:30:00Z');
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const GIB = 1024 ** 3;
export const REVISIONS = ['1.2-rev1', '1.3-rev0', '1.3-rev1', '1.3-rev2'] as const;
const NEWEST_FIRST: SessionOrder = { field: 'START_TIME', direction: 'DESC' };

export interface Pair {
  simulator: VbrSimulator;
  adapter: VbrAdapter;
  /** The time of the simulator and of the token session; tests may move it. */
  clock: { now: number };
  /** "METHOD /path?query" of the requests since the last call, sign-ins left out. */
  calls(): string[];
}

const open: Pair[] = [];

/** Ends what `startPair` started; for afterEach. */
export async function closePairs(): Promise<void> {
  for (const { adapter, simulator } of open.splice(0)) {
    await adapter.close();
    await simulator.close();
  }
}

/** A simulated server and the adapter over it, through real HTTP. */
export async function startPair(
  options: VbrSimulatorOptions = {},
  connection: Partial<ServerConnection> = {},
): Promise<Pair> {
  const clock = { now: NOW };
  const simulator = await startVbrSimulator({ sessions: 600, now: () => clock.now, ...options });
  const adapter = adapterFor(simulator.url, connection, () => clock.now);
  let seen = 0;
  const pair: Pair = {
    simulator,
    adapter,
    clock,
    calls: () => {
      const lines = simulator.requests
        .slice(seen)
        .filter((request) => !isIdentification(request))
        .map(({ method, url }) => `${method} ${url}`);
      seen = simulator.requests.length;
      return lines.filter((line) => !line.includes('/oauth2/'));
    },
  };
  open.push(pair);
  return pair;
}

export function adapterFor(
  url: string,
  connection: Partial<ServerConnection> = {},
  clock: () => number = Date.now,
): VbrAdapter {
  const whole = connectionTo(url, connection);
  return createVbrAdapter(whole, new UpstreamHttp(whole), clock);
}

function connectionTo(url: string, connection: Partial<ServerConnection> = {}): ServerConnection {
  return {
    server: {
      key: 'vbr-1',
      name: 'VBR 1',
      product: 'VBR',
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
  adapter: VbrAdapter,
  criteria: SessionCriteria,
  { order = NEWEST_FIRST, expectedRows = 1000 }: { order?: SessionOrder; expectedRows?: number } = {},
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

export function sorted(values: Iterable<string>): string[] {
  return [...values].sort();
}
