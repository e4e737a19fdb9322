import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../../src/create-app.js';
import { DEFAULT_TIMING } from '../../src/fleet.module.js';
import type { FleetTiming } from '../../src/fleet.module.js';
import { parseConfig } from '../../src/platform/config/parse-config.js';
import type { Output } from '../../src/platform/observability/log.js';

/** One server of a test configuration, as it stands in the file. */
export type ServerEntry = Record<string, unknown> & { key: string; product: string; url: string };

export interface GraphQLFault {
  message: string;
  path?: (string | number)[];
  extensions: Record<string, unknown> & { code: string };
}

/** An answer over HTTP; `data` is typed by the test that knows its query. */
export interface Answer<T> {
  status: number;
  data: T;
  errors: GraphQLFault[];
  cost: { upstreamCalls: number; cacheHits: number; complexity: number };
}

export interface RunningGateway {
  url: string;
  app: NestFastifyApplication;
  ask<T = Record<string, unknown>>(query: string, variables?: Record<string, unknown>): Promise<Answer<T>>;
  close(): Promise<void>;
}

/** Longer than anything takes that is to be waited for, on a busy machine that stands still now and then. */
const LONG = 'PT5M';

/** No looks in the background, which would be counted by tests that count calls, and which fall when they like. */
const CALM: FleetTiming = { ...DEFAULT_TIMING, probe: 2_000_000_000, following: false };

/**
 * Starts the whole gateway on a free port over the given servers, from a configuration text as an operator would write it; `output` takes what
 * it logs. Unless a test says so, nothing is ended for the time it takes: that depends on the machine.
 */
export async function startGateway(
  servers: ServerEntry[],
  rest: Record<string, unknown> = {},
  timing?: Partial<FleetTiming>,
  output?: Output,
): Promise<RunningGateway> {
  const entries = servers.map((server) => ({
    name: server.key,
    username: 'svc-gateway',
    password: 'simulated',
    ...server,
    limits: { timeout: LONG, ...(server['limits'] as object | undefined) },
  }));
  // JSON is YAML.
  const text = JSON.stringify({
    listen: { host: '127.0.0.1', port: 0 },
    servers: entries,
    // Every query asks the servers, so that each test measures what it costs by itself.
    cache: { inventory: 'PT0S', staleIfError: 'PT0S' },
    history: 'off',
    ...rest,
    limits: { requestTimeout: LONG, loopTime: LONG, ...(rest['limits'] as object | undefined) },
  });
  const app = await createApp(parseConfig(text, { file: '/gateway.yaml', env: {} }), {
    ...(output ? { output } : { quiet: true }),
    timing: { ...CALM, ...timing },
  });
  await app.listen(0, '127.0.0.1');
  const url = `${await app.getUrl()}/graphql`;
  return { url, app, ask: (query, variables) => ask(url, query, variables), close: () => app.close() };
}

async function ask<T>(
  url: string,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<Answer<T>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const body = (await response.json()) as {
    data?: T;
    errors?: GraphQLFault[];
    extensions?: { cost: Answer<T>['cost'] };
  };
  return {
    status: response.status,
    data: body.data as T,
    errors: body.errors ?? [],
    cost: body.extensions?.cost ?? { upstreamCalls: -1, cacheHits: -1, complexity: -1 },
  };
}
