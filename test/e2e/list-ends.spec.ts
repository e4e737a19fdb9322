import { startGateway } from '../support/gateway.js';
import { rowAt, startListProxy } from '../support/list-proxy.js';
import type { ListedPage, ProxiedList } from '../support/list-proxy.js';
import type { Json } from '../support/rewriting-proxy.js';
import { startTrio } from '../support/troubled-fleet.js';
import type { Product, Trio } from '../support/troubled-fleet.js';

type ListName = 'policies' | 'repositories' | 'sessions';
interface Part {
  complete: boolean;
  totalCount?: number | null;
  nodes: { nativeId: string }[];
  sources: { status: string; count: number | null; error: { code: string; message: string } | null }[];
}
type Twist = NonNullable<ProxiedList['twist']>;

const PATHS: readonly [Product, ListName, RegExp][] = [
  ['VBR', 'policies', /\/jobs\/states$/i],
  ['VBR', 'sessions', /\/api\/v1\/sessions$/i],
  ['VB_M365', 'policies', /\/v8\/Jobs$/i],
  ['VB_M365', 'sessions', /\/JobSessions$/i],
  ['VB_AWS', 'policies', /\/virtualMachines\/policies$/i],
  ['VB_AWS', 'sessions', /\/api\/v1\/sessions$/i],
];

let trio: Trio;
beforeAll(async () => {
  trio = await startTrio({ seed: 3, sessions: 60 });
});
afterAll(() => trio.close());

interface Asked {
  part: Part;
  calls: number;
  status: number;
}

type Path = (typeof PATHS)[number];

const keyOf = ([product, name]: Path): string => `${product}-${name}`.toLowerCase().replace('_', '-');
const queryOf = (path: Path): string =>
  `{ ${path[1]}(first: 500, filter: { servers: ["${keyOf(path)}"] }) { complete totalCount nodes { nativeId } sources { status count error { code message } } } }`;

/** One gateway over a server for each path, whose list is as `twist` makes it. */
async function startOver(
  paths: readonly Path[],
  rows: number,
  twist: Twist,
): Promise<{ ask(path: Path): Promise<Asked>; close(): Promise<void> }> {
  const proxies = await Promise.all(
    paths.map(([product, , path]) => startListProxy(trio[product].url, { product, path, rows, twist })),
  );
  const servers = paths.map((path, index) => ({
    key: keyOf(path),
    product: path[0],
    url: proxies[index]?.url ?? '',
  }));
  const gateway = await startGateway(servers);
  return {
    ask: async (path) => {
      const { status, data } = await gateway.ask<Record<string, Part>>(queryOf(path));
      const part = data[path[1]];
      if (part === undefined) throw new Error(path[1]);
      return {
        part,
        calls: proxies[paths.findIndex((other) => keyOf(other) === keyOf(path))]?.asked.length ?? 0,
        status,
      };
    },
    close: async () => {
      await gateway.close();
      await Promise.all(proxies.map((proxy) => proxy.close()));
    },
  };
}

/** The same, for one path and one question. */
async function ask(path: Path, rows: number, twist: Twist): Promise<Asked> {
  const over = await startOver([path], rows, twist);
  try {
    return await over.ask(path);
  } finally {
    await over.close();
  }
}

/** Lists that break off, or go on in circles: the gateway cannot have all rows. */
const BROKEN: readonly [title: string, rows: number, twist: Twist][] = [
  ['an empty page before the total', 60, (page, { offset }) => (offset < 20 ? firstOf(page, 20) : none(60))],
  ['nothing at all of a total', 0, () => ({ rows: [], total: 20 })],
  [
    'the same page again and again',
    60,
    (page, _asked, all) => ({ ...page, rows: all.slice(0, 20), total: 60 }),
  ],
  [
    'two pages by turns',
    80,
    (page, { count }, all) => ({
      ...page,
      rows: all.slice((count % 2) * 20, (count % 2) * 20 + 20),
      total: 80,
    }),
  ],
  ['a total that is too large', 30, (page) => ({ ...page, total: 5_000_000 })],
  ['a total beyond every number of rows', 30, (page) => ({ ...page, total: 3e12 })],
  [
    'a total that grows with the list',
    30,
    (page, { offset }) => ({ ...page, total: offset + page.rows.length + 5 }),
  ],
];

/** Lists of which all rows come, whatever they say of themselves. */
const WHOLE: readonly [title: string, rows: number, twist: Twist][] = [
  ['a negative total', 30, (page) => ({ ...page, total: -4 })],
  ['a total that is a word', 30, (page) => ({ ...page, total: 'many' })],
  ['a total that is a number as text', 30, (page) => ({ ...page, total: String(page.total) })],
  ['a total that is too small', 30, (page) => ({ ...page, total: 7 })],
  ['a total of 1e308', 30, (page) => ({ ...page, total: 1e308 })],
  ['no total', 30, (page) => withoutTotal(page)],
  [
    'a larger page than was asked for',
    1500,
    (_page, { offset }, all) => ({ rows: all.slice(offset), total: 1500 }),
  ],
  ['pages of twenty', 90, (page) => firstOf(page, 20)],
  ['a link to a next page that is empty', 30, (page) => ({ ...page, next: true })],
];

let over: Awaited<ReturnType<typeof startOver>>;

describe.each(BROKEN)('a list that breaks off is never complete: %s', (_title, rows, twist) => {
  beforeAll(async () => {
    over = await startOver(PATHS, rows, twist);
  });
  afterAll(() => over.close());

  it.each(PATHS)('%s, %s', async (...path) => {
    const { part, calls, status } = await over.ask(path);
    expect(status).toBe(200);
    // Sessions are read no further than the page needs.
    const isAllRead = path[1] !== 'sessions' || part.nodes.length < 500;
    expect(isAllRead).toBe(true);
    expect(part).toMatchObject({ complete: false, totalCount: null });
    expect(part.sources[0]).toMatchObject({ status: 'TRUNCATED', count: null });
    expect(part.sources[0]?.error?.message).toMatch(/only a part of this list/);
    const ids = part.nodes.map(({ nativeId }) => nativeId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(calls).toBeLessThanOrEqual(40);
  });
});

describe.each(WHOLE)('a list is whole when all rows come, whatever it says: %s', (_title, rows, twist) => {
  beforeAll(async () => {
    over = await startOver(PATHS, rows, twist);
  });
  afterAll(() => over.close());

  it.each(PATHS)('%s, %s', async (...path) => {
    const { part, calls } = await over.ask(path);
    expect(part).toMatchObject({ complete: true, sources: [{ status: 'OK', error: null }] });
    expect(part.nodes.length).toBeGreaterThanOrEqual(Math.min(rows, 500));
    if (path[1] === 'policies') expect(part.totalCount).toBeGreaterThanOrEqual(rows);
    expect(calls).toBeLessThanOrEqual(12);
  });
});

describe('a list without an end', () => {
  const KEPT = PATHS.filter(([, name]) => name === 'policies');
  it.each(KEPT)('of small pages that always bring new rows is given up: %s', async (...path) => {
    const endless: Twist = (_page, { offset }, all) => ({
      rows: rowsFrom(all, offset, 40),
      total: offset + 1_000,
      next: true,
    });
    const { part, calls } = await ask(path, 40, endless);
    expect(part).toMatchObject({
      complete: false,
      totalCount: null,
      sources: [
        { status: 'TRUNCATED', error: { message: expect.stringMatching(/reads no more than/) as string } },
      ],
    });
    expect(calls).toBeLessThanOrEqual(500);
  });

  it('of large pages is given up by its bytes', async () => {
    const filling = 'x'.repeat(900_000);
    const large: Twist = (_page, { offset }, all) => ({
      rows: rowsFrom(all, offset, 20).map((row) => ({ ...(row as Record<string, Json>), filling })),
      total: 1_000_000,
    });
    const { part, calls } = await ask(['VB_AWS', 'policies', /\/virtualMachines\/policies$/i], 20, large);
    expect(part.sources[0]).toMatchObject({
      status: 'TRUNCATED',
      error: { message: expect.stringMatching(/96 MB/) as string },
    });
    expect(calls).toBeLessThanOrEqual(8);
  });
});

describe('a page of 130,000 rows', () => {
  const NEEDED = ['id', 'name', 'type', 'status', 'sessionType', 'creationTime', 'state', 'result'];
  const slim = (row: Json): Json =>
    Object.fromEntries(Object.entries(row as Record<string, Json>).filter(([name]) => NEEDED.includes(name)));

  it.each(PATHS.filter(([product]) => product === 'VBR'))('is read as any other: %s, %s', async (...path) => {
    let rows: Json[] = [];
    const all: Twist = (_page, { offset }, own) => {
      if (rows.length === 0) rows = rowsFrom(own.map(slim), 0, 130_000);
      return { rows: rows.slice(offset), total: 130_000 };
    };
    const { part, calls } = await ask(path, 20, all);
    expect(part).toMatchObject({ complete: true, sources: [{ status: 'OK', error: null }] });
    expect(part.nodes).toHaveLength(500);
    if (path[1] === 'policies') expect(part.totalCount).toBe(130_000);
    // Sessions that are out of order are read once more.
    expect(calls).toBeLessThanOrEqual(2);
  });
});

function firstOf(page: ListedPage, count: number): ListedPage {
  return { ...page, rows: page.rows.slice(0, count) };
}

function none(total: number): ListedPage {
  return { rows: [], total };
}

function withoutTotal({ total: _total, ...page }: ListedPage): ListedPage {
  return page;
}

function rowsFrom(own: readonly Json[], offset: number, count: number): Json[] {
  return Array.from({ length: count }, (_none, index) => rowAt(own, offset + index));
}
