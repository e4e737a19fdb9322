import { startGateway } from '../support/gateway.js';
import type { RunningGateway } from '../support/gateway.js';

const SERVERS = 20;
let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway(
    Array.from({ length: SERVERS }, (_, index) => ({
      key: `vbr-${index}`,
      product: 'VBR',
      url: 'http://127.0.0.1:9',
      tags: { half: index % 2 === 0 ? 'even' : 'odd' },
    })),
  );
});
afterAll(() => gateway.close());

const many = (count: number, part: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => part(index)).join(' ');
const ID = Buffer.from(JSON.stringify([1, 'VbrJob', 'vbr-0', 'x'])).toString('base64url');

it.each<[string, string, Record<string, unknown>]>([
  [
    'fifty reports over twenty servers',
    `{ ${many(50, (i) => `a${i}: report { sessions(window: { last: "P${i + 1}D" }) { complete } }`)} }`,
    {},
  ],
  [
    'fifty filtered lists over twenty servers',
    `{ ${many(50, (i) => `a${i}: sessions(first: 1, filter: { name: { contains: "${i}" } }) { nodes { id } }`)} }`,
    {},
  ],
  [
    'five hundred ids with lists below each',
    'query($ids: [ID!]!) { nodes(ids: $ids) { ... on Policy { sessions(first: 500) { nodes { id name state result } } } } }',
    { ids: Array.from({ length: 500 }, () => ID) },
  ],
  [
    'lists without `first` inside each other',
    '{ policies(first: 500) { nodes { repositories { policies { nodes { repositories { id } } } } } } }',
    {},
  ],
])('%s: more than may be asked, so no server is', async (_title, query, variables) => {
  expect(await gateway.ask(query, variables)).toMatchObject({
    status: 400,
    errors: [{ extensions: { code: 'QUERY_LIMIT_EXCEEDED', limit: 'complexity', allowed: 1_000_000 } }],
  });
});

it('long names of an answer count for what they weigh in each row', async () => {
  const cost = async (alias: string): Promise<number> =>
    (await gateway.ask(`{ servers { ${alias}: key } }`)).cost.complexity;
  expect(await cost('a')).toBe(2 * SERVERS);
  expect(await cost('a'.repeat(96))).toBe(5 * SERVERS);
});

const cursor = (key: unknown): string =>
  Buffer.from(JSON.stringify(['sessions START_TIME DESC', key, 'vbr-0', 'x'])).toString('base64url');

it.each([1e308, -1e308, 8_640_000_000_000_001, 8_640_000_000_000_000, 'text'])(
  'a cursor at %p is refused as one that cannot be read',
  async (key) => {
    expect(await gateway.ask(`{ sessions(after: "${cursor(key)}") { complete } }`)).toMatchObject({
      status: 400,
      errors: [{ message: expect.stringMatching(/cannot be read/), extensions: { code: 'BAD_USER_INPUT' } }],
    });
  },
);

it.each(['9999-12-31T23:59:59.999Z', '0000-01-01T00:00:00Z'])(
  'a time such as %s is refused',
  async (time) => {
    const { status, errors } = await gateway.ask(
      'query($time: DateTime) { sessions(filter: { startedAfter: $time }) { complete } }',
      { time },
    );
    expect({ status, errors }).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    });
  },
);
