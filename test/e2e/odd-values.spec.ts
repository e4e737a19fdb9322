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

const SOURCES = 'complete totalCount sources { server { key } status count error { code message } }';
const QUERY = `{
  policies(first: 500) { ${SOURCES} nodes {
    id nativeId name kind status lastRun nextRun lastResult recoveryPoint { status age }
    lastSession { nativeId } server { key } ... on VbrJob { objectsCount }
  } }
  repositories(first: 500) { ${SOURCES} nodes { id nativeId kind capacity free used server { key } } }
  sessions(first: 500) { ${SOURCES} nodes { id nativeId state result startTime endTime duration policy { nativeId } server { key } } }
  report { capacity { total { capacity free used } } }
}`;

interface Row {
  nativeId: string;
  server: { key: string };
  [field: string]: unknown;
}
type List = Omit<Part, 'nodes'> & { nodes: Row[] };
interface Data {
  policies: List;
  repositories: List;
  sessions: List;
  report: { capacity: { total: { capacity: number | null; free: number | null; used: number | null } } };
}

let good: Trio;
let troubled: Trio;
let plain: Answer<Data>;

beforeAll(async () => {
  [good, troubled] = await Promise.all([startTrio({ seed: 1 }), startTrio({ seed: 2 })]);
  plain = await askThrough((body) => body);
});
afterAll(() => Promise.all([good.close(), troubled.close()]));

async function askThrough(rewrite: Rewrite): Promise<Answer<Data>> {
  const proxies = new Map<Product, RewritingProxy>();
  for (const product of PRODUCTS)
    proxies.set(product, await startRewritingProxy(troubled[product].url, rewrite));
  const gateway = await startTroubledGateway(good, troubled, (product) => ({
    entry: { url: proxies.get(product)?.url ?? '' },
  }));
  try {
    return await gateway.ask<Data>(QUERY);
  } finally {
    await gateway.close();
    await Promise.all([...proxies.values()].map((proxy) => proxy.close()));
  }
}

/** The same JSON with some of its fields changed, wherever they are. */
const changing =
  (change: (name: string, value: Json) => Json): Rewrite =>
  (body) => {
    const walk = (value: Json, name: string): Json => {
      const changed = change(name, value);
      if (changed !== value) return changed;
      if (Array.isArray(value)) return value.map((element) => walk(element, name));
      if (value === null || typeof value !== 'object') return value;
      return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, walk(part, key)]));
    };
    return walk(body, '');
  };

const numbersOf = (value: number | string): Rewrite =>
  changing((name, old) =>
    typeof old === 'number' && !/total|limit|offset|skip|count$/i.test(name) ? value : old,
  );

const rowsOf = ({ data }: Answer<Data>, list: 'policies' | 'repositories' | 'sessions'): string[] =>
  data[list].nodes.map(({ nativeId, server }) => `${server.key}/${nativeId}`);

function expectAllRows(answer: Answer<Data>): void {
  expect(answer.errors).toEqual([]);
  for (const list of ['policies', 'repositories', 'sessions'] as const)
    expect(new Set(rowsOf(answer, list))).toEqual(new Set(rowsOf(plain, list)));
}

describe('numbers', () => {
  it.each([
    ['3e9', 3e9],
    ['1e308', 1e308],
    ['negative', -7],
    ['negative and huge', -1e308],
    ['huge as text', '9'.repeat(60)],
    ['infinite as text', 'Infinity'],
    ['hexadecimal as text', '0xFFFFFFFFFFFF'],
    ['a fraction', 0.5],
  ])('that are %s cost no row, no error and no total', async (_what, value) => {
    const answer = await askThrough(numbersOf(value));
    expectAllRows(answer);
    const { capacity, free, used } = answer.data.report.capacity.total;
    for (const size of [capacity, free, used]) expect(size).toEqual(expect.any(Number));
  });
});

describe('a disk of 0 bytes', () => {
  it('is none, in the list and in the total', async () => {
    const sized = (name: string): boolean => name === 'capacityBytes' || name === 'freeSpaceBytes';
    const answer = await askThrough(changing((name, old) => (sized(name) ? 0 : old)));
    expectAllRows(answer);
    const local = answer.data.repositories.nodes.filter(
      ({ kind, server }) => kind === 'LOCAL' && server.key === troubledKey('VB_M365'),
    );
    expect(local.length).toBeGreaterThan(0);
    for (const { capacity, free, used } of local) expect([capacity, free, used]).toEqual([null, null, null]);
  });
});

describe('words', () => {
  it('that servers send and no contract has are understood', async () => {
    const kindsOf = ({ data }: Answer<Data>): unknown[] =>
      data.policies.nodes.filter(({ kind }) => kind === 'REPLICATION').map(({ nativeId }) => nativeId);
    expect(kindsOf(plain).length).toBeGreaterThan(0);
    const answer = await askThrough(
      changing((_name, old) => (old === 'VSphereReplica' ? 'HyperVReplica' : old)),
    );
    expect(kindsOf(answer)).toEqual(kindsOf(plain));
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', ''])(
    'like "%s" are unknown ones',
    async (word) => {
      const answer = await askThrough(
        changing((name, old) =>
          typeof old === 'string' &&
          /^(status|state|lastStatus|lastResult|dailyType|type|lastPolicySessionStatus)$/.test(name)
            ? word
            : old,
        ),
      );
      // Sessions of unknown types lead to no policy, which is told as such.
      expect(answer.errors.map(({ extensions }) => extensions.code)).not.toContain('INTERNAL_SERVER_ERROR');
      expect(rowsOf(answer, 'policies').length).toBe(rowsOf(plain, 'policies').length);
      for (const product of PRODUCTS)
        expect(sourceOf(answer.data.policies, troubledKey(product))).toMatchObject({ status: 'OK' });
    },
  );
});

describe('times', () => {
  it.each([
    '9999-12-31T23:59:59.9999999Z',
    '9999-12-31T23:59:59',
    '0001-01-01T00:00:00',
    '1601-01-01T00:00:00Z',
    '1900-01-01T00:00:00Z',
    '1970-01-01T00:00:00Z',
    '+275760-09-13T00:00:00Z',
  ])('such as %s for an end or a next run are none', async (time) => {
    const answer = await askThrough(
      changing((name, old) =>
        typeof old === 'string' && /^(endTime|nextRun|lastRun|lastBackup|executionStopTime)$/.test(name)
          ? time
          : old,
      ),
    );
    expectAllRows(answer);
    for (const { nextRun, lastRun, server } of answer.data.policies.nodes)
      if (server.key.startsWith('troubled'))
        for (const shown of [nextRun, lastRun]) expect(String(shown)).toMatch(/^(null|20\d\d-)/);
    for (const { endTime } of answer.data.sessions.nodes) expect(String(endTime)).toMatch(/^(null|20\d\d-)/);
  });
});

describe('ids', () => {
  it('that differ in case are one', async () => {
    let turn = 0;
    const answer = await askThrough(
      changing((name, old) =>
        typeof old === 'string' && /id$/i.test(name) && /^[0-9a-f-]{36}$/i.test(old) && (turn += 1) % 2 === 0
          ? old.toUpperCase()
          : old,
      ),
    );
    expectAllRows(answer);
    const policiesOf = (of: Answer<Data>): unknown[] =>
      of.data.sessions.nodes.map(({ nativeId, policy }) => [nativeId, policy]);
    expect(new Map(policiesOf(answer) as [string, unknown][])).toEqual(
      new Map(policiesOf(plain) as [string, unknown][]),
    );
  });

  it.each([
    ['half a character', '\ud800'],
    ['control characters', 'a\u0000b'],
    ['absurd length', 'x'.repeat(5_000)],
  ])('of %s cost their own rows only, and the rows are counted', async (_what, bad) => {
    const isFirst = new Set<string>();
    const answer = await askThrough((body, line) => {
      const list =
        (body as { data?: Json[]; results?: Json[] } | null)?.data ??
        (body as { results?: Json[] } | null)?.results;
      const first = Array.isArray(list) ? list[0] : undefined;
      const path = line.split('?')[0] ?? '';
      if (first !== null && typeof first === 'object' && !Array.isArray(first) && 'id' in first) {
        isFirst.add(path);
        first['id'] = bad;
      }
      return body;
    });
    expect(isFirst.size).toBeGreaterThan(3);
    expect(answer.errors).toEqual([]);
    expect(answer.data.policies.nodes.length).toBeGreaterThan(plain.data.policies.nodes.length - 40);
    expect(answer.data.policies.complete).toBe(false);
  });
});

it('gives the age of a recovery point as one value in one answer', async () => {
  const gateway = await startTroubledGateway(good, troubled, () => ({}));
  try {
    const many = Array.from({ length: 8 }, (_none, index) => `p${index}: recoveryPoint { age }`).join(' ');
    const { data } = await gateway.ask<{ policies: { nodes: Record<string, { age: string | null }>[] } }>(
      `{ policies(first: 100) { nodes { ${many} } } }`,
    );
    for (const node of data.policies.nodes)
      expect(new Set(Object.values(node).map(({ age }) => age)).size).toBe(1);
  } finally {
    await gateway.close();
  }
});
