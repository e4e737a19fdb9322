import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { startVbrSimulator } from '../../../src/simulators/vbr/index.js';
import type { VbrSimulator } from '../../../src/simulators/vbr/index.js';
import { startGateway } from '../../support/gateway.js';
import type { RunningGateway } from '../../support/gateway.js';
import { openSocket } from '../../support/raw-socket.js';

const PLACES = 5;
const NEVER = '{ policies(maxAge: "PT0S", filter: { servers: ["silent"] }) { complete } }';

let silent: Server;
let vbr: VbrSimulator;
let gateway: RunningGateway;
beforeAll(async () => {
  silent = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  vbr = await startVbrSimulator({ seed: 5, policies: 10, sessions: 50, workSeconds: 3_600 });
  const { port } = silent.address() as AddressInfo;
  gateway = await startGateway(
    [
      { key: 'silent', product: 'VBR', url: `http://127.0.0.1:${port}` },
      { key: 'vbr', product: 'VBR', url: vbr.url },
    ],
    { limits: { concurrencyPerCaller: PLACES, streamsPerCaller: 1 } },
  );
});
afterAll(async () => {
  await gateway.close();
  await vbr.close();
  silent.closeAllConnections();
  silent.close();
});

function post(query: string, path = '/graphql'): string {
  const body = JSON.stringify({ query });
  const head = `POST ${path} HTTP/1.1\r\nhost: gateway\r\ncontent-type: application/json\r\n`;
  return `${head}content-length: ${body.length}\r\n\r\n${body}`;
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await delay(10);
}

it('requests that wait behind another one give their places back when their connection ends', async () => {
  for (let turn = 0; turn < 2; turn += 1) {
    const client = await openSocket(gateway.url, post(NEVER).repeat(PLACES));
    // All places are taken: whoever asks is told so.
    await until(async () => (await gateway.ask('{ __typename }')).status === 429);
    client.socket.resetAndDestroy();
    await until(async () => (await gateway.ask('{ __typename }')).status === 200);
  }
});

describe('a stream', () => {
  let updates: string;
  let follow: string;
  beforeAll(async () => {
    const { data } = await gateway.ask<{ policies: { nodes: { id: string }[] } }>(
      '{ policies(filter: { servers: ["vbr"], kinds: [BACKUP], status: [IDLE] }, first: 1) { nodes { id } } }',
    );
    const started = await gateway.ask<{ startPolicy: { session: { id: string } } }>(
      `mutation { startPolicy(input: { policy: "${data.policies.nodes[0]?.id}" }) { session { id } } }`,
    );
    const { id } = started.data.startPolicy.session;
    updates = `subscription { sessionUpdated(session: "${id}") { state } }`;
    follow = post(updates, '/graphql/stream');
  });

  /** Whether the one stream that is allowed is open, in the words of the gateway. */
  async function isOpen(): Promise<boolean> {
    const client = await openSocket(gateway.url, follow);
    const said = await client.sees(/event: (next|complete)[^]*\n\n/);
    client.socket.destroy();
    return said.includes('TOO_MANY_STREAMS');
  }

  it('ends with its connection, though nothing happens that it could tell', async () => {
    const client = await openSocket(gateway.url, follow);
    await client.sees(/event: next/);
    expect(await isOpen()).toBe(true);
    client.socket.destroy();
    await until(async () => !(await isOpen()));
  });

  it('over a WebSocket ends with it, too', async () => {
    await until(async () => !(await isOpen()));
    const client = new WebSocket(gateway.url.replace('http', 'ws'), 'graphql-transport-ws');
    const send = (message: object): void => client.send(JSON.stringify(message));
    client.on('open', () => send({ type: 'connection_init' }));
    const types: string[] = [];
    client.on('message', (data: Buffer) => {
      const { type } = JSON.parse(String(data)) as { type: string };
      types.push(type);
      if (type === 'connection_ack') send({ id: '1', type: 'subscribe', payload: { query: updates } });
    });
    await until(() => types.includes('next'));
    expect(await isOpen()).toBe(true);
    client.terminate();
    await until(async () => !(await isOpen()));
  });

  it('that waits behind a request ends with its connection, too', async () => {
    // Asking is opening one: the one before has to be over.
    await until(async () => !(await isOpen()));
    const client = await openSocket(gateway.url, post(NEVER) + follow);
    await until(isOpen);
    client.socket.resetAndDestroy();
    await until(async () => !(await isOpen()));
  });
});

it('a client that sends far ahead of its answers is cut off, and others are answered', async () => {
  const client = await openSocket(gateway.url, post(NEVER).repeat(101));
  expect(await client.closed()).toBe('');
  expect((await gateway.ask('{ __typename }')).status).toBe(200);
});

it('a client may send many requests before it takes the first answer', async () => {
  const client = await openSocket(
    gateway.url,
    'GET /health/live HTTP/1.1\r\nhost: gateway\r\n\r\n'.repeat(90),
  );
  await until(() => client.received().split('HTTP/1.1 200').length === 91);
  client.socket.destroy();
});
