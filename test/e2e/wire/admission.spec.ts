import { setTimeout as pause } from 'node:timers/promises';
import { bearer, keyAuth, testKey } from '../../support/callers.js';
import { startGateway } from '../../support/gateway.js';
import type { RunningGateway } from '../../support/gateway.js';
import { LogLines } from '../../support/log-lines.js';
import { startVbrSimulator } from '../../../src/simulators/vbr/index.js';
import type { VbrSimulator } from '../../../src/simulators/vbr/index.js';
import { until } from '../../support/until.js';

const [ann, bob] = [testKey({ name: 'ann' }), testKey({ name: 'bob' })];
const QUICK = '{ servers { key } }';
const SLOW = '{ sessions(first: 1) { nodes { id } } }';

let vbr: VbrSimulator;
let gateway: RunningGateway | undefined;
let lines: LogLines;
beforeAll(async () => {
  vbr = await startVbrSimulator({ policies: 2, sessions: 5 });
});
afterEach(async () => {
  vbr.faults.clear();
  await gateway?.close();
});
afterAll(() => vbr.close());

async function start(limits: Record<string, unknown>): Promise<void> {
  lines = new LogLines();
  const servers = [{ key: 'vbr', product: 'VBR', url: vbr.url }];
  gateway = await startGateway(servers, { limits, auth: keyAuth(ann, bob) }, undefined, lines);
}

function send(credential: string, query = QUICK): Promise<Response> {
  return fetch(gateway?.url ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...bearer(credential) },
    body: JSON.stringify({ query }),
  });
}

async function expectRefused(answer: Response, status: number, code: string): Promise<void> {
  expect(answer.status).toBe(status);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  expect(await answer.json()).toEqual({
    errors: [{ message: expect.stringMatching(/./), extensions: { code } }],
  });
}

/** Waits for an answer that takes as long as the test wants. */
async function whileOneIsAnswered(work: () => Promise<void>): Promise<void> {
  vbr.faults.add({ match: '/sessions', fault: { kind: 'latency', ms: 1_500 } });
  const slow = send(ann.credential, SLOW);
  await pause(200);
  await work();
  expect((await slow).status).toBe(200);
}

it('whoever is limited sees in every answer how much is left', async () => {
  await start({ requestsPerSecond: 1 });
  const seen: unknown[] = [];
  for (let count = 0; count < 12; count += 1) {
    const { status, headers } = await send(ann.credential);
    expect(headers.get('ratelimit-policy')).toBe('"requests";q=10;w=10');
    const [, left, resets] = /^"requests";r=(\d+);t=(\d+)$/.exec(headers.get('ratelimit') ?? '') ?? [];
    expect(Number(resets)).toBeGreaterThanOrEqual(1);
    expect(Number(resets)).toBeLessThanOrEqual(10);
    seen.push([status, Number(left)]);
  }
  expect(seen).toEqual([
    ...[9, 8, 7, 6, 5, 4, 3, 2, 1, 0].map((left) => [200, left]),
    ...[0, 0].map((left) => [429, left]),
  ]);
});

it('where nothing is limited, nothing is said of it', async () => {
  await start({ requestsPerSecond: 1_000_000 });
  expect((await send(ann.credential)).headers.get('ratelimit')).toBe('"requests";r=9999999;t=10');
  await gateway?.close();
  gateway = await startGateway([{ key: 'vbr', product: 'VBR', url: vbr.url }], {});
  expect((await send('')).headers.get('ratelimit')).toBeNull();
});

it('whoever asks too often is told when to come again, and nobody else', async () => {
  await start({ requestsPerSecond: 1 });
  for (let count = 0; count < 10; count += 1) expect((await send(ann.credential)).status).toBe(200);
  await expectRefused(await send(ann.credential), 429, 'RATE_LIMITED');
  expect((await send(bob.credential)).status).toBe(200);
});

it('whoever asks too much at once has to wait for the answers, and nobody else', async () => {
  await start({ concurrencyPerCaller: 1 });
  await whileOneIsAnswered(async () => {
    await expectRefused(await send(ann.credential), 429, 'RATE_LIMITED');
    expect((await send(bob.credential)).status).toBe(200);
  });
  expect((await send(ann.credential)).status).toBe(200);
});

it('everybody has to wait when too much is asked in all, but health is told', async () => {
  await start({ concurrency: 1 });
  await whileOneIsAnswered(async () => {
    await expectRefused(await send(bob.credential), 503, 'OVERLOADED');
    expect((await fetch(new URL('/health/ready', gateway?.url))).status).toBe(200);
  });
  expect((await send(bob.credential)).status).toBe(200);
});

it('everybody is refused while memory is short, but health is told', async () => {
  await start({ heapPercent: 1 });
  await expectRefused(await send(ann.credential), 503, 'OVERLOADED');
  expect((await fetch(new URL('/health/live', gateway?.url))).status).toBe(200);
});

it('a refusal for too much load is no failure of the gateway: it warns', async () => {
  await start({ heapPercent: 1 });
  const requestId = (await send(ann.credential)).headers.get('x-request-id');
  await until(() => lines.where({ requestId }).length > 0);
  expect(lines.where({ requestId })).toMatchObject([{ level: 'warn', status: 503 }]);
});
