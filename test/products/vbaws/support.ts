import type { PolicyRecord } from '../../../src/core/model/policy.js';
import type { SessionRecord } from '../../../src/core/model/session.js';
import type { SessionCriteria, SessionOrder, SessionPage } from '../../../src/core/ports/activity.js';
import { CallTally } from '../../../src/core/ports/call-scope.js';
import type { CallScope } from '../../../src/core/ports/call-scope.js';
import { Secret } from '../../../src/platform/config/secret.js';
import type { ServerConnection } from '../../../src/platform/config/server-connection.js';
import { UpstreamHttp } from '../../../src/platform/http/upstream-http.js';
import { createVbAwsAdapter } from '../../../src/products/vbaws/vbaws-adapter.factory.js';
import type { VbAwsAdapter } from '../../../src/products/vbaws/vbaws-adapter.js';
import { startVbAwsSimulator } from '../../../src/simulators/vbaws/index.js';
import type { VbAwsOptions, VbAwsSimulator } from '../../../src/simulators/vbaws/index.js';
import { isIdentification } from '../../support/identification.js';

export const NOW = Date.UTC(2026, 2, 10, 12, 0, 0);
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export interface Rig {
  readonly simulator: VbAwsSimulator;
  readonly adapter: VbAwsAdapter;
  /** A fresh scope; `tally.calls` counts what is asked under it. */
  scope(): CallScope;
  /** Requests the appliance saw since, sign-in left out, as "/path?query". */
  asked(work: () => Promise<unknown>): Promise<string[]>;
  close(): Promise<void>;
}

export interface RigOptions extends VbAwsOptions {
  apiVersion?: string;
  gatewayNow?: () => number;
  loginPassword?: string;
  loginName?: string;
}

/** An appliance and an adapter that talks to it over HTTP; both keep the same clock. */
export async function startRig(options: RigOptions = {}): Promise<Rig> {
  const { apiVersion, gatewayNow, loginPassword, loginName, ...simulated } = options;
  const now = options.now ?? (() => NOW);
  const simulator = await startVbAwsSimulator({ ...simulated, now });
  const connection = connectionTo(simulator.url, {
    ...(apiVersion !== undefined && { apiVersion }),
    ...(loginPassword !== undefined && { password: new Secret(loginPassword) }),
    ...(loginName !== undefined && { username: loginName }),
  });
  const adapter = createVbAwsAdapter(connection, new UpstreamHttp(connection), gatewayNow ?? now);
  return {
    simulator,
    adapter,
    scope,
    asked: async (work) => {
      const before = simulator.requests.length;
      await work();
      return simulator.requests
        .slice(before)
        .filter((request) => !isIdentification(request))
        .map(({ url }) => url)
        .filter((url) => !url.startsWith('/api/v1/token'));
    },
    close: async () => {
      await adapter.close();
      await simulator.close();
    },
  };
}

/** Runs a test with an appliance of its own and closes it whatever happens. */
export async function withRig(options: RigOptions, test: (rig: Rig) => Promise<void>): Promise<void> {
  const rig = await startRig(options);
  try {
    await test(rig);
  } finally {
    await rig.close();
  }
}

export function connectionTo(url: string, changes: Partial<ServerConnection> = {}): ServerConnection {
  return {
    server: {
      key: 'aws-test',
      name: 'AWS test',
      product: 'VB_AWS',
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
    ...changes,
  };
}

export function scope(): CallScope {
  return { signal: new AbortController().signal, tally: new CallTally() };
}

export interface Reading {
  readonly pages: readonly SessionPage[];
  readonly sessions: readonly SessionRecord[];
}

/** Reads every stream of a query to its end, or `pages` pages of each. */
export async function readAll(
  { adapter }: Rig,
  criteria: SessionCriteria = {},
  options: { order?: SessionOrder; expectedRows?: number; pages?: number } = {},
): Promise<Reading> {
  const order = options.order ?? { field: 'START_TIME', direction: 'DESC' };
  const query = { criteria, order, expectedRows: options.expectedRows ?? 1000 };
  const pages: SessionPage[] = [];
  for (const stream of adapter.activity.open(query, scope())) {
    let read = 0;
    for await (const page of stream.pages()) {
      pages.push(page);
      read += 1;
      if (read === options.pages) break;
    }
  }
  return { pages, sessions: pages.flatMap(({ items }) => items) };
}

export async function policiesOf(rig: Rig): Promise<readonly PolicyRecord[]> {
  return (await rig.adapter.inventory.policies(rig.scope())).items;
}
