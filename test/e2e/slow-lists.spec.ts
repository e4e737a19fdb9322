import { startGateway } from '../support/gateway.js';
import type { RunningGateway } from '../support/gateway.js';
import { startListProxy } from '../support/list-proxy.js';
import type { ListProxy } from '../support/list-proxy.js';
import { startTrio } from '../support/troubled-fleet.js';
import type { Product, Trio } from '../support/troubled-fleet.js';

interface Part {
  complete: boolean;
  totalCount: number | null;
  sources: { status: string; error: { code: string } | null; upstreamCalls: number }[];
}

const ROWS = 900;
/** All rows at once take longer than the server has. */
const TIMEOUT_SECONDS = 2;
const MS_PER_ROW = 2.5;
const MOST_CALLS = 40;

const PART = 'complete totalCount sources { status error { code } upstreamCalls }';
const LISTS: readonly [Product, string, RegExp][] = [
  ['VBR', 'policies', /\/jobs\/states$/i],
  ['VBR', 'repositories', /\/repositories\/states$/i],
  ['VB_M365', 'policies', /\/v8\/Jobs$/i],
  ['VB_M365', 'repositories', /\/BackupRepositories$/i],
  ['VB_AWS', 'policies', /\/virtualMachines\/policies$/i],
  ['VB_AWS', 'repositories', /\/repositories$/i],
];

let trio: Trio;
beforeAll(async () => {
  trio = await startTrio({ seed: 7 });
});
afterAll(() => trio.close());

async function over<T>(
  product: Product,
  path: RegExp,
  options: { wait?: number; rows?: number; call?: string },
  work: (gateway: RunningGateway, proxy: ListProxy) => Promise<T>,
): Promise<T> {
  const { wait, rows = ROWS, call } = options;
  const list = { product, path, rows, ...(wait !== undefined && { wait }) };
  const proxy = await startListProxy(trio[product].url, list);
  const limits = { timeout: `PT${TIMEOUT_SECONDS}S`, ...(call !== undefined && { callTimeout: call }) };
  const gateway = await startGateway([{ key: 'slow', product, url: proxy.url, limits }]);
  try {
    return await work(gateway, proxy);
  } finally {
    await gateway.close();
    await proxy.close();
  }
}

describe('a list that takes longer than there is time when asked for all at once', () => {
  it.each(LISTS)(
    'comes whole at the second asking, in smaller pages: %s, %s',
    async (product, list, path) => {
      await over(product, path, { wait: MS_PER_ROW }, async (gateway, proxy) => {
        const query = `{ ${list} { ${PART} } }`;
        await gateway.ask(query);
        const before = proxy.asked.length;
        const { data } = await gateway.ask<Record<string, Part>>(query);
        expect(data[list]).toMatchObject({ complete: true, sources: [{ status: 'OK', error: null }] });
        expect(data[list]?.totalCount).toBeGreaterThanOrEqual(ROWS);
        expect(proxy.asked.length - before).toBeLessThanOrEqual(MOST_CALLS);
        expect(Math.max(...proxy.asked.slice(before).map(({ limit }) => limit))).toBeLessThan(ROWS);
      });
    },
  );

  it('comes at once where single calls have less time than the server', async () => {
    await over('VBR', /\/jobs\/states$/i, { wait: 1, call: 'PT0.5S' }, async (gateway, proxy) => {
      const { data } = await gateway.ask<Record<string, Part>>(`{ policies { ${PART} } }`);
      expect(data['policies']).toMatchObject({ complete: true, totalCount: ROWS });
      expect(proxy.asked.length).toBeLessThanOrEqual(MOST_CALLS);
      // The page that was too much is not asked for again as it was.
      expect(proxy.asked.filter(({ limit }) => limit >= ROWS)).toHaveLength(1);
    });
  });

  it('is shown as far as it came where even that is not enough', async () => {
    await over('VBR', /\/jobs\/states$/i, { wait: MS_PER_ROW, rows: 20_000 }, async (gateway) => {
      const query = `{ policies { ${PART} nodes { name } } }`;
      await gateway.ask(query);
      const { data } = await gateway.ask<{ policies: Part & { nodes: unknown[] } }>(query);
      expect(data.policies).toMatchObject({
        complete: false,
        sources: [{ status: 'TRUNCATED', error: { code: 'TIMEOUT' } }],
      });
      expect(data.policies.nodes.length).toBeGreaterThan(0);
    });
  });
});

describe('a list of sessions that takes longer than there is time when asked for all at once', () => {
  const SESSIONS: readonly [Product, RegExp][] = [
    ['VBR', /\/api\/v1\/sessions$/i],
    ['VB_M365', /\/JobSessions$/i],
    ['VB_AWS', /\/api\/v1\/sessions$/i],
  ];

  it.each(SESSIONS)('is asked for in smaller pages from then on: %s', async (product, path) => {
    await over(product, path, { wait: 5 }, async (gateway, proxy) => {
      const query = `{ sessions(first: 500) { ${PART} nodes { id } } }`;
      await gateway.ask(query);
      const before = proxy.asked.length;
      await gateway.ask(query);
      expect(proxy.asked.length).toBeGreaterThan(before);
      expect(Math.max(...proxy.asked.slice(before).map(({ limit }) => limit))).toBeLessThan(500);
    });
  });
});

describe('pages', () => {
  it('grow again when they come quickly', async () => {
    const list = { product: 'VBR' as const, path: /\/jobs\/states$/i, rows: ROWS, wait: MS_PER_ROW };
    const proxy = await startListProxy(trio.VBR.url, list);
    const limits = { timeout: `PT${TIMEOUT_SECONDS}S` };
    const gateway = await startGateway([{ key: 'slow', product: 'VBR', url: proxy.url, limits }]);
    const query = `{ policies { ${PART} } }`;
    await gateway.ask(query);
    list.wait = 0;
    for (let asking = 0; asking < 4; asking += 1) await gateway.ask(query);
    const before = proxy.asked.length;
    await gateway.ask(query);
    expect(proxy.asked.slice(before).map(({ limit }) => limit)).toEqual([1000]);
    await gateway.close();
    await proxy.close();
  });
});
