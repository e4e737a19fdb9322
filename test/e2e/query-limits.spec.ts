import { startTrioGateway } from '../support/trio-gateway.js';
import type { TrioGateway } from '../support/trio-gateway.js';

let gateway: TrioGateway;
beforeAll(async () => {
  gateway = await startTrioGateway();
});
afterAll(() => gateway.close());

const many = (count: number, part: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => part(index)).join(' ');

/** Fields inside each other. */
function deep(levels: number): string {
  const rounds = Math.ceil(levels / 3);
  return `{ policies { nodes { ${'repositories { policies { nodes { '.repeat(rounds)} id ${'} } } '.repeat(rounds)} } } }`;
}

const OPEN = 'sessions(first: 500) { nodes { policy { ';
const CLOSE = ' } } }';

/** Each fragment uses the next one twice: 2^n fields in a few lines. */
function doubling(count: number): string {
  const fragments = many(
    count,
    (index) =>
      `fragment F${index} on Session { x: policy { lastSession { ...F${index + 1} } } y: policy { lastSession { ...F${index + 1} } } }`,
  );
  return `{ sessions { nodes { ...F0 } } } ${fragments} fragment F${count} on Session { id }`;
}

interface Bomb {
  title: string;
  query: string;
  variables?: Record<string, unknown>;
  code?: string;
  limit?: string;
  says: RegExp;
}

const BOMBS: readonly Bomb[] = [
  { title: 'a depth of 30', query: deep(28), limit: 'depth', says: /depth of \d+, and the limit is 15/ },
  {
    title: '200 aliases',
    query: `{ ${many(200, (index) => `a${index}: servers { key }`)} }`,
    limit: 'aliases',
    says: /aliases of 200, and the limit is 100/,
  },
  {
    title: '200 aliases hidden in fragments',
    query: `{ servers { ...A ...B } } fragment A on BackupServer { ${many(100, (i) => `a${i}: key`)} } fragment B on BackupServer { ${many(100, (i) => `b${i}: key`)} }`,
    limit: 'aliases',
    says: /aliases of 200/,
  },
  {
    title: '60 root fields',
    query: `{ ${many(60, (index) => `a${index}: __typename`)} }`,
    limit: 'rootFields',
    says: /root fields of 60, and the limit is 50/,
  },
  {
    title: '200 directives',
    query: `{ servers { ${many(200, () => 'key @include(if: true)')} } }`,
    limit: 'directives',
    says: /directives of 200, and the limit is 100/,
  },
  {
    title: 'the same field six thousand times',
    query: `{ servers { ${'...A '.repeat(60)} } } fragment A on BackupServer { ${'key '.repeat(100)} }`,
    limit: 'fields',
    says: /fields of 6001, and the limit is 5000/,
  },
  {
    title: 'fragments that double each other',
    query: doubling(30),
    limit: 'depth',
    says: /depth of \d+/,
  },
  {
    title: 'lists inside lists inside lists',
    query: `{ policies(first: 500) { nodes { ${OPEN} ${OPEN} id ${CLOSE} ${CLOSE} } } }`,
    limit: 'complexity',
    says: /complexity of \d{8,}, and the limit is 1000000/,
  },
  {
    title: 'the same by a variable',
    query: `query($n: Int) { policies(first: $n) { nodes { ${OPEN.replace('500', '$n')} ${OPEN.replace('500', '$n')} id ${CLOSE} ${CLOSE} } } }`,
    variables: { n: 500 },
    limit: 'complexity',
    says: /complexity/,
  },
  {
    title: '20,000 tokens',
    query: `{ servers { ${'key '.repeat(20_000)} } }`,
    limit: 'tokens',
    says: /more that 10000 tokens/,
  },
  {
    title: 'first: 100000',
    query: '{ sessions(first: 100000) { nodes { id } } }',
    code: 'BAD_USER_INPUT',
    says: /500/,
  },
  {
    title: 'fragments in a circle',
    query: '{ servers { ...A } } fragment A on BackupServer { ...B } fragment B on BackupServer { ...A }',
    code: 'GRAPHQL_VALIDATION_FAILED',
    says: /Cannot spread fragment/,
  },
  {
    title: '100,000 ids',
    query: 'query($ids: [ID!]!) { nodes(ids: $ids) { id } }',
    variables: { ids: Array.from({ length: 60_000 }, () => 'x') },
    code: 'BAD_USER_INPUT',
    says: /ids: expected at most \d+ items, got 60000/,
  },
  {
    title: 'a selection as deep as the text allows',
    query: '{ servers '.repeat(4_900) + '}'.repeat(4_900),
    code: 'GRAPHQL_PARSE_FAILED',
    says: /./,
  },
  {
    title: 'a list value as deep as the text allows',
    query: `{ nodes(ids: ${'['.repeat(4_900)}${']'.repeat(4_900)}) { id } }`,
    code: 'GRAPHQL_PARSE_FAILED',
    says: /./,
  },
];

it.each(BOMBS)(
  '$title is refused before any server is asked',
  async ({ query, variables, code, limit, says }) => {
    gateway.newUpstreamCalls();
    const response = await gateway.send({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    const { errors, ...rest } = (await response.json()) as { errors: Record<string, unknown>[] };
    expect(rest).toEqual({});
    expect(errors[0]).toMatchObject({
      message: expect.stringMatching(says),
      extensions: { code: code ?? 'QUERY_LIMIT_EXCEEDED', ...(limit !== undefined && { limit }) },
    });
    expect(response.status).toBe(400);
    expect(gateway.newUpstreamCalls()).toBe(0);
  },
);

it('an operation that needs more requests to servers than allowed is told so, in what it gets of the others', async () => {
  const small = await startTrioGateway({ limits: { upstreamCalls: 2 } });
  const { data, cost } = await small.ask<{
    sessions: { sources: { error: { code: string; message: string; retryable: boolean } | null }[] };
  }>('{ sessions(first: 50) { nodes { id } sources { error { code message retryable } } } }');
  const errors = data.sessions.sources.flatMap(({ error }) => error ?? []);
  expect(errors).not.toEqual([]);
  for (const error of errors)
    expect(error).toEqual({
      code: 'RATE_LIMITED',
      message: expect.stringMatching(/sent 2 requests .*limits\.upstreamCalls/),
      retryable: false,
    });
  expect(cost.upstreamCalls).toBe(2);
  const { data: health } = await small.ask<{ servers: { health: { status: string } }[] }>(
    '{ servers { health { status } } }',
  );
  for (const server of health.servers) expect(server.health.status).toBe('ONLINE');
  await small.close();
});
