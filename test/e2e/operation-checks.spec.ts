import { createClient } from 'graphql-ws';
import type { FormattedExecutionResult } from 'graphql-ws';
import { WebSocket } from 'ws';
import { askAs } from '../support/callers.js';
import type { GraphQLFault } from '../support/gateway.js';
import { startTrioGateway } from '../support/trio-gateway.js';
import type { TrioGateway } from '../support/trio-gateway.js';

let gateway: TrioGateway;
beforeAll(async () => {
  gateway = await startTrioGateway({ introspection: 'NOBODY' });
});
afterAll(() => gateway.close());

const many = (count: number, part: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => part(index)).join(' ');
const BY_FILTER = 'query($filter: SessionFilter) { sessions(filter: $filter) { nodes { id } } }';
const LONG = 'x'.repeat(100_000);
const fields = (count: number): Record<string, number> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`unknownField${index}`, index]));
const list = <T>(count: number, item: T): T[] => Array.from({ length: count }, () => item);

interface Attack {
  title: string;
  query: string;
  variables?: Record<string, unknown>;
  code: string;
  says?: RegExp;
}

const ATTACKS: readonly Attack[] = [
  {
    title: 'ten thousand fields that an input lacks',
    query: BY_FILTER,
    variables: { filter: fields(10_000) },
    code: 'BAD_USER_INPUT',
    says: /is not defined by type "SessionFilter"/,
  },
  {
    title: 'thirty thousand wrong enum words',
    query: BY_FILTER,
    variables: { filter: { kinds: list(30_000, 'BACKUPS') } },
    code: 'BAD_USER_INPUT',
    says: /filter\.kinds: expected at most \d+ items/,
  },
  {
    title: 'thirty thousand wrong tags',
    query: BY_FILTER,
    variables: { filter: { tags: list(30_000, { kye: 'a' }) } },
    code: 'BAD_USER_INPUT',
  },
  {
    title: 'thirty thousand numbers for texts',
    query: BY_FILTER,
    variables: { filter: { name: { in: list(30_000, 1) } } },
    code: 'BAD_USER_INPUT',
  },
  {
    title: 'a long text for an enum word',
    query: BY_FILTER,
    variables: { filter: { kinds: [LONG] } },
    code: 'BAD_USER_INPUT',
  },
  {
    title: 'a long text for a time',
    query: BY_FILTER,
    variables: { filter: { startedAfter: LONG } },
    code: 'BAD_USER_INPUT',
  },
  {
    title: 'a field of a long name in a variable',
    query: BY_FILTER,
    variables: { filter: { [LONG]: 1 } },
    code: 'BAD_USER_INPUT',
  },
  {
    title: 'a thousand variables without values',
    query: `query(${many(1_000, (index) => `$v${index}: Int!`)}) { ${many(90, (i) => `a${i}: policies(first: $v${i}) { complete }`)} }`,
    code: 'QUERY_LIMIT_EXCEEDED',
  },
  {
    title: 'three thousand unknown fields',
    query: `{ servers { ${many(3_000, (index) => `unknown${index}`)} } }`,
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    title: 'four hundred unknown fragments',
    query: `{ servers { ${many(400, (index) => `...F${index}`)} } }`,
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    title: 'two thousand unused fragments',
    query: `{ servers { key } } ${many(1_500, (index) => `fragment F${index} on Policy { id }`)}`,
    code: 'QUERY_LIMIT_EXCEEDED',
  },
  {
    title: 'a hundred unknown directives',
    query: `{ servers { key ${many(100, (index) => `@d${index}`)} } }`,
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    title: 'three thousand unknown fields of a literal',
    query: `{ sessions(filter: { ${many(3_000, (index) => `f${index}: 1`)} }) { complete } }`,
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    title: 'four thousand wrong words of a literal',
    query: `{ sessions(filter: { kinds: [${many(4_000, (index) => `BACKUP${index}`)}] }) { complete } }`,
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    title: 'one field four thousand times, which would be compared with itself',
    query: `{ servers { ${'key '.repeat(4_000)} } }`,
    code: 'QUERY_LIMIT_EXCEEDED',
    says: /too often/,
  },
  {
    title: 'lists of one name, each compared with each',
    query: `{ ${many(49, () => `policies { ${many(90, () => 'complete')} }`)} }`,
    code: 'QUERY_LIMIT_EXCEEDED',
    says: /too often/,
  },
  {
    title: 'a thousand fragments in one place, each compared with each',
    query: `{ servers { ${many(1_000, (i) => `...F${i}`)} } } ${many(1_000, (i) => `fragment F${i} on BackupServer { key }`)}`,
    code: 'QUERY_LIMIT_EXCEEDED',
    says: /too often/,
  },
  {
    title: 'a thousand operations',
    query: many(1_000, (index) => `query Q${index} { servers { key } }`),
    code: 'QUERY_LIMIT_EXCEEDED',
    says: /1000 operations/,
  },
  {
    title: 'fragments that are walked over and over',
    query: `{ servers { ${'...A '.repeat(100)} } } fragment A on BackupServer { ${'... { '.repeat(300)}key${' }'.repeat(300)} }`,
    code: 'QUERY_LIMIT_EXCEEDED',
    says: /\d+ selections/,
  },
  {
    title: 'an alias of 900 letters',
    query: `{ servers { ${'a'.repeat(900)}: key } }`,
    code: 'GRAPHQL_PARSE_FAILED',
  },
  {
    title: 'an operation of a long name',
    query: `query ${LONG} { servers { key } }`,
    code: 'GRAPHQL_PARSE_FAILED',
  },
  {
    title: 'a number of 100,000 digits',
    query: `{ policies(first: ${'9'.repeat(100_000)}) { complete } }`,
    code: 'GRAPHQL_PARSE_FAILED',
  },
  {
    title: 'a text of 100,000 letters',
    query: `{ search(text: "${LONG}") { hits { matched } } }`,
    code: 'GRAPHQL_PARSE_FAILED',
  },
  {
    title: 'a block of 100,000 letters',
    query: `{ search(text: """${LONG}""") { hits { matched } } }`,
    code: 'GRAPHQL_PARSE_FAILED',
  },
  {
    title: 'brackets 1,500 deep',
    query: `{ nodes(ids: ${'['.repeat(1_500)}${']'.repeat(1_500)}) { id } }`,
    code: 'GRAPHQL_PARSE_FAILED',
    says: /1000 brackets/,
  },
  { title: 'a text that does not end', query: `{ search(text: "${LONG}`, code: 'GRAPHQL_PARSE_FAILED' },
  {
    title: 'a text of 100,000 letters in a variable',
    query: 'query($text: String!) { search(text: $text) { hits { matched } } }',
    variables: { text: LONG },
    code: 'BAD_USER_INPUT',
    says: /at most \d+ characters, got 100000/,
  },
  {
    title: 'a hundred thousand words to compare each row with',
    query: BY_FILTER,
    variables: { filter: { name: { in: list(100_000, 'word') } } },
    code: 'BAD_USER_INPUT',
    says: /filter\.name\.in: expected at most \d+ /,
  },
  {
    title: 'a long text to look for in each row',
    query: BY_FILTER,
    variables: { filter: { name: { contains: LONG } } },
    code: 'BAD_USER_INPUT',
    says: /filter\.name\.contains: expected at most \d+ characters/,
  },
  {
    title: 'a hundred thousand kinds',
    query: BY_FILTER,
    variables: { filter: { kinds: list(100_000, 'BACKUP') } },
    code: 'BAD_USER_INPUT',
    says: /filter\.kinds: expected at most \d+ items/,
  },
  {
    title: 'conditions with variables around the fields of a subscription',
    query:
      'subscription ($no: Boolean = false) { a: sessionUpdated(session: "x") @skip(if: $no) { id } b: sessionUpdated(session: "x") { id } }',
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    title: 'a long operation name beside the query',
    query: '{ servers { key } }',
    variables: { operationName: LONG },
    code: 'OPERATION_RESOLUTION_FAILURE',
  },
];

it.each(ATTACKS)(
  '$title: refused in a few short words, before any server is asked',
  async ({ title, query, variables, code, says = /./ }) => {
    gateway.newUpstreamCalls();
    const isNamed = title.startsWith('a long operation name');
    const response = await gateway.send({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(isNamed ? { query, ...variables } : { query, variables }),
    });
    const text = await response.text();
    const { data, errors } = JSON.parse(text) as { data?: unknown; errors: GraphQLFault[] };
    expect({ status: response.status, data, first: errors[0] }).toMatchObject({
      status: 400,
      data: undefined,
      first: { message: expect.stringMatching(says), extensions: { code } },
    });
    expect(errors.length).toBeLessThanOrEqual(6);
    for (const { message } of errors) expect(message.length).toBeLessThanOrEqual(401);
    expect(text.length).toBeLessThan(10_000);
    expect(gateway.newUpstreamCalls()).toBe(0);
  },
);

it('a valid document of fragments inside each other is answered, however often they are used', async () => {
  const nested = `${'... { '.repeat(400)}key${' }'.repeat(400)}`;
  const query = `{ servers { ${'...A '.repeat(32)} } } fragment A on BackupServer { ${nested} }`;
  const { status, data } = await askAs(undefined, gateway.url, query);
  expect({ status, data }).toMatchObject({ status: 200, data: { servers: expect.any(Array) } });
});

it.each([
  ['an extension of another shape', { persistedQuery: 1 }],
  ['another version', { persistedQuery: { version: 'x'.repeat(90_000), sha256Hash: 'a' } }],
  ['a hash of something else', { persistedQuery: { version: 1, sha256Hash: 'constructor' } }],
  ['a hash that is no text', { persistedQuery: { version: 1, sha256Hash: { a: 1 } } }],
])('a persisted query with %s is a bad request, not a failure of the gateway', async (_what, extensions) => {
  const response = await gateway.send({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ servers { key } }', extensions }),
  });
  expect({ status: response.status, body: await response.json() }).toMatchObject({
    status: 400,
    body: { errors: [{ extensions: { code: 'BAD_REQUEST' } }] },
  });
});

it.each([
  'image/png',
  'text/html',
  'q=;;;,,',
  '*/*;q=0',
  'application/json;q=0',
  'application/json; charset=utf-16',
  '*/*, application/json;q=0, application/graphql-response+json;q=0.0',
])('a change is not made for a client that accepts %s, and would not take its answer', async (accept) => {
  const { data } = await askAs<{ policies: { nodes: { id: string }[] } }>(
    undefined,
    gateway.url,
    '{ policies(first: 1) { nodes { id } } }',
  );
  gateway.newUpstreamCalls();
  const query = `mutation { startPolicy(input: { policy: "${data.policies.nodes[0]?.id}" }) { session { id } } }`;
  const response = await gateway.send({
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify({ query }),
  });
  expect({ status: response.status, body: await response.json() }).toMatchObject({
    status: 406,
    body: { errors: [{ extensions: { code: 'BAD_REQUEST' } }] },
  });
  expect(gateway.newUpstreamCalls()).toBe(0);
});

it('a query by GET asks no server for a client that would not take its answer', async () => {
  gateway.newUpstreamCalls();
  const query = encodeURIComponent('{ policies(first: 1, maxAge: "PT0S") { nodes { id } } }');
  const response = await gateway.send(
    { method: 'GET', headers: { 'content-type': 'application/json', accept: 'image/png' } },
    `?query=${query}`,
  );
  expect({ status: response.status, body: await response.json() }).toMatchObject({
    status: 406,
    body: { errors: [{ extensions: { code: 'BAD_REQUEST' } }] },
  });
  expect(gateway.newUpstreamCalls()).toBe(0);
});

it.each([
  '*/*',
  'application/*;q=0.1',
  'text/html, application/json; charset=UTF-8',
  'image/png, */*;q=0.5',
  '',
])('who accepts "%s" is answered', async (accept) => {
  const response = await gateway.send({
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify({ query: '{ __typename }' }),
  });
  expect(response.status).toBe(200);
});

it('a document that is wrong is told so again in the same words', async () => {
  const query = '{ servers { nothing } }';
  const first = await askAs(undefined, gateway.url, query);
  expect(first.errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  expect((await askAs(undefined, gateway.url, query)).errors).toEqual(first.errors);
});

describe('a subscription', () => {
  const NEAR = 'subscription ($id: ID!) { sessionUpdated(session: $id) { stat } }';
  const UPDATES = NEAR.replace('stat', 'state');

  const overSocket = async (query: string): Promise<FormattedExecutionResult> => {
    const client = createClient({
      url: gateway.url.replace('http', 'ws'),
      webSocketImpl: WebSocket,
      lazy: true,
    });
    try {
      const { value } = await client.iterate({ query, variables: { id: 'x' } }).next();
      return value as FormattedExecutionResult;
    } catch (errors) {
      return { errors: errors as GraphQLFault[] };
    } finally {
      await client.dispose();
    }
  };

  const overEvents = async (query: string): Promise<FormattedExecutionResult> => {
    const response = await fetch(`${gateway.url}/stream`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
      },
      body: JSON.stringify({ query, variables: { id: 'x' } }),
    });
    const text = await response.text();
    return JSON.parse(/data: (\{.*)/.exec(text)?.[1] ?? text) as FormattedExecutionResult;
  };

  it.each([
    ['WebSocket', overSocket],
    ['events', overEvents],
  ])('over %s is refused as a request is, word for word', async (_title, send) => {
    for (const query of [NEAR, `subscription { sessionUpdated(session: "${LONG}") { state } }`, UPDATES]) {
      const { errors } = await send(query);
      const asked = await askAs(undefined, gateway.url, query.replace('$id: ID!', '$id: ID! = "x"'));
      if (query !== UPDATES) expect(errors).toMatchObject(asked.errors.map(({ message }) => ({ message })));
      expect(JSON.stringify(errors)).not.toMatch(/Did you mean/);
      expect(errors?.[0]?.extensions?.['code']).toMatch(/^(GRAPHQL_|BAD_USER_INPUT)/);
    }
  });

  it.each([
    ['WebSocket', overSocket],
    ['events', overEvents],
  ])('over %s that leaves out all that it follows is refused', async (_title, send) => {
    for (const left of ['@skip(if: true)', '@include(if: false)']) {
      const { errors } = await send(UPDATES.replace(' { state', ` ${left} { state`));
      expect(errors).toMatchObject([
        { message: expect.stringMatching(/leaves out/), extensions: { code: 'BAD_REQUEST' } },
      ]);
    }
  });

  it.each(['application/json', 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0,application/json'])(
    'sent as a request that accepts %s is told where to go',
    async (accept) => {
      const response = await gateway.send({
        method: 'POST',
        headers: { 'content-type': 'application/json', accept },
        body: JSON.stringify({ query: UPDATES, variables: { id: 'x' } }),
      });
      expect(response.status).toBe(400);
      const { errors } = (await response.json()) as { errors: GraphQLFault[] };
      expect(errors).toMatchObject([
        {
          message: expect.stringMatching(/WebSocket.*\/graphql\/stream/),
          extensions: { code: 'BAD_REQUEST' },
        },
      ]);
    },
  );
});
