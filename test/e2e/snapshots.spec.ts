import { setTimeout as delay } from 'node:timers/promises';
import { callCounter, startCachedGateway } from '../support/cached-gateway.js';
import { freezeClock } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import type { RunningGateway } from '../support/gateway.js';
import { startTrio } from '../support/troubled-fleet.js';
import type { Trio } from '../support/troubled-fleet.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

interface Source {
  server: { key: string };
  status: string;
  fetchedAt: string | null;
  upstreamCalls: number;
  count: number | null;
  error: { code: string } | null;
}

interface Policies {
  policies: {
    totalCount: number | null;
    complete: boolean;
    sources: Source[];
    edges: { node: { id: string; name: string; enabled: boolean; server: { key: string } } }[];
  };
}

const FIELDS = `
  totalCount
  complete
  sources { server { key } status fetchedAt upstreamCalls count error { code } }
  edges { node { id name enabled server { key } lastResult lastSuccess lastSession { id result }
                 repositories { name immutability { enabled } } } }`;
const QUERY = `{ policies(first: 200) { ${FIELDS} } }`;
/** Without `immutability`, which reads the scale-out repositories again where its operation is not the one that read the repositories. */
const COUNTED = QUERY.replace('immutability { enabled }', '');
const aged = (maxAge: string): string => `{ policies(first: 200, maxAge: "${maxAge}") { ${FIELDS} } }`;

let clock: FrozenClock;
let trio: Trio;
let gateway: RunningGateway;
let newCalls: () => number;

beforeEach(async () => {
  clock = freezeClock();
  trio = await startTrio({ seed: 7 });
  gateway = await startCachedGateway(trio, { inventory: 'PT30S', staleIfError: 'PT1H' });
  newCalls = callCounter(trio);
});
afterEach(async () => {
  await gateway.close();
  await trio.close();
  clock.release();
});

async function policies(query = QUERY): Promise<Policies['policies']> {
  const { data, errors } = await gateway.ask<Policies>(query);
  expect(errors).toEqual([]);
  return data.policies;
}

/** Waits until the servers were asked so often. */
async function newCallsOf(count: number): Promise<number> {
  let calls = 0;
  for (let round = 0; calls < count && round < 1000; round += 1) {
    await delay(5);
    calls += newCalls();
  }
  return calls;
}

function sourceOf(list: Policies['policies'], key: string): Source | undefined {
  return list.sources.find(({ server }) => server.key === key);
}

describe('a snapshot of the inventory', () => {
  it('grows old also when the clock goes back', async () => {
    await policies();
    newCalls();
    clock.jump(-60 * MINUTE);
    clock.advance(150);
    expect((await policies(aged('PT0.1S'))).complete).toBe(true);
    expect(newCalls()).toBeGreaterThan(3);
  });

  it('answers again without a call, with the same data, and says so', async () => {
    const cold = await gateway.ask<Policies>(QUERY);
    const calls = newCalls();
    expect(calls).toBe(cold.cost.upstreamCalls);
    expect(calls).toBeGreaterThan(3);

    const warm = await gateway.ask<Policies>(QUERY);
    expect(newCalls()).toBe(0);
    expect(warm.data.policies.edges).toEqual(cold.data.policies.edges);
    expect(warm.cost).toMatchObject({ upstreamCalls: 0, cacheHits: expect.any(Number) });
    expect(warm.cost.cacheHits).toBeGreaterThanOrEqual(3);
    expect(warm.data.policies.sources.map(({ status, upstreamCalls }) => [status, upstreamCalls])).toEqual([
      ['OK', 0],
      ['OK', 0],
      ['OK', 0],
    ]);
  });

  it('serves other questions about the same lists', async () => {
    await policies();
    newCalls();
    const { data } = await gateway.ask<{ search: { hits: unknown[] } }>(
      '{ search(text: "a", kinds: [POLICY]) { hits { matched } } repositories { edges { node { name policies { edges { node { name } } } } } } }',
    );
    expect(data.search.hits.length).toBeGreaterThan(0);
    expect(newCalls()).toBe(0);
  });

  it('is read again when it is older than configured, and tells when it was read', async () => {
    const first = await policies();
    const cold = newCalls();
    clock.advance(22 * SECOND);
    const same = await policies();
    expect(sourceOf(same, 'VBR')?.fetchedAt).toBe(sourceOf(first, 'VBR')?.fetchedAt);
    expect(newCalls()).toBe(0);
    clock.advance(9 * SECOND);
    const renewed = await policies();
    expect(newCalls()).toBe(cold);
    expect(sourceOf(renewed, 'VBR')?.fetchedAt).toBe(new Date(clock.now()).toISOString());
  });

  it('that is used near its end is refreshed behind the answer', async () => {
    await policies(COUNTED);
    const cold = newCalls();
    clock.advance(29 * SECOND);
    const { cost } = await gateway.ask<Policies>(COUNTED);
    expect(cost.upstreamCalls).toBe(0);
    expect(await newCallsOf(cold)).toBe(cold);
    clock.advance(29 * SECOND);
    const later = await gateway.ask<Policies>(COUNTED);
    expect(later.cost.upstreamCalls).toBe(0);
  });

  it.each([
    ['PT0S', 0, true],
    ['PT10S', 9 * SECOND, false],
    ['PT10S', 11 * SECOND, true],
    ['PT10M', 9 * MINUTE, false],
  ])('that is asked for with maxAge %s is, after %i ms, read again: %s', async (maxAge, age, isRead) => {
    await policies();
    newCalls();
    clock.advance(age);
    await policies(aged(maxAge));
    expect(newCalls() > 0).toBe(isRead);
  });

  it('that was read because of maxAge serves those who did not ask for it', async () => {
    await policies();
    clock.advance(20 * SECOND);
    await policies(aged('PT0S'));
    newCalls();
    clock.advance(20 * SECOND);
    await policies();
    expect(newCalls()).toBe(0);
  });

  it('is read once for fifty who ask at the same time', async () => {
    for (const simulator of [trio.VBR, trio.VB_AWS, trio.VB_M365])
      simulator.faults.add({ fault: { kind: 'latency', ms: 30 } });
    const answers = await Promise.all(Array.from({ length: 50 }, () => gateway.ask<Policies>(COUNTED)));
    const calls = newCalls();
    expect(new Set(answers.map(({ data }) => JSON.stringify(data.policies.edges))).size).toBe(1);
    expect(answers.reduce((sum, { cost }) => sum + cost.upstreamCalls, 0)).toBe(calls);

    clock.advance(MINUTE);
    await policies(COUNTED);
    expect(newCalls()).toBe(calls);
  });

  it('goes on being read when the one who asked first leaves', async () => {
    for (const simulator of [trio.VBR, trio.VB_AWS, trio.VB_M365])
      simulator.faults.add({ fault: { kind: 'latency', ms: 200 } });
    const leaving = new AbortController();
    const gone = fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ policies { totalCount } }' }),
      signal: leaving.signal,
    });
    const waiting = new Promise((resolve) => setTimeout(resolve, 60)).then(() => {
      const answer = policies('{ policies { totalCount complete } }');
      setTimeout(() => leaving.abort(), 40);
      return answer;
    });
    await expect(gone).rejects.toThrow();
    expect((await waiting).complete).toBe(true);
  });
});

describe('a server that fails', () => {
  const fail = (): void => trio.VBR.faults.add({ fault: { kind: 'status', status: 503 } });

  it('is stood in for by what it said last, with its age, and comes back', async () => {
    const good = await policies();
    const readAt = sourceOf(good, 'VBR')?.fetchedAt;
    fail();
    clock.advance(5 * MINUTE);
    const stale = await policies();
    expect(stale.edges).toEqual(good.edges);
    expect(stale).toMatchObject({ complete: false, totalCount: null });
    expect(sourceOf(stale, 'VBR')).toMatchObject({
      status: 'STALE',
      fetchedAt: readAt,
      count: sourceOf(good, 'VBR')?.count,
      error: { code: 'UPSTREAM_ERROR' },
    });
    expect(sourceOf(stale, 'VB_AWS')).toMatchObject({ status: 'OK', error: null });

    trio.VBR.faults.clear();
    clock.advance(10 * SECOND);
    const back = await policies();
    expect(sourceOf(back, 'VBR')).toMatchObject({
      status: 'OK',
      fetchedAt: new Date(clock.now()).toISOString(),
    });
    expect(back.complete).toBe(true);
  });

  it('is not waited for again at once', async () => {
    await policies();
    fail();
    clock.advance(5 * MINUTE);
    await policies();
    newCalls();
    clock.advance(SECOND);
    const again = await policies();
    expect(sourceOf(again, 'VBR')).toMatchObject({ status: 'STALE', upstreamCalls: 0 });
    expect(newCalls()).toBe(0);
  });

  it('is asked at once by who wants to know now, and still stood in for', async () => {
    await policies();
    fail();
    await policies(aged('PT0S'));
    newCalls();
    const again = await policies(aged('PT0S'));
    expect(sourceOf(again, 'VBR')?.status).toBe('STALE');
    expect(newCalls()).toBeGreaterThan(0);
  });

  it('is not stood in for by what is older than configured', async () => {
    await policies();
    fail();
    clock.advance(61 * MINUTE);
    const { data } = await gateway.ask<Policies>(QUERY);
    expect(sourceOf(data.policies, 'VBR')).toMatchObject({ status: 'FAILED', fetchedAt: null });
  });

  it('is not stood in for when it refuses', async () => {
    await policies();
    trio.VBR.faults.add({ match: '/api/v1/jobs', fault: { kind: 'status', status: 403 } });
    clock.advance(MINUTE);
    const { data } = await gateway.ask<Policies>(QUERY);
    expect(sourceOf(data.policies, 'VBR')).toMatchObject({ status: 'FAILED', error: { code: 'FORBIDDEN' } });
  });
});

describe('a change', () => {
  const DISABLE = `mutation ($input: PolicyActionInput!) {
    disablePolicy(input: $input) { policy { enabled } userErrors { code } } }`;

  it.each(['VBR', 'VB_AWS', 'VB_M365'])('of a %s server is seen by whoever asks next', async (key) => {
    const before = await policies();
    const policy = before.edges.find(({ node }) => node.server.key === key && node.enabled)?.node;
    const { data } = await gateway.ask(DISABLE, { input: { policy: policy?.id } });
    expect(data).toEqual({ disablePolicy: { policy: { enabled: false }, userErrors: [] } });
    const after = await policies();
    expect(after.edges.find(({ node }) => node.id === policy?.id)?.node.enabled).toBe(false);
    for (const { server, upstreamCalls } of after.sources)
      if (server.key !== key) expect(upstreamCalls).toBe(0);
  });

  it('is made to what the server has now, not to what it had', async () => {
    const before = await policies();
    const policy = before.edges.find(({ node }) => node.server.key === 'VBR' && node.enabled)?.node;
    newCalls();
    await gateway.ask(DISABLE, { input: { policy: policy?.id } });
    // The policy is looked for, disabled and looked at again.
    expect(newCalls()).toBe(3);
  });
});

describe('a finished session', () => {
  const DETAILS =
    '{ sessions(filter: { states: [FINISHED] }, first: 5) { edges { node { id log { title } items { name } } } } }';

  it('is not read again, alone or with its log and items', async () => {
    const first = await gateway.ask<{ sessions: { edges: { node: { id: string } }[] } }>(DETAILS);
    const cold = newCalls();
    const again = await gateway.ask(DETAILS);
    expect(again.data).toEqual(first.data);
    // Only the list itself: one call a server, and what VB_AWS takes to link.
    expect(newCalls()).toBeLessThan(cold);
    expect(again.cost.cacheHits).toBeGreaterThan(0);

    const id = first.data.sessions.edges[0]?.node.id;
    const node = '{ node(id: "ID") { ... on Session { name state } } }'.replace('ID', id ?? '');
    const alone = await gateway.ask(node);
    newCalls();
    expect((await gateway.ask(node)).data).toEqual(alone.data);
    expect(newCalls()).toBe(0);
  });
});
