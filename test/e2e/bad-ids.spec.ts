import { encodeId } from '../../src/core/model/ids.js';
import { expectRefused, startTrioGateway } from '../support/trio-gateway.js';
import type { BadInput, TrioGateway } from '../support/trio-gateway.js';

let gateway: TrioGateway;
beforeAll(async () => {
  gateway = await startTrioGateway();
});
afterAll(() => gateway.close());

const input = 'BAD_USER_INPUT';
const server = encodeId({ type: 'BackupServer', server: 'VBR', nativeId: 'VBR' });
const job = encodeId({ type: 'VbrJob', server: 'VBR', nativeId: 'x' });
const repository = encodeId({ type: 'VbM365Repository', server: 'VB_M365', nativeId: 'x' });
const session = encodeId({ type: 'VbAwsSession', server: 'VB_AWS', nativeId: 'x' });

const CASES: readonly (readonly [title: string, badInput: BadInput])[] = [
  [
    'a malformed id',
    { query: '{ node(id: "nonsense") { id } }', says: /^node\.id: "nonsense" is not an id/, code: input },
  ],
  [
    'a malformed id among good ones',
    {
      query: `{ nodes(ids: ["${server}", "nonsense"]) { id } }`,
      says: /^nodes\.ids\.1: "nonsense" is not an id/,
      code: input,
    },
  ],
  [
    'too many ids',
    {
      query: 'query($ids: [ID!]!) { nodes(ids: $ids) { id } }',
      variables: { ids: Array(501).fill(server) },
      says: /^nodes\.ids: expected at most 500 ids, got 501/,
      code: input,
    },
  ],
  [
    'a malformed id in a scope',
    {
      query: '{ report(scope: { servers: ["x"] }) { capacity { complete } } }',
      says: /^report\.scope\.servers\.0: "x" is not an id/,
      code: input,
    },
  ],
  [
    'a malformed id of servers',
    {
      query: '{ servers(filter: { servers: ["x"] }) { key } }',
      says: /^servers\.filter\.servers\.0: "x"/,
      code: input,
    },
  ],
  [
    'a malformed id of a policy',
    {
      query: '{ sessions(filter: { policies: ["x"] }) { complete } }',
      says: /^sessions\.filter\.policies\.0: "x"/,
      code: input,
    },
  ],
  [
    'a malformed id of a repository',
    {
      query: '{ policies(filter: { repository: "x" }) { complete } }',
      says: /^policies\.filter\.repository: "x"/,
      code: input,
    },
  ],
  [
    'the id of something else for a server',
    {
      query: `{ policies(filter: { servers: ["${job}"] }) { complete } }`,
      says: /^policies\.filter\.servers\.0: expected the id of a BackupServer, got one of a VbrJob/,
      code: input,
    },
  ],
  [
    'the id of something else for a policy',
    {
      query: `{ sessions(filter: { policies: ["${server}"] }) { complete } }`,
      says: /^sessions\.filter\.policies\.0: expected the id of a Policy, got one of a BackupServer/,
      code: input,
    },
  ],
  [
    'the id of something else for a repository',
    {
      query: `{ policies(filter: { repository: "${server}" }) { complete } }`,
      says: /^policies\.filter\.repository: expected the id of a Repository, got one of a BackupServer/,
      code: input,
    },
  ],
  [
    'the id of a job for a repository',
    {
      query: `{ policies(filter: { repository: "${job}" }) { complete } }`,
      says: /^policies\.filter\.repository: expected the id of a Repository, got one of a VbrJob/,
      code: input,
    },
  ],
  [
    'the id of a repository among policies, given as a variable',
    {
      query: 'query($ids: [ID!]) { sessions(filter: { policies: $ids }) { complete } }',
      variables: { ids: [job, repository] },
      says: /^sessions\.filter\.policies\.1: expected the id of a Policy, got one of a VbM365Repository/,
      code: input,
    },
  ],
  [
    'the id of a session for a policy, deep in a report',
    {
      query: `{ report { sessions(window: { last: "P1D" }, filter: { policies: ["${session}"] }) { complete } } }`,
      says: /^sessions\.filter\.policies\.0: expected the id of a Policy, got one of a VbAwsSession/,
      code: input,
    },
  ],
  [
    'the id of a kind that does not exist for a repository',
    {
      query: `{ policies(filter: { repository: "${encodeId({ type: 'VbrUnicorn', server: 'VBR', nativeId: 'x' })}" }) { complete } }`,
      says: /^policies\.filter\.repository: expected the id of a Repository, got one of a VbrUnicorn/,
      code: input,
    },
  ],
  [
    'a broken cursor',
    {
      query: '{ policies(after: "nonsense") { complete } }',
      says: /^policies\.after: the cursor cannot be read/,
      code: input,
    },
  ],
];

describe.each(CASES)('%s', (_title, badInput) => {
  it('is refused with 400 and a message that says what was expected and where, before any upstream call', async () => {
    await expectRefused(gateway, badInput);
  });
});
