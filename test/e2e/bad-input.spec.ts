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
    'a document that does not parse',
    { query: '{ servers { key ', says: /Syntax Error.*<EOF>/, code: 'GRAPHQL_PARSE_FAILED' },
  ],
  [
    'an unknown field',
    { query: '{ servers { kay } }', says: /"kay" on type "BackupServer".*"key"/, code: invalid },
  ],
  [
    'an unknown argument',
    { query: '{ policies(frist: 3) { complete } }', says: /"frist".*"first"/, code: invalid },
  ],
  [
    'a missing argument',
    { query: '{ report { sessions { complete } } }', says: /"window".*required/, code: invalid },
  ],
  [
    'no such operation',
    {
      query: 'query A { servers { key } } query B { servers { key } }',
      says: /operation name/,
      code: 'OPERATION_RESOLUTION_FAILURE',
    },
  ],
  [
    'first below 1',
    {
      query: '{ policies(first: 0) { complete } }',
      says: /^policies\.first: expected a number from 1 to 500, got 0/,
      code: input,
    },
  ],
  [
    'first below 0',
    {
      query: '{ repositories(first: -1) { complete } }',
      says: /^repositories\.first: .*1 to 500, got -1/,
      code: input,
    },
  ],
  [
    'first above 500',
    {
      query: '{ sessions(first: 501) { complete } }',
      says: /^sessions\.first: .*1 to 500, got 501/,
      code: input,
    },
  ],
  [
    'a very large first',
    { query: '{ sessions(first: 100000) { complete } }', says: /1 to 500, got 100000/, code: input },
  ],
  [
    'a first beyond 32 bits',
    { query: '{ sessions(first: 3000000000) { complete } }', says: /32-bit.*3000000000/, code: invalid },
  ],
  [
    'first as a text',
    { query: '{ sessions(first: "3") { complete } }', says: /Int cannot represent.*"3"/, code: invalid },
  ],
  [
    'first as a fraction',
    { query: '{ sessions(first: 1.5) { complete } }', says: /Int cannot represent.*1\.5/, code: invalid },
  ],
  [
    'first of a search above 500',
    {
      query: '{ search(text: "a", first: 501) { complete } }',
      says: /^search\.first: .*1 to 500/,
      code: input,
    },
  ],
  [
    'a search for nothing',
    {
      query: '{ search(text: "  ") { complete } }',
      says: /^search\.text: expected at least one character/,
      code: input,
    },
  ],
  [
    'a malformed date',
    {
      query: '{ sessions(filter: { startedAfter: "yesterday" }) { complete } }',
      says: /RFC 3339.*"2026-03-01T22:15:00Z".*"yesterday"/,
      code: invalid,
    },
  ],
  [
    'a date without a time',
    {
      query: '{ sessions(filter: { endedBefore: "2026-03-01" }) { complete } }',
      says: /RFC 3339.*"2026-03-01"/,
      code: invalid,
    },
  ],
  [
    'a time without an offset',
    {
      query: '{ sessions(filter: { startedAfter: "2026-03-01T00:00:00" }) { complete } }',
      says: /RFC 3339/,
      code: invalid,
    },
  ],
  [
    'a day that does not exist',
    {
      query: '{ sessions(filter: { startedAfter: "2026-02-30T00:00:00Z" }) { complete } }',
      says: /RFC 3339.*"2026-02-30T00:00:00Z"/,
      code: invalid,
    },
  ],
  [
    'an hour that does not exist',
    {
      query: '{ policies(filter: { lastSuccessBefore: "2026-03-01T24:00:00Z" }) { complete } }',
      says: /RFC 3339/,
      code: invalid,
    },
  ],
  [
    'a date as a number that is no time',
    {
      query: '{ sessions(filter: { startedAfter: 1772403300000000000 }) { complete } }',
      says: /RFC 3339/,
      code: invalid,
    },
  ],
  [
    'a malformed date in a variable',
    {
      query: 'query($d: DateTime) { sessions(filter: { startedAfter: $d }) { complete } }',
      variables: { d: 'now' },
      says: /"\$d".*RFC 3339.*"now"/,
      code: input,
    },
  ],
  [
    'a malformed duration',
    {
      query: '{ report { sessions(window: { last: "24h" }) { complete } } }',
      says: /ISO 8601.*"PT24H".*"24h"/,
      code: invalid,
    },
  ],
  [
    'a duration of months',
    {
      query: '{ report { sessions(window: { last: "P1M" }) { complete } } }',
      says: /ISO 8601.*"P1M"/,
      code: invalid,
    },
  ],
  [
    'a malformed duration in a variable',
    {
      query: 'query($r: Duration!) { report { protection(rpo: $r) { complete } } }',
      variables: { r: '1 day' },
      says: /"\$r".*ISO 8601.*"1 day"/,
      code: input,
    },
  ],
  [
    'a malformed maxAge',
    { query: '{ policies(maxAge: "5") { complete } }', says: /ISO 8601.*"5"/, code: invalid },
  ],
];

describe.each(CASES)('%s', (_title, badInput) => {
  it('is refused with 400 and a message that says what was expected and where, before any upstream call', async () => {
    await expectRefused(gateway, badInput);
  });
});
