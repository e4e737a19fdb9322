import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFleet } from '../upstream/fleet.js';
import type { Source } from '../upstream/records.js';
import { ANSWERS } from './answers.js';
import type { Answer } from './answers.js';

// GET /B1/cold asks the servers; /B1/warm writes what the last /B1/read joined.
const [config = ''] = process.argv.slice(2);
const fleet: readonly Source[] = readFleet(config, process.env['SIMULATORS_PASSWORD'] ?? '');

function route<T>({ read, write }: Answer<T>): Record<string, () => Promise<unknown>> {
  let held: Promise<T> | undefined;
  return {
    cold: async () => write(await read(fleet)),
    read: async () => write(await (held = read(fleet))),
    warm: async () => {
      held ??= read(fleet);
      return write(await held);
    },
  };
}

const routes: Record<string, Record<string, () => Promise<unknown>>> = {
  B1: route(ANSWERS.B1),
  B2: route(ANSWERS.B2),
  B3: route(ANSWERS.B3),
  B4: route(ANSWERS.B4),
  B5: route(ANSWERS.B5),
};

const server = createServer((request, response) => {
  const [, workload = '', mode = ''] = (request.url ?? '').split('/');
  request.resume();
  const answer = routes[workload]?.[mode];
  if (answer === undefined) {
    response.writeHead(404).end();
    return;
  }
  answer().then(
    (data) => {
      const body = JSON.stringify({ data });
      response.writeHead(200, {
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(body),
      });
      response.end(body);
    },
    (error: unknown) => response.writeHead(500).end(String(error)),
  );
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.once('disconnect', () => process.exit(0));
