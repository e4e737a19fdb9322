import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import { admitRequests } from '../../src/platform/edge/admit-requests.js';
import { RequestRates } from '../../src/platform/edge/request-rates.js';

const CALLER = 'x-caller';
const load = { isTooHigh: false, isDire: false };
let server: FastifyInstance;
let url: string;
let letGo: () => void;
let running: Promise<Response>[];

beforeEach(async () => {
  Object.assign(load, { isTooHigh: false, isDire: false });
  server = fastify();
  admitRequests(
    server,
    { known: ({ headers }) => ({ id: String(headers[CALLER]) }) },
    { concurrency: 100, concurrencyPerCaller: 100 },
    load,
    new RequestRates(1000),
  );
  const held = new Promise<void>((resolve) => (letGo = resolve));
  const arrivals: (() => void)[] = [];
  const arrived = new Promise<void>((resolve) =>
    arrivals.push(
      () => undefined,
      () => undefined,
      resolve,
    ),
  );
  server.get('/held', async () => {
    arrivals.shift()?.();
    await held;
    return {};
  });
  server.get('/', async () => ({}));
  url = await server.listen({ port: 0 });
  running = ['ann', 'ann', 'bob'].map((caller) => ask(caller, '/held'));
  await arrived;
});
afterEach(async () => {
  letGo();
  await Promise.all(running);
  await server.close();
});

function ask(caller: string, path = '/'): Promise<Response> {
  return fetch(new URL(path, url), { headers: { [CALLER]: caller } });
}

const statuses = async (...callers: string[]): Promise<number[]> =>
  Promise.all(callers.map(async (caller) => (await ask(caller)).status));

it('nobody is refused while there is room', async () => {
  expect(await statuses('ann', 'bob', 'eve')).toEqual([200, 200, 200]);
});

it('whoever has most running is refused first', async () => {
  load.isTooHigh = true;
  expect(await statuses('ann', 'bob', 'eve')).toEqual([503, 200, 200]);
});

it('everybody is refused when hardly anything is left', async () => {
  Object.assign(load, { isTooHigh: true, isDire: true });
  expect(await statuses('ann', 'bob', 'eve')).toEqual([503, 503, 503]);
});
