import { expectRefused, startTrioGateway } from '../support/trio-gateway.js';
import type { BadInput, TrioGateway } from '../support/trio-gateway.js';

let gateway: TrioGateway;
beforeAll(async () => {
  gateway = await startTrioGateway();
});
afterAll(() => gateway.close());

const invalid = 'GRAPHQL_VALIDATION_FAILED';
const input = 'BAD_USER_INPUT';

const CASES: readonly (readonly [title: string, badInput: BadInput])[] = [
  [
    'an empty window',
    {
      query: '{ report { sessions(window: {}) { complete } } }',
      says: /^sessions\.window: expected either "last", or "from"/,
      code: input,
    },
  ],
  [
    'a window of both kinds',
    {
      query: '{ report { sessions(window: { last: "PT1H", from: "2026-03-01T00:00:00Z" }) { complete } } }',
      says: /^sessions\.window: expected either/,
      code: input,
    },
  ],
  [
    'a window without length',
    {
      query: '{ report { sessions(window: { last: "PT0S" }) { complete } } }',
      says: /^sessions\.window\.last: .*longer/,
      code: input,
    },
  ],
  [
    'a window that ends before it begins',
    {
      query:
        '{ report { sessions(window: { from: "2026-03-02T00:00:00Z", to: "2026-03-01T00:00:00Z" }) { complete } } }',
      says: /^sessions\.window: .*"from" to be earlier/,
      code: input,
    },
  ],
  [
    'an unknown time zone',
    {
      query: '{ report { sessions(window: { last: "P1D" }, timeZone: "Berlin") { complete } } }',
      says: /IANA.*"Europe\/Berlin".*"Berlin"/,
      code: invalid,
    },
  ],
  [
    'an unknown time zone in a variable',
    {
      query:
        'query($z: TimeZone) { report { sessions(window: { last: "P1D" }, timeZone: $z) { complete } } }',
      variables: { z: 'CEST+2' },
      says: /"\$z".*IANA.*"CEST\+2"/,
      code: input,
    },
  ],
  [
    'an unknown sort field',
    {
      query: '{ sessions(orderBy: { field: SIZE }) { complete } }',
      says: /"SIZE".*"SessionOrderField"/,
      code: invalid,
    },
  ],
  [
    'an unknown sort field in a variable',
    {
      query: 'query($o: PolicyOrder) { policies(orderBy: $o) { complete } }',
      variables: { o: { field: 'SIZE' } },
      says: /"\$o".*"o\.field".*"PolicyOrderField"/,
      code: input,
    },
  ],
  [
    'an unknown sort direction',
    {
      query: '{ repositories(orderBy: { field: NAME, direction: UP }) { complete } }',
      says: /"UP".*"SortDirection"/,
      code: invalid,
    },
  ],
  [
    'an unknown filter',
    {
      query: '{ policies(filter: { colour: "red" }) { complete } }',
      says: /"colour".*"PolicyFilter"/,
      code: invalid,
    },
  ],
  [
    'an unknown word in a filter',
    {
      query: '{ sessions(filter: { results: [BROKEN] }) { complete } }',
      says: /"BROKEN".*"SessionResult"/,
      code: invalid,
    },
  ],
  [
    'negative bytes',
    {
      query: '{ repositories(filter: { freeBelow: -1 }) { complete } }',
      says: /Bytes expects a whole number of bytes/,
      code: invalid,
    },
  ],
  [
    'a variable of the wrong type',
    {
      query: 'query($f: Int!) { policies(first: $f) { complete } }',
      variables: { f: 'many' },
      says: /"\$f".*Int cannot represent.*"many"/,
      code: input,
    },
  ],
  [
    'a missing variable',
    {
      query: 'query($f: Int!) { policies(first: $f) { complete } }',
      says: /"\$f" of required type "Int!"/,
      code: input,
    },
  ],
];

describe.each(CASES)('%s', (_title, badInput) => {
  it('is refused with 400 and a message that says what was expected and where, before any upstream call', async () => {
    await expectRefused(gateway, badInput);
  });
});
