import type { Answer, GraphQLFault, RunningGateway } from '../support/gateway.js';
import { startProxy } from '../support/proxy.js';
import type { Proxy } from '../support/proxy.js';
import {
  EVERYTHING,
  PRODUCTS,
  partOf,
  sourceOf,
  startTrio,
  startTroubledGateway,
  troubledKey,
} from '../support/troubled-fleet.js';
import type { EverythingData, PartName, Product, Trio } from '../support/troubled-fleet.js';

/** A part of the path of each product's lists. */
const LISTS = {
  policies: { VBR: '/jobs/states', VB_AWS: 'policies?', VB_M365: '/jobs?' },
  repositories: { VBR: '/repositories/states', VB_AWS: '/repositories?', VB_M365: '/backuprepositories?' },
  sessions: { VBR: '/sessions?', VB_AWS: '/sessions?', VB_M365: '/jobsessions?' },
} as const;
type ListName = keyof typeof LISTS;

let good: Trio;
let troubled: Trio;

beforeAll(async () => {
  [good, troubled] = await Promise.all([startTrio({ seed: 1 }), startTrio({ seed: 2 })]);
});
afterAll(() => Promise.all([good.close(), troubled.close()]));

function forbidding(list: ListName): Promise<RunningGateway> {
  return startTroubledGateway(good, troubled, (product) => ({
    faults: [{ match: LISTS[list][product], fault: { kind: 'status', status: 403 } }],
  }));
}

/** The reports and lists that need a list of the server. */
const NEEDED_BY: Readonly<Record<ListName, readonly PartName[]>> = {
  policies: ['policies', 'runs', 'protection', 'search'],
  repositories: ['repositories', 'capacity', 'search'],
  sessions: ['sessions', 'runs'],
};

describe.each(['policies', 'repositories', 'sessions'] as const)(
  'an account that may not read %s',
  (list) => {
    let gateway: RunningGateway;
    let answer: Answer<EverythingData>;

    beforeAll(async () => {
      gateway = await forbidding(list);
      answer = await gateway.ask<EverythingData>(EVERYTHING);
    });
    afterAll(() => gateway.close());

    it.each(PRODUCTS)('loses what needs them on a %s server, and nothing else', (product) => {
      const parts = ['policies', 'repositories', 'sessions', 'runs', 'capacity', 'search'] as const;
      const failed = parts.filter(
        (name) => sourceOf(partOf(answer.data, name), troubledKey(product))?.status !== 'OK',
      );
      expect(failed).toEqual(parts.filter((name) => NEEDED_BY[list].includes(name)));
      for (const name of failed)
        expect(sourceOf(partOf(answer.data, name), troubledKey(product))?.error).toMatchObject({
          code: 'FORBIDDEN',
          retryable: false,
          upstreamStatus: 403,
        });
    });

    it('says nothing about the health of the server', async () => {
      const { data } = await gateway.ask<{ servers: { health: { status: string } }[] }>(
        '{ servers { health { status } } }',
      );
      expect(new Set(data.servers.map(({ health }) => health.status))).toEqual(new Set(['ONLINE']));
    });
  },
);

interface Rows {
  nodes: { server: { key: string }; [edge: string]: unknown }[];
}

function faultsOf(answer: Answer<unknown>, product: Product): GraphQLFault[] {
  return answer.errors.filter(({ extensions }) => extensions['server'] === troubledKey(product));
}

const EDGES: readonly (readonly [edge: string, list: ListName, root: string, query: string])[] = [
  ['policy', 'policies', 'sessions', '{ sessions(first: 500) { nodes { server { key } policy { name } } } }'],
  [
    'repositories',
    'repositories',
    'policies',
    '{ policies(first: 500) { nodes { server { key } repositories { name } } } }',
  ],
];

describe.each(EDGES)('the edge %s that needs the unreadable %s', (edge, list, root, query) => {
  let answer: Answer<Record<string, Rows>>;

  beforeAll(async () => {
    const gateway = await forbidding(list);
    answer = await gateway.ask(query);
    await gateway.close();
  });

  it.each(PRODUCTS)('is null on the rows of a %s server, with the reason for each in errors', (product) => {
    const rows = answer.data[root]?.nodes ?? [];
    const ofTroubled = rows.filter(({ server }) => server.key === troubledKey(product));
    const faults = faultsOf(answer, product);
    expect(ofTroubled.length).toBeGreaterThan(0);
    expect(faults.length).toBeGreaterThan(0);
    for (const { extensions, path } of faults) {
      expect(extensions).toEqual({
        code: 'FORBIDDEN',
        server: troubledKey(product),
        product,
        retryable: false,
        upstreamStatus: 403,
      });
      const row = rows[Number(path?.[2])];
      expect(path).toEqual([root, 'nodes', expect.any(Number), edge]);
      expect(row).toMatchObject({ server: { key: troubledKey(product) }, [edge]: null });
    }
    const nulls = ofTroubled.filter((row) => row[edge] === null);
    if (edge === 'repositories') expect(nulls).toHaveLength(faults.length);
  });

  it('costs the rows of no other server anything', () => {
    const servers = new Set(answer.errors.map(({ extensions }) => extensions['server']));
    expect(servers).toEqual(new Set(PRODUCTS.map(troubledKey)));
    expect(answer.status).toBe(200);
  });
});

describe('a connection that breaks in the middle of a list', () => {
  const ROWS = 1;
  const NEXT_PAGE = { VBR: `skip=${ROWS}`, VB_AWS: `Offset=${ROWS}`, VB_M365: `offset=${ROWS}` } as const;
  let proxies: Record<Product, Proxy>;
  let answer: Answer<EverythingData>;

  beforeAll(async () => {
    const [VBR, VB_AWS, VB_M365] = await Promise.all(
      PRODUCTS.map((product) => startProxy(troubled[product].url, { mostRows: ROWS })),
    );
    if (!VBR || !VB_AWS || !VB_M365) throw new Error('a proxy is missing');
    proxies = { VBR, VB_AWS, VB_M365 };
    const gateway = await startTroubledGateway(good, troubled, (product) => ({
      entry: { url: proxies[product].url },
      faults: [{ match: NEXT_PAGE[product], fault: { kind: 'reset' } }],
    }));
    answer = await gateway.ask<EverythingData>(EVERYTHING);
    await gateway.close();
  });
  afterAll(() => Promise.all(Object.values(proxies).map((proxy) => proxy.close())));

  it.each(
    PRODUCTS.flatMap((product) =>
      (['policies', 'sessions', 'runs'] as const).map((name) => [product, name] as const),
    ),
  )('makes a %s server a source of %s that came short, whatever rows it gave before', (product, name) => {
    const part = partOf(answer.data, name);
    expect(sourceOf(part, troubledKey(product))).toMatchObject({
      // Of an inventory what was read is used; of a single list of sessions nothing is.
      status: name === 'policies' ? 'TRUNCATED' : 'FAILED',
      count: null,
      error: { code: 'UNREACHABLE', retryable: true },
    });
    expect(part.complete).toBe(false);
  });
});
