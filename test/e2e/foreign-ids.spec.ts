import { encodeId } from '../../src/core/model/ids.js';
import { expectRefused, startTrioGateway } from '../support/trio-gateway.js';
import type { TrioGateway } from '../support/trio-gateway.js';

let gateway: TrioGateway;
beforeAll(async () => {
  gateway = await startTrioGateway();
});
afterAll(() => gateway.close());

const UNKNOWN = '00000000-0000-4000-8000-00000000dead';

function id(type: string, server: string, nativeId: string): string {
  return encodeId({ type, server, nativeId });
}

describe('a well-formed id that names nothing here', () => {
  it.each([
    ['on a server that is not configured', id('VbrJob', 'gone', UNKNOWN), 0],
    ['of a server that is not configured', id('BackupServer', 'gone', 'gone'), 0],
    ['of a kind that does not exist', id('VbrUnicorn', 'VBR', UNKNOWN), 0],
    ['of a server that claims another key', id('BackupServer', 'VBR', 'VB_AWS'), 0],
  ])('is null without an error and without a call: %s', async (_title, unknown, calls) => {
    gateway.newUpstreamCalls();
    const { status, data, errors } = await gateway.ask('query($id: ID!) { node(id: $id) { id } }', {
      id: unknown,
    });
    expect({ status, data, errors }).toEqual({ status: 200, data: { node: null }, errors: [] });
    expect(gateway.newUpstreamCalls()).toBe(calls);
  });

  it.each([
    ['a policy', id('VbrJob', 'VBR', UNKNOWN)],
    ['a repository', id('VbM365Repository', 'VB_M365', UNKNOWN)],
    ['a VBR session', id('VbrSession', 'VBR', UNKNOWN)],
    ['a VB_AWS session', id('VbAwsSession', 'VB_AWS', UNKNOWN)],
    ['a VB_M365 session', id('VbM365JobSession', 'VB_M365', UNKNOWN)],
    ['a policy of another product', id('VbAwsEc2Policy', 'VBR', UNKNOWN)],
    ['a session of another product', id('VbM365JobSession', 'VBR', UNKNOWN)],
    ['a session whose id is no native id', id('VbrSession', 'VBR', '../jobs')],
  ])('is null without an error: %s', async (_title, unknown) => {
    const { status, data, errors } = await gateway.ask('query($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
      ids: [unknown],
    });
    expect({ status, data, errors }).toEqual({ status: 200, data: { nodes: [null] }, errors: [] });
  });

  it.each([
    [
      'servers',
      '{ policies(filter: { servers: ["$id"] }) { totalCount complete sources { status } } }',
      id('BackupServer', 'gone', 'gone'),
    ],
    [
      'policies',
      '{ sessions(filter: { policies: ["$id"] }) { totalCount complete sources { status } } }',
      id('VbrJob', 'gone', UNKNOWN),
    ],
    [
      'repositories',
      '{ policies(filter: { repository: "$id" }) { totalCount complete sources { status } } }',
      id('VbrRepository', 'gone', UNKNOWN),
    ],
  ])('matches nothing in a filter of %s', async (_title, query, unknown) => {
    const { status, data, errors } = await gateway.ask(query.replace('$id', unknown));
    expect(errors).toEqual([]);
    expect(status).toBe(200);
    expect(Object.values(data)).toEqual([{ totalCount: 0, complete: true, sources: [] }]);
  });
});

describe('a cursor', () => {
  const cursorOf = async (list: string): Promise<string> => {
    const { data } = await gateway.ask<Record<string, { pageInfo: { endCursor: string } }>>(
      `{ ${list} { pageInfo { endCursor } } }`,
    );
    return Object.values(data)[0]?.pageInfo.endCursor ?? '';
  };

  it.each([
    [
      'another list',
      'repositories(first: 1)',
      'policies(first: 1, after: "$")',
      /"repositories NAME ASC", not to "policies NAME ASC"/,
    ],
    [
      'another field of the order',
      'sessions(first: 1)',
      'sessions(orderBy: { field: NAME }, after: "$")',
      /"sessions START_TIME DESC", not to "sessions NAME DESC"/,
    ],
    [
      'another direction',
      'policies(first: 1)',
      'policies(orderBy: { field: NAME, direction: DESC }, after: "$")',
      /"policies NAME ASC", not to "policies NAME DESC"/,
    ],
  ])('of %s is refused with both named', async (_title, from, to, says) => {
    const cursor = await cursorOf(from);
    await expectRefused(gateway, {
      query: `{ ${to.replace('$', cursor)} { complete } }`,
      says,
      code: 'BAD_USER_INPUT',
    });
  });

  it.each([
    ['an id', id('VbrJob', 'VBR', UNKNOWN)],
    ['base64 of something else', Buffer.from('{"a":1}').toString('base64url')],
    ['a cursor cut short', Buffer.from('["policies NAME ASC","a","VBR"').toString('base64url')],
    ['nothing', ''],
  ])('that is %s is refused', async (_title, after) => {
    await expectRefused(gateway, {
      query: 'query($after: String) { policies(after: $after) { complete } }',
      variables: { after },
      says: /^policies\.after: the cursor cannot be read: expected "endCursor"/,
      code: 'BAD_USER_INPUT',
    });
  });
});
