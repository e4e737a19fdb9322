import { once } from 'node:events';
import { connect } from 'node:net';
import type { Server, Socket } from 'node:net';
import { startGateway } from '../../support/gateway.js';
import type { RunningGateway } from '../../support/gateway.js';
import { scriptOf } from '../../support/query-page.js';

const NOWHERE = { key: 'vbr', product: 'VBR', url: 'http://127.0.0.1:9' };
let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway([NOWHERE], {
    limits: { receiveTimeout: 'PT0.3S', bodySize: 10_000, connections: 20 },
  });
});
afterAll(() => gateway.close());

async function open(text: string): Promise<Socket> {
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(text);
  return socket;
}

/** All that comes back until the gateway closes the connection. */
async function answerTo(text: string): Promise<string> {
  const socket = await open(text);
  let answer = '';
  socket.on('data', (chunk) => (answer += String(chunk)));
  await once(socket, 'close');
  return answer;
}

const HEAD = 'POST /graphql HTTP/1.1\r\nhost: gateway\r\ncontent-type: application/json\r\n';

it.each([
  ['sends no end of its headers', `${HEAD}x-slow: `],
  ['sends no end of its body', `${HEAD}content-length: 1000\r\n\r\n{"query"`],
])('a client that %s is cut off with 408', async (_title, text) => {
  expect(await answerTo(text)).toMatch(/^HTTP\/1.1 408 /);
});

it('a client that sends its body byte by byte is cut off, however long it goes on', async () => {
  const socket = await open(`${HEAD}content-length: 9000\r\n\r\n`);
  const drip = setInterval(() => socket.write(' '), 20);
  let answer = '';
  socket.on('data', (chunk) => (answer += String(chunk)));
  await once(socket, 'close');
  clearInterval(drip);
  expect(answer).toMatch(/^HTTP\/1.1 408 /);
});

it('a client that takes nothing of its answers is cut off', async () => {
  const { pathname } = new URL(await scriptOf(gateway.url));
  const accepted = once(gateway.app.getHttpServer() as Server, 'connection');
  const socket = await open('');
  const [connection] = (await accepted) as [Socket];
  socket.pause();
  // Each is of more than half a megabyte: together more than what the two kernels keep between them.
  socket.write(`GET ${pathname} HTTP/1.1\r\nhost: gateway\r\n\r\n`.repeat(60));
  await once(connection, 'close');
  expect(connection.bytesWritten).toBeGreaterThan(0);
  socket.destroy();
  expect((await fetch(gateway.url.replace('/graphql', '/health/live'))).status).toBe(200);
});

it('headers beyond 16 KiB are refused with 431', async () => {
  expect(await answerTo(`${HEAD}x-long: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatch(/^HTTP\/1.1 431 /);
});

it.each([
  'content-length: 20000\r\n\r\n',
  `transfer-encoding: chunked\r\n\r\n4e20\r\n${'x'.repeat(20_000)}\r\n0\r\n\r\n`,
])('a body beyond the limit is refused with 413, whether its length is told or not', async (rest) => {
  expect(await answerTo(`${HEAD}connection: close\r\n${rest}`)).toMatch(/^HTTP\/1.1 413 /);
});

it('what is no HTTP is refused with 400 and tells nothing', async () => {
  const answer = await answerTo('\x16\x03\x01 hello\r\n\r\n');
  expect(answer).toMatch(/^HTTP\/1.1 400 /);
  expect(answer).not.toMatch(/fastify|node|at /i);
});

it('connections beyond the limit are closed', async () => {
  const sockets = await Promise.all(Array.from({ length: 30 }, () => open('')));
  const closed = await Promise.race(sockets.map((socket) => once(socket, 'close').then(() => true)));
  expect(closed).toBe(true);
  for (const socket of sockets) socket.destroy();
});
