import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { UntakenAnswers } from '../../src/platform/edge/untaken-answers.js';

/** More than two kernels keep between them. */
const LONG = Buffer.alloc(32 * 2 ** 20);

let server: Server;
let accepted: Socket[];
let clients: Socket[];
let looking: UntakenAnswers;

beforeEach(async () => {
  [accepted, clients] = [[], []];
  server = createServer((socket) => accepted.push(socket.on('error', () => undefined))).listen(
    0,
    '127.0.0.1',
  );
  await once(server, 'listening');
});
afterEach(() => {
  looking.stop();
  for (const socket of [...accepted, ...clients]) socket.destroy();
  server.close();
});

/** A client that reads only when it is told to, and the server's end of its connection. */
async function openClient(): Promise<{ client: Socket; answering: Socket }> {
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => undefined);
  client.pause();
  clients.push(client);
  await once(server, 'connection');
  return { client, answering: accepted.at(-1) as Socket };
}

it('whoever sends on and takes nothing is cut off', async () => {
  const { client, answering } = await openClient();
  answering.resume().write(LONG);
  looking = new UntakenAnswers(50, () => [answering]);
  const drip = setInterval(() => client.write('\r\n'), 10);
  await once(answering, 'close');
  clearInterval(drip);
});

it('whoever takes what it is sent goes on, whatever it sends', async () => {
  const { client, answering } = await openClient();
  looking = new UntakenAnswers(1, () => [answering]);
  client.resume();
  for (let piece = 0; piece < 50; piece += 1) {
    client.write('\r\n');
    await new Promise((resolve) => answering.write(LONG.subarray(0, 65_536), resolve));
  }
  expect(answering.destroyed).toBe(false);
});

it('when more waits than there is room for, those that have taken nothing for longest are cut off', async () => {
  const [first, second] = [await openClient(), await openClient()];
  first.answering.write(LONG);
  second.answering.write(LONG);
  looking = new UntakenAnswers(40, () => [first.answering, second.answering], 1.5 * LONG.length);
  await once(first.answering, 'close');
  expect(second.answering.destroyed).toBe(false);
});
