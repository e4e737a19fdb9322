import type { Answer } from '../support/gateway.js';
import { startRewritingProxy } from '../support/rewriting-proxy.js';
import type { Json, Rewrite, RewritingProxy } from '../support/rewriting-proxy.js';
import {
  PRODUCTS,
  sourceOf,
  startTrio,
  startTroubledGateway,
  troubledKey,
} from '../support/troubled-fleet.js';
import type { Part, Product, Trio } from '../support/troubled-fleet.js';

const LISTS = ['policies', 'repositories', 'sessions'] as const;
type ListName = (typeof LISTS)[number];

const SOURCES = 'complete totalCount sources { server { key } status count error { code message } }';
const QUERY = `{
  policies(first: 500) { ${SOURCES} nodes { id nativeType kind workload status lastResult server { key } } }
  repositories(first: 500) { ${SOURCES} nodes { id nativeType kind status server { key } } }
  sessions(first: 500) { ${SOURCES} nodes { id nativeType kind state result server { key } } }
}`;

interface Row {
  id: string;
  server: { key: string };
  [field: string]: unknown;
}
type Data = Record<ListName, Omit<Part, 'nodes'> & { nodes: Row[] }>;

let good: Trio;
let troubled: Trio;

beforeAll(async () => {
  [good, troubled] = await Promise.all([startTrio({ seed: 1 }), startTrio({ seed: 2 })]);
});
afterAll(() => Promise.all([good.close(), troubled.close()]));

/** What the gateway makes of the troubled servers when their answers are changed on the way. */
async function askThrough(rewrite: Rewrite): Promise<Answer<Data>> {
  const proxies = new Map<Product, RewritingProxy>();
  for (const product of PRODUCTS)
    proxies.set(product, await startRewritingProxy(troubled[product].url, rewrite));
  const gateway = await startTroubledGateway(good, troubled, (product) => ({
    entry: { url: proxies.get(product)?.url ?? '' },
  }));
  const answer = await gateway.ask<Data>(QUERY);
  await gateway.close();
  await Promise.all([...proxies.values()].map((proxy) => proxy.close()));
  return answer;
}

function rowsOf({ data }: Answer<Data>, list: ListName, product: Product): Row[] {
  return data[list].nodes.filter(({ server }) => server.key === troubledKey(product));
}

const CASES = PRODUCTS.flatMap((product) => LISTS.map((list) => [product, list] as const));

describe('rows with words that nobody knows yet', () => {
  const WORD_FIELDS = new Set([
    ...['type', 'status', 'state', 'result', 'workload', 'lastResult', 'lastStatus', 'sessionType'],
    ...['backupType', 'jobType', 'storageClass', 'lastPolicySessionStatus', 'extendedSessionType'],
  ]);
  let plain: Answer<Data>;
  let odd: Answer<Data>;

  beforeAll(async () => {
    plain = await askThrough((body) => body);
    odd = await askThrough(unknownWords);
  });

  function unknownWords(value: Json): Json {
    if (Array.isArray(value)) return value.map(unknownWords);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, part]) => [
        name,
        WORD_FIELDS.has(name) && typeof part === 'string' ? 'Holographic' : unknownWords(part),
      ]),
    );
  }

  it.each(CASES)('are all there: a %s server loses nothing of %s', (product, list) => {
    const ids = (answer: Answer<Data>): string[] => rowsOf(answer, list, product).map(({ id }) => id);
    expect(ids(plain).length).toBeGreaterThan(0);
    expect(ids(odd)).toEqual(ids(plain));
    expect(sourceOf(odd.data[list], troubledKey(product))).toMatchObject({ status: 'OK', error: null });
    expect(odd.data[list].complete).toBe(true);
    expect(odd.errors).toEqual([]);
  });

  it.each(PRODUCTS)('of a %s server are never taken for words that are known', (product) => {
    const sessions = rowsOf(odd, 'sessions', product);
    // An end time and a cancellation are told apart from the words.
    for (const { state, result } of sessions) {
      expect(['UNKNOWN', 'FINISHED']).toContain(state);
      expect(['UNKNOWN', 'CANCELLED']).toContain(result);
    }
    expect(sessions.some(({ nativeType }) => nativeType === 'Holographic')).toBe(true);
    for (const policy of rowsOf(odd, 'policies', product))
      expect(['UNKNOWN', 'NONE']).toContain(policy['lastResult']);
    const repositories = rowsOf(odd, 'repositories', product);
    expect(repositories.some(({ nativeType }) => nativeType === 'Holographic')).toBe(true);
  });
});

describe('rows that cannot be read', () => {
  let plain: Answer<Data>;
  let odd: Answer<Data>;

  beforeAll(async () => {
    plain = await askThrough((body) => body);
    odd = await askThrough(withBrokenRows);
  });

  function withBrokenRows(body: Json): Json {
    if (body === null || typeof body !== 'object' || Array.isArray(body)) return body;
    return Object.fromEntries(
      Object.entries(body).map(([name, value]) => [
        name,
        Array.isArray(value) ? [null, ...value, 'text'] : value,
      ]),
    );
  }

  it.each(CASES)('are counted and reported; a %s server loses no other row of %s', (product, list) => {
    const ids = (answer: Answer<Data>): string[] => rowsOf(answer, list, product).map(({ id }) => id);
    expect(ids(odd)).toEqual(ids(plain));
    expect(sourceOf(odd.data[list], troubledKey(product))).toMatchObject({
      status: 'TRUNCATED',
      count: null,
      error: { code: 'BAD_RESPONSE', message: expect.stringMatching(/^\d+ rows? .*could not be read/) },
    });
    expect(odd.data[list]).toMatchObject({ complete: false, totalCount: null });
  });
});
