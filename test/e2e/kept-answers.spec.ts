import { startCachedGateway } from '../support/cached-gateway.js';
import { bearer, keyAuth, testKey } from '../support/callers.js';
import { freezeClock } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import type { RunningGateway } from '../support/gateway.js';
import { PRODUCTS, startTrio } from '../support/troubled-fleet.js';
import type { Trio } from '../support/troubled-fleet.js';
import { startGateway } from '../support/gateway.js';

const POLICIES = '{ policies(first: 200) { complete edges { node { id name enabled server { key } } } } }';
const PREFLIGHT = { 'apollo-require-preflight': '1' };

interface Policy {
  id: string;
  enabled: boolean;
  server: { key: string };
}

interface Listed {
  data: { policies: { edges: { node: Policy }[] } };
}

let clock: FrozenClock;
let trio: Trio;
let gateway: RunningGateway;

beforeEach(async () => {
  clock = freezeClock();
  trio = await startTrio({ seed: 3 });
  gateway = await startCachedGateway(trio, { inventory: 'PT30S', staleIfError: 'PT0S' });
});
afterEach(async () => {
  await gateway.close();
  await trio.close();
  clock.release();
});

/** Asks by GET: what is kept has an entity tag, and nothing else has. */
function get(query: string, headers: Record<string, string> = PREFLIGHT, rest = ''): Promise<Response> {
  return fetch(`${gateway.url}?query=${encodeURIComponent(query)}${rest}`, { headers });
}

/** Asks until the answer is kept: the first time asks the servers, the second is made of memory. */
async function kept(query: string): Promise<{ tag: string; text: string }> {
  await get(query);
  const response = await get(query);
  return { tag: response.headers.get('etag') ?? 'none', text: await response.text() };
}

describe('An answer made of memory alone', () => {
  it('is given again as it was', async () => {
    const { tag, text } = await kept(POLICIES);
    expect(tag).toMatch(/^W\/"/);
    const again = await get(POLICIES);
    expect(again.headers.get('etag')).toBe(tag);
    expect(await again.text()).toBe(text);
    expect(again.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(again.headers.get('cache-control')).toBe('private, no-cache');
    expect(again.headers.get('x-request-id')).not.toBe((await get(POLICIES)).headers.get('x-request-id'));
  });

  it('is not told again to whoever has it already', async () => {
    const { tag } = await kept(POLICIES);
    const known = await get(POLICIES, { ...PREFLIGHT, 'if-none-match': `"other", ${tag}` });
    expect(known.status).toBe(304);
    expect(await known.text()).toBe('');
    const other = await get(POLICIES, { ...PREFLIGHT, 'if-none-match': '"other"' });
    expect(other.status).toBe(200);
  });

  it('is made anew when the gateway changes what it tells of', async () => {
    const { text } = await kept(POLICIES);
    const { policies } = (JSON.parse(text) as Listed).data;
    const { id } = policies.edges.find(({ node }) => node.enabled && node.server.key === 'VBR')
      ?.node as Policy;
    const change = `mutation { disablePolicy(input: { policy: "${id}" }) { userErrors { message } } }`;
    const { data } = await gateway.ask<{ disablePolicy: { userErrors: unknown[] } }>(change);
    expect(data.disablePolicy.userErrors).toEqual([]);
    const { data: after } = (await (await get(POLICIES)).json()) as Listed;
    expect(after.policies.edges.find(({ node }) => node.id === id)?.node.enabled).toBe(false);
  });

  it('is made anew when what it was made of is over', async () => {
    const query = '{ policies(first: 1) { sources { fetchedAt } edges { node { name } } } }';
    await kept(query);
    clock.advance(31_000);
    expect(await (await get(query)).text()).toContain(new Date(clock.now()).toISOString());
  });

  it('is given in the media type that is asked for', async () => {
    await kept(POLICIES);
    const accept = 'application/graphql-response+json';
    const response = await get(POLICIES, { ...PREFLIGHT, accept });
    expect(response.headers.get('content-type')).toContain(accept);
    expect((await get(POLICIES, { ...PREFLIGHT, accept: 'text/css' })).status).toBe(406);
  });

  it('is not given to a request that any page could have sent', async () => {
    await kept(POLICIES);
    expect((await get(POLICIES, {})).status).toBe(400);
    const form = await fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: JSON.stringify({ query: POLICIES }),
    });
    expect(form.status).toBe(400);
  });

  it('is given again to whoever takes sessions of that age, and then says that it cost nothing', async () => {
    const query = '{ sessions(first: 5, maxAge: "PT10S") { edges { node { name } } } }';
    const first = await gateway.ask(query);
    expect(first.cost.upstreamCalls).toBeGreaterThan(0);
    const again = await gateway.ask(query);
    expect(again).toEqual({ ...first, cost: { ...first.cost, upstreamCalls: 0 } });
    clock.advance(11_000);
    expect((await gateway.ask(query)).cost.upstreamCalls).toBeGreaterThan(0);
  });

  it('is made anew after a change of a server it tells of, however old it may be', async () => {
    const sessions = '{ sessions(first: 5, maxAge: "PT1H") { edges { node { id policy { id } } } } }';
    await gateway.ask(sessions);
    expect((await gateway.ask(sessions)).cost.upstreamCalls).toBe(0);
    const { data } = await gateway.ask<Listed['data']>(POLICIES);
    const id = data.policies.edges.find(({ node }) => node.server.key.includes('VBR'))?.node.id;
    await gateway.ask(`mutation { disablePolicy(input: { policy: "${id}" }) { userErrors { message } } }`);
    expect((await gateway.ask(sessions)).cost.upstreamCalls).toBeGreaterThan(0);
  });

  it('differs by variables and by the operation that is named', async () => {
    const query =
      'query A($n: Int!) { policies(first: $n) { edges { node { name } } } } query B { __typename }';
    const ask = async (name: string, n: number): Promise<unknown> => {
      const rest = `&operationName=${name}&variables=${encodeURIComponent(JSON.stringify({ n }))}`;
      const { data } = (await (await get(query, PREFLIGHT, rest)).json()) as {
        data: { policies?: { edges: unknown[] } };
      };
      return data.policies?.edges.length ?? data;
    };
    for (let round = 0; round < 3; round += 1) {
      expect(await ask('A', 1)).toBe(1);
      expect(await ask('A', 2)).toBe(2);
      expect(await ask('B', 2)).toEqual({ __typename: 'Query' });
    }
  });

  it('is found by the hash of a persisted query', async () => {
    const hash = 'ecf4edb46db40b5132295c0291d62fb65d6759a9eedfa4d5d612dd5ec54a6b38';
    const rest = `&extensions=${encodeURIComponent(JSON.stringify({ persistedQuery: { version: 1, sha256Hash: hash } }))}`;
    const byHash = (): Promise<Response> => fetch(`${gateway.url}?${rest.slice(1)}`, { headers: PREFLIGHT });
    expect(await (await byHash()).text()).toContain('PERSISTED_QUERY_NOT_FOUND');
    await get('{__typename}', PREFLIGHT, rest);
    const found = await byHash();
    expect(await found.text()).toContain('"__typename":"Query"');
    const tag = found.headers.get('etag') ?? 'none';
    const known = await fetch(`${gateway.url}?${rest.slice(1)}`, {
      headers: { ...PREFLIGHT, 'if-none-match': tag },
    });
    expect(known.status).toBe(304);
  });
});

describe('An answer is not kept', () => {
  it.each([
    ['health', '{ servers { key health { status } } }'],
    ['a list read now', '{ policies(first: 1, maxAge: "PT0S") { edges { node { name } } } }'],
    ['sessions', '{ sessions(first: 1) { edges { node { name } } } }'],
  ])('that tells of %s', async (_what, query) => {
    expect((await kept(query)).tag).toBe('none');
  });

  it('that lacks a server, so the server is there again as soon as it answers', async () => {
    await trio.VBR.close();
    clock.advance(31_000);
    const { tag, text } = await kept(POLICIES);
    expect(text).toContain('"complete":false');
    expect(tag).toBe('none');
  });

  it('of a mutation: the same one works each time', async () => {
    const { text } = await kept(POLICIES);
    const { policies } = (JSON.parse(text) as Listed).data;
    const { id } = policies.edges.find(({ node }) => node.server.key === 'VBR')?.node as Policy;
    const switched = async (change: string): Promise<unknown> => {
      await gateway.ask(`mutation { ${change}(input: { policy: "${id}" }) { userErrors { message } } }`);
      const { data } = await gateway.ask<{ node: unknown }>(
        `{ node(id: "${id}") { ... on Policy { enabled } } }`,
      );
      return data.node;
    };
    for (let round = 0; round < 3; round += 1) {
      expect(await switched('disablePolicy')).toEqual({ enabled: false });
      expect(await switched('enablePolicy')).toEqual({ enabled: true });
    }
  });
});

describe('Callers with different scopes', () => {
  it('never get what was kept for the other', async () => {
    const everything = testKey({ name: 'all' });
    const little = testKey({ name: 'little', servers: ['VBR'] });
    const servers = PRODUCTS.map((product) => ({ key: product, product, url: trio[product].url }));
    const guarded = await startGateway(servers, {
      auth: keyAuth(everything, little),
      cache: { inventory: 'PT30S', staleIfError: 'PT0S' },
    });
    const ask = async (credential: string | undefined): Promise<string> => {
      const url = `${guarded.url}?query=${encodeURIComponent('{ servers { key } }')}`;
      const response = await fetch(url, { headers: { ...PREFLIGHT, ...bearer(credential) } });
      return response.status === 200 ? response.text() : String(response.status);
    };
    try {
      for (let round = 0; round < 3; round += 1) {
        expect(await ask(everything.credential)).toContain('VB_AWS');
        expect(await ask(little.credential)).not.toContain('VB_AWS');
        expect(await ask(undefined)).toBe('401');
      }
    } finally {
      await guarded.close();
    }
  });
});
