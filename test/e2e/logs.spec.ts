import { jest } from '@jest/globals';
import { createHash } from 'node:crypto';
import { Fleet } from '../../src/core/federation/fleet.js';
import { encodeId } from '../../src/core/model/ids.js';
import { startVbrSimulator } from '../../src/simulators/vbr/index.js';
import type { VbrSimulator } from '../../src/simulators/vbr/index.js';
import { deadUrl } from '../support/addresses.js';
import type { RunningGateway } from '../support/gateway.js';
import { startGateway } from '../support/gateway.js';
import { LogLines } from '../support/log-lines.js';
import { until } from '../support/until.js';

const lines = new LogLines();
let vbr: VbrSimulator;
let gateway: RunningGateway;

beforeAll(async () => {
  vbr = await startVbrSimulator({ policies: 3, sessions: 5 });
  const servers = [
    { key: 'berlin', product: 'VBR', url: vbr.url },
    { key: 'down', product: 'VBR', url: await deadUrl() },
  ];
  gateway = await startGateway(servers, { log: { level: 'debug' } }, undefined, lines);
});

afterAll(async () => {
  await gateway.close();
  await vbr.close();
});

async function send(query: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
}

/** The line of a request; the answer may arrive before it is written. */
async function lineOf(requestId: string): Promise<Record<string, unknown>> {
  await until(() => lines.where({ requestId }).length > 0, lines.raw);
  const [line] = lines.where({ requestId });
  return line ?? {};
}

describe('the log', () => {
  it('has one line at debug for a query that went well', async () => {
    const query = 'query Board { policies { nodes { name } } }';
    await send(query, { 'x-request-id': 'good-1' });
    expect(await lineOf('good-1')).toEqual({
      level: 'debug',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      context: 'Requests',
      msg: 'query answered',
      requestId: 'good-1',
      address: '127.0.0.1',
      caller: 'anybody',
      operation: 'Board',
      kind: 'query',
      document: createHash('sha256').update(query).digest('hex'),
      status: 200,
      durationMs: expect.any(Number),
      upstreamCalls: expect.any(Number),
    });
    expect(lines.where({ requestId: 'good-1' })).toHaveLength(1);
  });

  it('names the failing server and its code for a query that failed', async () => {
    const id = encodeId({ type: 'VbrJob', server: 'down', nativeId: 'x' });
    await send(`query Find { node(id: "${id}") { id } }`, { 'x-request-id': 'failed-1' });
    expect(await lineOf('failed-1')).toMatchObject({
      level: 'warn',
      msg: 'query failed',
      operation: 'Find',
      codes: [expect.stringMatching(/^(UNREACHABLE|CIRCUIT_OPEN)$/)],
      servers: [{ server: 'down', code: expect.stringMatching(/^(UNREACHABLE|CIRCUIT_OPEN)$/) }],
    });
  });

  it('has one line without an operation for what is no well-formed query', async () => {
    await send('query Nonsense { nothing }', { 'x-request-id': 'refused-1' });
    const refused = await lineOf('refused-1');
    expect(refused).toMatchObject({ level: 'warn', status: 400, codes: ['GRAPHQL_VALIDATION_FAILED'] });
    expect(refused).not.toHaveProperty('operation');
  });

  it.each([
    ['too long', 'a'.repeat(65)],
    ['with spaces', 'a b'],
    ['with quotes', '"}{"'],
  ])('does not take an id that is %s', async (_title, given) => {
    const answer = await send('{ __typename }', { 'x-request-id': given });
    const id = answer.headers.get('x-request-id');
    expect(id).toMatch(/^[\da-f-]{36}$/);
    expect(await lineOf(id ?? '')).toMatchObject({ msg: 'query answered' });
  });

  it('echoes an id that it takes, also where nothing is asked', async () => {
    const headers = { 'x-request-id': 'trace:1/2=3' };
    for (const path of ['/health/live', '/graphql?query={__typename}'])
      expect((await fetch(new URL(path, gateway.url), { headers })).headers.get('x-request-id')).toBe(
        'trace:1/2=3',
      );
  });

  it('has the stack of what was not thrown on purpose while a server was read, which costs that server alone', async () => {
    const [member] = gateway.app.get(Fleet).members;
    if (member === undefined) throw new Error('there is no server');
    jest
      .spyOn(member.adapter.inventory, 'policies')
      .mockRejectedValueOnce(new TypeError('boom, password=hunter2'));
    const answer = await send('query Boom { policies { complete } }', { 'x-request-id': 'boom-1' });
    const text = await answer.text();
    expect(text).not.toContain('boom');
    expect(JSON.parse(text)).toMatchObject({ data: { policies: { complete: false } } });
    expect(lines.where({ context: 'Upstream', level: 'error' })).toMatchObject([
      {
        msg: expect.stringContaining(`an answer of ${member.server.key}`),
        details: [expect.stringMatching(/^TypeError: boom.*\n +at /)],
      },
    ]);
    expect(lines.raw()).not.toContain('hunter2');
    await lineOf('boom-1');
  });

  it('says once that a server fails, however often it is asked', async () => {
    for (let turn = 0; turn < 5; turn++) await send('{ policies { complete } }');
    expect(lines.where({ msg: 'server fails' })).toEqual([
      expect.objectContaining({ level: 'warn', server: 'down', product: 'VBR', code: 'UNREACHABLE' }),
    ]);
  });
});
