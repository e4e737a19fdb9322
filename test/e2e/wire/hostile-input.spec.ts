import { startTrioGateway } from '../../support/trio-gateway.js';
import type { TrioGateway } from '../../support/trio-gateway.js';

let gateway: TrioGateway;
beforeAll(async () => {
  gateway = await startTrioGateway({ limits: { bodySize: 4_000_000 } });
});
afterAll(() => gateway.close());

const QUERY = 'query($filter: SessionFilter) { sessions(filter: $filter) { nodes { id } } }';
const LONG = 'x'.repeat(1_000_000);
const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const withVariables = (variables: string): string =>
  `{"query":${JSON.stringify(QUERY)},"variables":${variables}}`;

function post(body: string): Promise<Response> {
  return gateway.send({ method: 'POST', headers: { 'content-type': 'application/json' }, body });
}

it.each<[string, string]>([
  ['lists 100,000 deep in variables', withVariables(`{"filter":${nested(100_000)}}`)],
  ['lists 5,000 deep in variables', withVariables(`{"filter":${nested(5_000)}}`)],
  [
    'lists 100,000 deep in extensions',
    `{"query":"{ servers { key } }","extensions":{"a":${nested(100_000)}}}`,
  ],
  ['__proto__ in variables', withVariables('{"filter":{"__proto__":{"isAdmin":true}}}')],
  ['__proto__ beside the query', '{"query":"{ servers { key } }","__proto__":{"isAdmin":true}}'],
  [
    'constructor.prototype in variables',
    withVariables('{"filter":{"constructor":{"prototype":{"isAdmin":true}}}}'),
  ],
  ['1 MB as the name of a field', withVariables(`{"filter":{"${LONG}":1}}`)],
  ['1 MB as an id', `{"query":"{ node(id: \\"${LONG}\\") { id } }"}`],
  ['1 MB as the name of the operation', `{"query":"{ servers { key } }","operationName":"${LONG}"}`],
  ['1 MB as the name of a field of the query', `{"query":"{ ${LONG} }"}`],
  ['a selection 1,000 deep', JSON.stringify({ query: '{ servers '.repeat(1_000) + '}'.repeat(1_000) })],
  ['a selection 2,500 deep', JSON.stringify({ query: '{ servers '.repeat(2_500) + '}'.repeat(2_500) })],
  ['a list value 2,000 deep', JSON.stringify({ query: `{ nodes(ids: ${nested(2_000)}) { id } }` })],
  [
    'a type 4,000 deep',
    JSON.stringify({ query: `query($x: ${'['.repeat(4_000)}Int${']'.repeat(4_000)}) { servers { key } }` }),
  ],
])('%s is refused with 400 before any server is asked', async (_title, body) => {
  gateway.newUpstreamCalls();
  const response = await post(body);
  const text = await response.text();
  expect({ status: response.status, text: text.slice(0, 300) }).toMatchObject({ status: 400 });
  expect(JSON.parse(text)).toMatchObject({
    errors: [{ message: expect.any(String), extensions: { code: expect.any(String) } }],
  });
  expect(text).not.toMatch(/node_modules|\.js:\d/);
  expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
  expect(gateway.newUpstreamCalls()).toBe(0);
});

it('lists 5,000 deep in variables of a GET are refused with 400', async () => {
  const query = encodeURIComponent('query($n: Int) { policies(first: $n) { complete } }');
  const response = await gateway.send(
    { headers: { 'apollo-require-preflight': '1' } },
    `?query=${query}&variables={"n":${nested(5_000)}}`,
  );
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ errors: [{ message: expect.stringMatching(/64 deep/) }] });
});

it('__proto__ in variables of a GET pollutes nothing', async () => {
  const query = encodeURIComponent('query($n: Int) { servers { key } policies(first: $n) { complete } }');
  const variables = encodeURIComponent('{"n":1,"__proto__":{"isAdmin":true,"n":2}}');
  const response = await gateway.send(
    { headers: { 'apollo-require-preflight': '1' } },
    `?query=${query}&variables=${variables}`,
  );
  expect(response.status).toBe(200);
  expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
});
