import { serverAudits } from 'graphql-http';
import { startTrioGateway } from '../support/trio-gateway.js';
import type { TrioGateway } from '../support/trio-gateway.js';

let gateway: TrioGateway;
beforeAll(async () => {
  gateway = await startTrioGateway();
});
afterAll(() => gateway.close());

const JSON_BODY = { 'content-type': 'application/json' };
const GRAPHQL_RESPONSE = 'application/graphql-response+json';
const GOOD = { query: '{ servers { key } }' };
const NO_SIMPLE_REQUEST = { 'apollo-require-preflight': '1' };

function post(body: unknown, headers: Record<string, string> = JSON_BODY): Promise<Response> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return gateway.send({ method: 'POST', headers, body: text });
}

function get(query: string, headers: Record<string, string> = NO_SIMPLE_REQUEST): Promise<Response> {
  return gateway.send({ headers }, `?query=${encodeURIComponent(query)}`);
}

const mediaType = (response: Response): string | undefined =>
  response.headers.get('content-type')?.split(';')[0];

describe('the media type of an answer', () => {
  it.each([
    ['application/json when nothing is asked for', undefined, 'application/json'],
    ['application/json when anything is accepted', '*/*', 'application/json'],
    ['application/json when asked for', 'application/json', 'application/json'],
    ['the GraphQL one when asked for', GRAPHQL_RESPONSE, GRAPHQL_RESPONSE],
    [
      'the GraphQL one when both are accepted',
      `${GRAPHQL_RESPONSE}, application/json;q=0.9`,
      GRAPHQL_RESPONSE,
    ],
  ])('is %s', async (_title, accept, expected) => {
    const response = await post(GOOD, { ...JSON_BODY, ...(accept && { accept }) });
    expect(response.status).toBe(200);
    expect(mediaType(response)).toBe(expected);
    expect(await response.json()).toHaveProperty('data');
  });

  it('is refused with 406 when neither is accepted', async () => {
    const response = await post(GOOD, { ...JSON_BODY, accept: 'text/plain' });
    expect(response.status).toBe(406);
  });
});

interface Refused {
  title: string;
  send: (headers: Record<string, string>) => Promise<Response>;
  status: number;
  says: RegExp;
}

const REFUSED: readonly Refused[] = [
  {
    title: 'a document that does not parse',
    send: (headers) => post({ query: '{ servers {' }, headers),
    status: 400,
    says: /Syntax Error/,
  },
  {
    title: 'a document that does not validate',
    send: (headers) => post({ query: '{ nothing }' }, headers),
    status: 400,
    says: /Cannot query field/,
  },
  {
    title: 'a bad argument',
    send: (headers) => post({ query: '{ policies(first: 0) { complete } }' }, headers),
    status: 400,
    says: /1 to 500/,
  },
  {
    title: 'a bad variable',
    send: (headers) =>
      post({ query: 'query($n: Int) { policies(first: $n) { complete } }', variables: { n: 'x' } }, headers),
    status: 400,
    says: /Int cannot represent/,
  },
  {
    title: 'an unknown operation',
    send: (headers) => post({ ...GOOD, operationName: 'Nameless' }, headers),
    status: 400,
    says: /"Nameless"/,
  },
  {
    title: 'no document',
    send: (headers) => post({ variables: {} }, headers),
    status: 400,
    says: /non-empty `query`/,
  },
  {
    title: 'an empty document',
    send: (headers) => post({ query: '' }, headers),
    status: 400,
    says: /non-empty `query`/,
  },
  {
    title: 'a document that is no text',
    send: (headers) => post({ query: 3 }, headers),
    status: 400,
    says: /must be strings/,
  },
  {
    title: 'variables that are a list',
    send: (headers) => post({ ...GOOD, variables: [] }, headers),
    status: 400,
    says: /must be an object/,
  },
  {
    title: 'variables that are a text',
    send: (headers) => post({ ...GOOD, variables: '{}' }, headers),
    status: 400,
    says: /an object, not a recursively/,
  },
  { title: 'a batch', send: (headers) => post([GOOD, GOOD], headers), status: 400, says: /batching/i },
  {
    title: 'a body that is no object',
    send: (headers) => post('null', headers),
    status: 400,
    says: /POST body missing/,
  },
  {
    title: 'a body that is no JSON',
    send: (headers) => post('{"query": ', headers),
    status: 400,
    says: /not valid JSON/,
  },
  { title: 'no body', send: (headers) => post('', headers), status: 400, says: /cannot be empty/ },
  {
    title: 'a body beyond the limit',
    send: (headers) => post({ query: `{ servers { key } }${' '.repeat(2_000_000)}` }, headers),
    status: 413,
    says: /too large/,
  },
  {
    title: 'a body of another media type',
    send: ({ accept }) => post('<query/>', { 'content-type': 'application/xml', ...(accept && { accept }) }),
    status: 415,
    says: /application\/json/,
  },
  {
    title: 'a bare document',
    send: ({ accept }) =>
      post('{ servers { key } }', { 'content-type': 'application/graphql', ...(accept && { accept }) }),
    status: 415,
    says: /application\/json/,
  },
  {
    title: 'another method',
    send: (headers) => gateway.send({ method: 'PUT', headers, body: JSON.stringify(GOOD) }),
    status: 405,
    says: /GET, POST, got PUT/,
  },
];

describe.each(REFUSED)('$title', ({ send, status, says }) => {
  it.each([undefined, GRAPHQL_RESPONSE])(
    'is refused in the form GraphQL clients read (accept: %s)',
    async (accept) => {
      gateway.newUpstreamCalls();
      const response = await send({ ...JSON_BODY, ...(accept && { accept }) });
      const body: unknown = await response.json();
      expect(body).toEqual({
        errors: [
          expect.objectContaining({
            message: expect.stringMatching(says),
            extensions: expect.objectContaining({ code: expect.any(String) }),
          }),
        ],
      });
      expect(response.status).toBe(status);
      expect(mediaType(response)).toBe(accept ?? 'application/json');
      expect(gateway.newUpstreamCalls()).toBe(0);
    },
  );
});

it.each(['text/plain', 'application/x-www-form-urlencoded'])(
  'a body of %s is refused with 415 to clients that no web page can send in secret',
  async (type) => {
    const response = await post(JSON.stringify(GOOD), { 'content-type': type, ...NO_SIMPLE_REQUEST });
    expect(response.status).toBe(415);
    expect(await response.json()).toMatchObject({
      errors: [{ message: expect.stringMatching(/application\/json/) }],
    });
  },
);

it('another method is told which ones there are', async () => {
  const response = await gateway.send({ method: 'DELETE' });
  expect(response.status).toBe(405);
  expect(response.headers.get('allow')).toBe('GET, POST');
});

describe('a failure of one field', () => {
  it('leaves the answer a good one, whatever media type is accepted', async () => {
    gateway.trio.VBR.faults.add({ match: '/jobs/states', fault: { kind: 'status', status: 503 } });
    for (const accept of ['application/json', GRAPHQL_RESPONSE]) {
      const response = await post(
        {
          query:
            '{ sessions(first: 1, filter: { products: [VBR], kinds: [BACKUP] }) { nodes { name policy { name } } } }',
        },
        { ...JSON_BODY, accept },
      );
      expect(response.status).toBe(200);
      expect(mediaType(response)).toBe(accept);
      expect(await response.json()).toMatchObject({
        data: { sessions: { nodes: [{ name: expect.any(String), policy: null }] } },
        errors: [
          { path: ['sessions', 'nodes', 0, 'policy'], extensions: { code: 'UPSTREAM_ERROR', server: 'VBR' } },
        ],
      });
    }
    gateway.trio.VBR.faults.clear();
  });
});

describe('a query by GET', () => {
  it('is answered to clients that no web page can send in secret', async () => {
    for (const headers of [NO_SIMPLE_REQUEST, JSON_BODY]) {
      const response = await get('{ servers { key } }', headers);
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({ data: { servers: expect.any(Array) } });
    }
  });

  it('and forms are refused to pages of other sites', async () => {
    const requests = [
      get('{ servers { key } }', {}),
      post('{"query":"{ servers { key } }"}', { 'content-type': 'text/plain' }),
      post('query={servers{key}}', { 'content-type': 'application/x-www-form-urlencoded' }),
    ];
    for (const response of await Promise.all(requests)) {
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({
        errors: [{ message: expect.stringMatching(/Cross-Site/) }],
      });
    }
  });

  it('must not change anything', async () => {
    const response = await get('mutation { startPolicy(input: { policy: "x" }) { userErrors { code } } }');
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
  });
});

describe('an address that does not exist', () => {
  it('is answered with 404', async () => {
    const response = await fetch(gateway.url.replace('/graphql', '/nothing'));
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ statusCode: 404 });
  });
});

/** No web page of another site can send this header unasked; without it a GET would be refused. */
const withoutForgery: typeof fetch = (input, init) =>
  fetch(input, { ...init, headers: { ...(init?.headers as Record<string, string>), ...NO_SIMPLE_REQUEST } });

const AUDITS = serverAudits({ url: () => gateway.url, fetchFn: withoutForgery });

describe('the audit of GraphQL over HTTP', () => {
  it('has as many points as are known', () => expect(AUDITS).toHaveLength(61));

  it.each(AUDITS.map(({ id, name, fn }) => ({ id, name, fn })))('$id $name', async ({ fn }) => {
    // Twice: the second answer may be a kept one.
    for (const result of [await fn(), await fn()]) {
      const { status } = result;
      expect({ status, ...('reason' in result && { reason: result.reason }) }).toEqual({ status: 'ok' });
    }
  });
});
