import { setTimeout as delay } from 'node:timers/promises';
import { freezeClock, HOUR } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { faultRows } from '../support/fault-rows.js';
import type { FaultRow, Outcome } from '../support/fault-rows.js';
import { startGateway } from '../support/gateway.js';
import type { Answer, RunningGateway } from '../support/gateway.js';
import {
  goodKey,
  PRODUCTS,
  sourceOf,
  startStranger,
  startTrio,
  troubledKey,
} from '../support/troubled-fleet.js';
import type { Part, Product, Trio } from '../support/troubled-fleet.js';
import { certificate } from '../platform/support.js';
import type { TestCertificate } from '../platform/support.js';

const LISTS = ['policies', 'repositories', 'sessions'] as const;
type List = (typeof LISTS)[number];

/** What a server and a request are given. */
const SERVER_LIMIT = 'PT1.5S';
const REQUEST_LIMIT = 10_000;
const CONCURRENCY = 8;
/** Circuits open and try again at once: here a server's own fault is looked at, not that it is left alone. */
const TIMING = { probe: HOUR, follow: HOUR, patience: { shortest: 1, longest: 1, firstBackoff: 5 } };

const listQuery = (list: List): string =>
  `{ ${list}(first: 500) { complete sources { server { key } status error { code } } nodes { server { key } } } }`;
const EVERYTHING = `{ ${LISTS.map((list) => `${list}(first: 1) { complete }`).join(' ')} }`;
const START = 'mutation ($policy: ID!) { startPolicy(input: { policy: $policy }) { userErrors { code } } }';
const WRITE = /^POST (?!.*\/(token|logout))/i;
const SIGN_IN = /^POST .*\/token$/i;

interface Started {
  startPolicy: { userErrors: { code: string }[] };
}

const stranger = await startStranger();
let clock: FrozenClock;
let serverClockAhead = 0;
let [before, after]: (TestCertificate | undefined)[] = [];
let good: Trio;
let troubled: Trio;
let gateway: RunningGateway;
let rowsOfGood: Record<List, number>;
let policies: Record<Product, string>;

beforeAll(async () => {
  clock = freezeClock();
  [before, after] = await Promise.all([certificate(), certificate()]);
  [good, troubled] = await Promise.all([
    startTrio({ seed: 1, policies: 8, sessions: 60 }),
    startTrio({
      seed: 2,
      policies: 8,
      sessions: 60,
      tls: before,
      now: () => clock.now() + serverClockAhead,
    }),
  ]);
  const entries = PRODUCTS.flatMap((product) => [
    { key: goodKey(product), product, url: good[product].url },
    {
      key: troubledKey(product),
      product,
      url: troubled[product].url,
      tls: { fingerprint256: before?.fingerprint },
      limits: { timeout: SERVER_LIMIT, concurrency: CONCURRENCY },
    },
  ]);
  const config = {
    cache: { inventory: 'PT0S', staleIfError: 'PT0S' },
    limits: { requestTimeout: `PT${REQUEST_LIMIT / 1000}S` },
  };
  gateway = await startGateway(entries, config, TIMING);
  await recover();
  policies = await startablePolicies();
  rowsOfGood = await goodRows();
});

afterAll(async () => {
  await Promise.all([good.close(), troubled.close(), stranger.close()]);
  clock.release();
});

/** Everything is well again, and everybody signed in: pauses are over, circuits closed. */
async function recover(): Promise<void> {
  serverClockAhead = 0;
  for (const product of PRODUCTS) troubled[product].faults.clear();
  clock.advance(HOUR);
  for (;;) {
    const { data } = await gateway.ask<Record<List, { complete: boolean }> | null>(EVERYTHING);
    if (data !== null && LISTS.every((list) => data[list].complete)) break;
    await delay(5);
  }
  for (const product of PRODUCTS) troubled[product].arrivals.length = 0;
}

function cause(row: FaultRow, match: string): void {
  if (row.elsewhere === 'clock') serverClockAhead = 3 * HOUR;
  for (const product of PRODUCTS) {
    const server = troubled[product];
    const { fault, times } = row;
    if (fault) server.faults.add({ match, fault, ...(times !== undefined && { times }) });
    if (row.elsewhere === 'certificate' && after) server.changeCertificate(after);
    if (row.elsewhere === 'account') {
      server.tokens.expireAll();
      server.faults.add({ match: '/token', fault: { kind: 'status', status: 401 } });
    }
  }
}

function undo(row: FaultRow): void {
  if (row.elsewhere === 'certificate' && before)
    for (const product of PRODUCTS) troubled[product].changeCertificate(before);
}

async function startablePolicies(): Promise<Record<Product, string>> {
  const query = `query ($servers: [ID!]!) {
    policies(first: 1, filter: { servers: $servers, kinds: [BACKUP, SNAPSHOT], enabled: true, status: [IDLE] }) { nodes { id } }
  }`;
  const { data: ids } = await gateway.ask<{ servers: { id: string; key: string }[] }>(
    '{ servers { id key } }',
  );
  const found = await Promise.all(
    PRODUCTS.map(async (product) => {
      const servers = ids.servers.filter(({ key }) => key === troubledKey(product)).map(({ id }) => id);
      const { data } = await gateway.ask<{ policies: { nodes: { id: string }[] } }>(query, { servers });
      return [product, data.policies.nodes[0]?.id ?? ''];
    }),
  );
  return Object.fromEntries(found) as Record<Product, string>;
}

async function goodRows(): Promise<Record<List, number>> {
  const counts = await Promise.all(
    LISTS.map(async (list) => {
      const { data } = await gateway.ask<Record<List, Part>>(listQuery(list));
      return [list, countGood(data[list])];
    }),
  );
  return Object.fromEntries(counts) as Record<List, number>;
}

function countGood({ nodes = [] }: Part): number {
  return nodes.filter(({ server }) => server.key.startsWith('good-')).length;
}

/** Asks, and checks what holds whatever is wrong. Jest itself fails a test during which a rejection goes unhandled. */
async function askInTime<T>(query: string, variables?: Record<string, unknown>): Promise<Answer<T>> {
  const startedAt = performance.now();
  const answer = await gateway.ask<T>(query, variables);
  expect(performance.now() - startedAt).toBeLessThan(REQUEST_LIMIT);
  expect({ status: answer.status, errors: answer.errors }).toEqual({ status: 200, errors: [] });
  return answer;
}

function sent(product: Product, lines: RegExp): number {
  return troubled[product].arrivals.filter((line) => lines.test(line)).length;
}

function expectModest({ signIns = 0 }: FaultRow): void {
  for (const product of PRODUCTS) expect(sent(product, SIGN_IN)).toBeLessThanOrEqual(signIns);
  expect(stranger.requests).toEqual([]);
}

function expectCode(code: string | undefined, outcome: Outcome): void {
  if (outcome === 'works') expect(code).toBeUndefined();
  else expect(outcome).toContain(code);
}

describe.each(faultRows(stranger.url))('$title', (row) => {
  beforeEach(recover);
  afterEach(() => undo(row));

  it.each(LISTS)('costs %s no more than it must', async (list) => {
    cause(row, 'GET /');
    const { data } = await askInTime<Record<List, Part>>(listQuery(list));
    const part = data[list];
    for (const product of PRODUCTS) {
      expect(sourceOf(part, goodKey(product))).toMatchObject({ status: 'OK', error: null });
      expectCode(sourceOf(part, troubledKey(product))?.error?.code, row.reads);
    }
    expect(countGood(part)).toBe(rowsOfGood[list]);
    expect(part.complete).toBe(row.reads === 'works');
    expectModest(row);
  });

  it('never repeats a change', async () => {
    cause(row, 'POST /');
    const answers = await Promise.all(
      PRODUCTS.map((product) => askInTime<Started>(START, { policy: policies[product] })),
    );
    for (const [index, product] of PRODUCTS.entries()) {
      expectCode(answers[index]?.data.startPolicy.userErrors[0]?.code, row.writes);
      expect(sent(product, WRITE)).toBeLessThanOrEqual(row.writesSent ?? 1);
    }
    expectModest(row);
  });
});

describe('after all of that', () => {
  const openConnections = (): Promise<number[]> =>
    Promise.all(PRODUCTS.map((product) => troubled[product].connections()));

  it('no more connections are open than there may be calls', async () => {
    for (const count of await openConnections()) expect(count).toBeLessThanOrEqual(CONCURRENCY);
  });

  it('none is left when the gateway has closed', async () => {
    await gateway.close();
    while ((await openConnections()).some((count) => count > 0)) await delay(5);
    expect(await openConnections()).toEqual([0, 0, 0]);
  });
});
