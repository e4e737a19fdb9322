import { setTimeout as delay } from 'node:timers/promises';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWsClient } from 'graphql-ws';
import WebSocket from 'ws';
import type { RunningGateway } from '../support/gateway.js';
import { startGateway } from '../support/gateway.js';
import { startStallingProxy } from '../support/stalling-proxy.js';
import type { StallingProxy } from '../support/stalling-proxy.js';
import { PRODUCTS, startTrio } from '../support/troubled-fleet.js';
import type { Trio } from '../support/troubled-fleet.js';

/** The first list of policies a server of each product is asked for. */
const LIST_OF_POLICIES = /GET .*(\/jobs\/states|\/ec2\/policies|\/virtualMachines\/policies|\/Jobs\?)/i;
const SIGN_IN = /POST .*\/token/i;
const SOURCES = 'complete sources { server { key } status error { code retryable } }';
const POLICIES = `{ policies { ${SOURCES} } }`;

/** What is heard by a subscriber that does not listen. */
const IGNORE = { next: () => undefined, error: () => undefined, complete: () => undefined };

let trio: Trio;
beforeAll(async () => {
  trio = await startTrio({ seed: 1 });
});
afterAll(() => trio.close());

let proxies: StallingProxy[] = [];
let gateway: RunningGateway;
afterEach(async () => {
  await gateway.close();
  await Promise.all(proxies.map((proxy) => proxy.close()));
});

/** One server of each product that never answers what matches. */
async function startStalling(
  stalls: RegExp,
  config: Record<string, unknown> = {},
  entry: Record<string, unknown> = {},
): Promise<void> {
  proxies = await Promise.all(PRODUCTS.map((product) => startStallingProxy(trio[product].url, stalls)));
  const entries = PRODUCTS.map((key, index) => ({
    key,
    product: key,
    url: proxies[index]?.url ?? '',
    ...entry,
  }));
  gateway = await startGateway(entries, config);
}

function send(query: string, signal: AbortSignal): Promise<Response> {
  return fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
    signal,
  });
}

describe('a client that goes away', () => {
  it('takes its upstream calls with it', async () => {
    await startStalling(LIST_OF_POLICIES);
    const leaving = new AbortController();
    const answer = send(POLICIES, leaving.signal);
    await Promise.all(proxies.map((proxy) => proxy.until({ begun: 1 })));
    expect(proxies.map(({ stalled }) => stalled.abandoned)).toEqual([0, 0, 0]);
    leaving.abort();
    await expect(answer).rejects.toThrow('aborted');
    await Promise.all(proxies.map((proxy) => proxy.until({ abandoned: proxy.stalled.begun })));
    const begun = proxies.map(({ stalled }) => stalled.begun);
    await delay(50);
    expect(proxies.map(({ stalled }) => stalled.begun)).toEqual(begun);
  });

  it('takes no call of another client with it', async () => {
    await startStalling(LIST_OF_POLICIES);
    const [leaving, staying] = [new AbortController(), new AbortController()];
    const left = send(POLICIES, leaving.signal);
    await Promise.all(proxies.map((proxy) => proxy.until({ begun: 1 })));
    const stays = send(POLICIES, staying.signal);
    await Promise.all(proxies.map((proxy) => proxy.until({ begun: 2 })));
    leaving.abort();
    await expect(left).rejects.toThrow('aborted');
    await Promise.all(proxies.map((proxy) => proxy.until({ abandoned: 1 })));
    await delay(50);
    for (const { stalled } of proxies) expect(stalled.abandoned).toBeLessThan(stalled.begun);
    staying.abort();
    await expect(stays).rejects.toThrow('aborted');
  });

  it('says nothing about the health of the servers', async () => {
    await startStalling(LIST_OF_POLICIES);
    const leaving = new AbortController();
    const answer = send(POLICIES, leaving.signal);
    await Promise.all(proxies.map((proxy) => proxy.until({ begun: 1 })));
    leaving.abort();
    await expect(answer).rejects.toThrow('aborted');
    await Promise.all(proxies.map((proxy) => proxy.until({ abandoned: proxy.stalled.begun })));
    const { data } = await gateway.ask('{ servers { health { error { code } } } }');
    expect(data).toEqual({ servers: PRODUCTS.map(() => ({ health: { error: null } })) });
  });
});

describe('a client that goes away while its calls wait for their turn', () => {
  it('has none of them sent', async () => {
    const lists = /GET .*(jobs|repositories|sessions|policies)/i;
    const limits = { concurrency: 1 };
    await startStalling(lists, {}, { limits });
    const leaving = new AbortController();
    const query = '{ policies { complete } repositories { complete } sessions { complete } }';
    const answer = send(query, leaving.signal);
    await Promise.all(proxies.map((proxy) => proxy.until({ begun: 1 })));
    leaving.abort();
    await expect(answer).rejects.toThrow('aborted');
    await Promise.all(proxies.map((proxy) => proxy.until({ abandoned: 1 })));
    await delay(50);
    expect(proxies.map(({ stalled }) => stalled)).toEqual(PRODUCTS.map(() => ({ begun: 1, abandoned: 1 })));
  });
});

describe('a subscriber that goes away', () => {
  const LOG = /GET .*\/sessions\/.*\/logs/i;
  const FOLLOW = 'subscription ($id: ID!) { sessionUpdated(session: $id) { log { title } } }';

  /** A session that has ended, so that its one event comes at once. */
  async function followedSession(): Promise<string> {
    await startStalling(LOG);
    const { data } = await gateway.ask<{ sessions: { nodes: { id: string }[] } }>(
      '{ sessions(first: 1, filter: { products: [VBR], states: [FINISHED] }) { nodes { id } } }',
    );
    return data.sessions.nodes[0]?.id ?? '';
  }

  it.each<[string, (id: string) => () => void]>([
    [
      'WebSocket',
      (id) => {
        const client = createWsClient({
          url: gateway.url.replace('http', 'ws'),
          webSocketImpl: WebSocket,
          retryAttempts: 0,
        });
        client.subscribe({ query: FOLLOW, variables: { id } }, IGNORE);
        return () => client.terminate();
      },
    ],
    [
      'server-sent events',
      (id) => {
        const client = createSseClient({ url: `${gateway.url}/stream`, retryAttempts: 0 });
        client.subscribe({ query: FOLLOW, variables: { id } }, IGNORE);
        return () => client.dispose();
      },
    ],
  ])('over %s takes its upstream calls with it', async (_name, follow) => {
    const leave = follow(await followedSession());
    const [vbr] = proxies;
    await vbr?.until({ begun: 1 });
    expect(vbr?.stalled.abandoned).toBe(0);
    leave();
    await vbr?.until({ abandoned: 1 });
    expect(vbr?.stalled).toEqual({ begun: 1, abandoned: 1 });
  });
});

describe('a request that takes too long', () => {
  // Long enough for what does not stall, on a busy machine too.
  const QUICK = { limits: { requestTimeout: 'PT3S' } };

  /** Signed in and answered once, so that only what stalls is late. */
  async function warmUp(query: string): Promise<void> {
    const { data } = await gateway.ask<Record<string, { complete: boolean }>>(query);
    if (!Object.values(data).every(({ complete }) => complete)) await warmUp(query);
  }

  it('is answered at its deadline with what there is', async () => {
    await startStalling(LIST_OF_POLICIES, QUICK);
    await warmUp('{ repositories { complete } }');
    const { status, data, errors } = await gateway.ask(
      `{ policies { totalCount ${SOURCES} } repositories { ${SOURCES} } }`,
    );
    const late = { status: 'FAILED', error: { code: 'TIMEOUT', retryable: true } };
    expect({ status, errors }).toEqual({ status: 200, errors: [] });
    expect(data).toEqual({
      policies: {
        totalCount: null,
        complete: false,
        sources: PRODUCTS.map((key) => ({ server: { key }, ...late })),
      },
      repositories: {
        complete: true,
        sources: PRODUCTS.map((key) => ({ server: { key }, status: 'OK', error: null })),
      },
    });
    await Promise.all(proxies.map((proxy) => proxy.until({ abandoned: proxy.stalled.begun })));
  });

  it('tells edges that came too late in errors', async () => {
    await startStalling(LIST_OF_POLICIES, QUICK);
    await warmUp('{ sessions(first: 3, filter: { products: [VBR], kinds: [BACKUP] }) { complete } }');
    const { status, data, errors } = await gateway.ask<{ sessions: { nodes: unknown[] } }>(
      '{ sessions(first: 3, filter: { products: [VBR], kinds: [BACKUP] }) { nodes { policy { name } } } }',
    );
    expect(status).toBe(200);
    expect(data.sessions.nodes).toEqual([{ policy: null }, { policy: null }, { policy: null }]);
    expect(errors.map(({ extensions }) => extensions)).toEqual(
      Array(3).fill({ code: 'TIMEOUT', server: 'VBR', product: 'VBR', retryable: true }),
    );
  });

  it('does not end a sign-in that others wait for', async () => {
    await startStalling(SIGN_IN, QUICK);
    const { data } = await gateway.ask<{ policies: { sources: { error: { code: string } }[] } }>(POLICIES);
    expect(data.policies.sources.map(({ error }) => error.code)).toEqual(PRODUCTS.map(() => 'TIMEOUT'));
    expect(proxies.map(({ stalled }) => stalled)).toEqual(PRODUCTS.map(() => ({ begun: 1, abandoned: 0 })));
  });
});
