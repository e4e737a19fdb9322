import type { FastifyRequest } from 'fastify';
import { UpstreamHttp } from '../../../src/platform/http/upstream-http.js';
import { createVbAwsAdapter } from '../../../src/products/vbaws/vbaws-adapter.factory.js';
import type { VbAwsAdapter } from '../../../src/products/vbaws/vbaws-adapter.js';
import { startUpstream } from '../../../src/simulators/kit/upstream.js';
import { NOW, connectionTo, scope } from './support.js';

type Respond = (offset: number, limit: number, asked: number) => unknown;

interface Answered {
  readonly names: readonly string[];
  readonly unreadable: number;
  readonly truncated: boolean;
  readonly pages: number;
}

const ROWS = Array.from({ length: 25 }, (_, index) => ({ id: `r${index}`, name: `repository ${index}` }));

/** The repositories that a server answers page by page as `respond` says. */
async function repositoriesOf(respond: Respond): Promise<Answered> {
  let pages = 0;
  const answer = async ({ query }: FastifyRequest): Promise<unknown> => {
    const { Offset, Limit } = query as { Offset: string; Limit: string };
    pages += 1;
    return respond(Number(Offset), Number(Limit), pages);
  };
  return withAdapter(answer, async (adapter) => {
    const { items, unreadable, truncated } = await adapter.inventory.repositories(scope());
    return { names: items.map(({ name }) => name), unreadable, truncated: truncated !== false, pages };
  });
}

async function withAdapter<T>(
  answer: (request: FastifyRequest) => Promise<unknown>,
  work: (adapter: VbAwsAdapter) => Promise<T>,
): Promise<T> {
  const upstream = await startUpstream((app) => {
    app.post('/api/v1/token', async () => ({ access_token: 'a', expires_in: '3600' }));
    app.get('/api/v1/system/version', async () => ({ version: '10.0.0' }));
    app.get('/api/v1/repositories', answer);
  });
  const connection = connectionTo(upstream.url);
  const adapter = createVbAwsAdapter(connection, new UpstreamHttp(connection), () => NOW);
  try {
    return await work(adapter);
  } finally {
    await adapter.close();
    await upstream.close();
  }
}

const all = ROWS.map(({ name }) => name);

describe('walking a list', () => {
  it.each<[string, Respond, Partial<Answered>]>([
    ['in one page', () => ({ totalCount: 25, results: ROWS }), { names: all, pages: 1 }],
    [
      'that the server cuts into pages of ten',
      (offset) => ({ totalCount: 25, results: ROWS.slice(offset, offset + 10) }),
      { names: all, pages: 3, truncated: false },
    ],
    [
      'that does not say how long it is, but how long its pages are',
      (offset) => ({ limit: 10, results: ROWS.slice(offset, offset + 10) }),
      { names: all, pages: 3 },
    ],
    [
      'that ends before its count: told as truncated',
      (offset) => ({ totalCount: 40, results: ROWS.slice(offset, offset + 20) }),
      { names: all, truncated: true },
    ],
    [
      'that moves while it is read: a row that comes twice is one',
      (offset) => ({
        totalCount: 26,
        results: offset === 0 ? ROWS.slice(0, 10) : ROWS.slice(offset - 1, offset + 15),
      }),
      { names: all },
    ],
    [
      'with rows that cannot be read',
      () => ({ totalCount: 28, results: [...ROWS, null, 'row', { name: 'no id' }] }),
      { names: all, unreadable: 3 },
    ],
    ['with the length as text', () => ({ totalCount: '25', results: ROWS }), { names: all, pages: 1 }],
    ['that is empty', () => ({ totalCount: 0, results: [] }), { names: [], pages: 1, truncated: false }],
  ])('reads one %s', async (_title, respond, expected) => {
    expect(await repositoriesOf(respond)).toMatchObject(expected);
  });

  it.each<[string, unknown]>([
    ["another product's list", { data: [] }],
    ['no object', []],
    ['a null', { results: null }],
  ])('does not take %s for an empty one', async (_title, body) => {
    await expect(repositoriesOf(() => body)).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
  });
});
