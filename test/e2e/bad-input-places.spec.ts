import { startTrioGateway } from '../support/trio-gateway.js';
import type { TrioGateway } from '../support/trio-gateway.js';

let gateway: TrioGateway;
beforeAll(async () => {
  gateway = await startTrioGateway();
});
afterAll(() => gateway.close());

/** Where, in which document, with which variables. */
type Case = readonly [place: string, query: string, variables?: Record<string, unknown>];

function rowsOf(cases: readonly Case[]) {
  return cases.map(([place, query, variables = {}]) => ({ place, query, variables }));
}

const REFUSED: readonly Case[] = [
  ['below servers', '{ servers { policies { nodes { name } } repositories(first: 0) { complete } } }'],
  ['in the sessions of a server', '{ servers { sessions(first: 0) { complete } } }'],
  ['in the sessions of a policy', '{ policies { nodes { sessions(first: 0) { complete } } } }'],
  [
    'in the sessions of one kind of policy',
    '{ policies { nodes { ... on VbrJob { sessions(first: 0) { complete } } } } }',
  ],
  [
    'in the policies of a repository',
    '{ repositories { edges { node { policies(first: 0) { complete } } } } }',
  ],
  [
    'far down',
    '{ sessions { nodes { policy { repositories { policies { nodes { server { sessions(first: 0) { complete } } } } } } } } }',
  ],
  [
    'below a node',
    '{ servers { id } node(id: "WzEsIkJhY2t1cFNlcnZlciIsIlZCUiIsIlZCUiJd") { ... on BackupServer { policies(first: 0) { complete } } } }',
  ],
  [
    'in a fragment',
    '{ policies { ...Page } } fragment Page on PolicyConnection { nodes { sessions(first: 0) { complete } } }',
  ],
  [
    'in a fragment of a fragment',
    '{ servers { ...A } } fragment A on BackupServer { ...B } fragment B on BackupServer { policies(first: 0) { complete } }',
  ],
  ['in an inline fragment', '{ servers { ... { policies(first: 0) { complete } } } }'],
  [
    'under an alias, beside a good one',
    '{ good: policies { complete } bad: policies(first: 0) { complete } }',
  ],
  ['in a variable', 'query($n: Int) { policies(first: $n) { complete } }', { n: 0 }],
  ['in the default of a variable', 'query($n: Int = 0) { policies(first: $n) { complete } }'],
  [
    'in a variable inside an object',
    'query($s: ID!) { policies(filter: { servers: [$s] }) { complete } }',
    { s: 'x' },
  ],
  [
    'in an object in a variable',
    'query($f: PolicyFilter) { servers { policies(filter: $f) { complete } } }',
    { f: { servers: ['x'] } },
  ],
  [
    'in the default of an object in a variable',
    'query($w: TimeWindow! = { last: "PT0S" }) { report { sessions(window: $w) { complete } } }',
  ],
  [
    'in a moment in a variable',
    'query($w: TimeWindow!) { report { sessions(window: $w) { complete } } }',
    { w: { from: '2026-03-02T00:00:00Z', to: '2026-03-01T00:00:00Z' } },
  ],
  [
    'in a duration in a variable',
    'query($l: Duration) { report { sessions(window: { last: $l }) { complete } } }',
    { l: 'PT0S' },
  ],
  [
    'where it is included',
    'query($yes: Boolean!) { policies(first: 0) @include(if: $yes) { complete } }',
    { yes: true },
  ],
];

describe.each(rowsOf(REFUSED))('a bad argument $place', ({ query, variables }) => {
  it('is refused with 400 before any upstream call', async () => {
    gateway.newUpstreamCalls();
    const { status, data, errors } = await gateway.ask(query, variables);
    expect(errors).toEqual([
      expect.objectContaining({
        message: expect.stringMatching(/^\w+\.(first|filter\.servers\.0|window|window\.last): /),
        extensions: expect.objectContaining({ code: 'BAD_USER_INPUT' }),
      }),
    ]);
    expect(status).toBe(400);
    expect(data).toBeUndefined();
    expect(gateway.newUpstreamCalls()).toBe(0);
  });
});

const ANSWERED: readonly Case[] = [
  [
    'that is skipped',
    'query($no: Boolean = true) { servers { key policies(first: 0) @skip(if: $no) { complete } } }',
  ],
  [
    'in a field that is not included',
    'query($id: ID!, $yes: Boolean!) { servers { key } node(id: $id) @include(if: $yes) { id } }',
    { id: '', yes: false },
  ],
  [
    'in a fragment that is not included',
    '{ servers { key ...Page @include(if: false) } } fragment Page on BackupServer { policies(first: 0) { complete } }',
  ],
  [
    'in an inline fragment that is skipped',
    '{ servers { key ... @skip(if: true) { policies(first: 0) { complete } } } }',
  ],
];

describe.each(rowsOf(ANSWERED))('a bad argument $place', ({ query, variables }) => {
  it('is not looked at', async () => {
    const { status, errors } = await gateway.ask(query, variables);
    expect(errors).toEqual([]);
    expect(status).toBe(200);
  });
});

const GOOD: readonly Case[] = [
  [
    'in defaults of variables',
    'query($n: Int = 3, $w: TimeWindow! = { last: "PT1H" }) { policies(first: $n) { complete } report { sessions(window: $w) { complete } } }',
  ],
  [
    'in a required variable with a default',
    'query($id: ID! = "WzEsIkJhY2t1cFNlcnZlciIsIlZCUiIsIlZCUiJd") { node(id: $id) { id } }',
  ],
  ['that are null', '{ policies(first: null, after: null, filter: null, orderBy: null) { complete } }'],
];

describe.each(rowsOf(GOOD))('good arguments $place', ({ query, variables }) => {
  it('are taken', async () => {
    const { status, errors } = await gateway.ask(query, variables);
    expect(errors).toEqual([]);
    expect(status).toBe(200);
  });
});

describe('an operation of a document with several', () => {
  it('is answered whatever arguments stand in the others', async () => {
    const query =
      'query One { servers { key } } query Other($id: ID!) { node(id: $id) { id } policies(first: 0) { complete } }';
    const response = await gateway.send({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, operationName: 'One' }),
    });
    expect(await response.json()).toMatchObject({ data: { servers: expect.any(Array) } });
    expect(response.status).toBe(200);
  });
});
