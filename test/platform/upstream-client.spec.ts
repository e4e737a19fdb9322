import { setTimeout as delay } from 'node:timers/promises';
import type { Server } from '../../src/core/model/server.js';
import { endsWithin } from '../../src/core/ports/time-left.js';
import { UpstreamClient } from '../../src/platform/http/upstream-client.js';
import type { UpstreamClientOptions } from '../../src/platform/http/upstream-client.js';
import type { FaultKind } from '../../src/simulators/kit/faults.js';
import { startUpstream } from '../../src/simulators/kit/upstream.js';
import type { Upstream } from '../../src/simulators/kit/upstream.js';
import { connectionTo, failureOf, scope } from './support.js';

let upstream: Upstream;
let inFlight = 0;
let mostInFlight = 0;
let release: () => void;
let held: Promise<void>;
let waits: number[] = [];
const clients: UpstreamClient[] = [];

/** A client that notes how long it would have paused. */
function client(
  server: Partial<Server> = {},
  options: UpstreamClientOptions = {},
  callTimeout?: number,
): UpstreamClient {
  const connection = connectionTo(upstream.url, server, callTimeout === undefined ? {} : { callTimeout });
  const retry = { random: () => 0.5, pause: async (wait: number) => waits.push(wait) };
  const made = new UpstreamClient(connection, { retry, ...options });
  clients.push(made);
  return made;
}

const lines = (): string[] =>
  upstream.requests.map(({ method, url, status }) => `${method} ${url} ${status}`);
const fault = (kind: FaultKind, times?: number): void =>
  upstream.faults.add({ fault: kind, ...(times !== undefined && { times }) });

beforeAll(async () => {
  upstream = await startUpstream((app) => {
    app.all('/data', () => ['data']);
    app.get('/held', async () => {
      inFlight += 1;
      mostInFlight = Math.max(mostInFlight, inFlight);
      await held;
      inFlight -= 1;
      return {};
    });
  });
});

beforeEach(() => {
  inFlight = mostInFlight = 0;
  held = new Promise((resolve) => (release = resolve));
  waits = [];
  upstream.requests.length = 0;
});

afterEach(() => {
  upstream.faults.clear();
  clients.splice(0).forEach((http) => http.close());
});

afterAll(() => upstream.close());

describe('a read', () => {
  it.each<[string, FaultKind]>([
    ['429', { kind: 'status', status: 429 }],
    ['503', { kind: 'status', status: 503 }],
    ['a dropped connection', { kind: 'reset' }],
  ])('is repeated after %s, and every attempt counts', async (_what, kind) => {
    fault(kind, 2);
    const asked = scope();
    await expect(client().send({ path: '/data' }, asked)).resolves.toMatchObject({ data: ['data'] });
    expect(asked.tally.calls).toBe(3);
    expect(waits).toEqual([125, 250]);
  });

  it('is repeated when one attempt takes too long and time is left', async () => {
    fault({ kind: 'hang' }, 1);
    await expect(client({}, {}, 500).send({ path: '/data' }, scope())).resolves.toMatchObject({
      status: 200,
    });
    expect(waits[0]).toBe(125);
  });

  it('fails with what the third attempt failed with', async () => {
    fault({ kind: 'status', status: 503 });
    await expect(client().send({ path: '/data' }, scope())).rejects.toMatchObject({
      code: 'UPSTREAM_ERROR',
      upstreamStatus: 503,
    });
    expect(upstream.requests).toHaveLength(3);
  });

  it('waits as long as the server asks when that fits, and not at all when it does not', async () => {
    fault({ kind: 'status', status: 429, retryAfter: 2 });
    const patient = new AbortController();
    endsWithin(patient.signal, 60_000);
    await failureOf(client().send({ path: '/data' }, scope(patient.signal)));
    expect(waits).toEqual([2_125, 2_250]);
    const hurried = new AbortController();
    endsWithin(hurried.signal, 1_000);
    const failure = await failureOf(client().send({ path: '/data' }, scope(hurried.signal)));
    expect(failure).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 2 });
    expect(waits).toHaveLength(2);
    expect(upstream.requests).toHaveLength(4);
  });

  it('is repeated at once on a new connection when its kept-alive one was closed', async () => {
    const http = client();
    await http.send({ path: '/data' }, scope());
    fault({ kind: 'reset' }, 1);
    await expect(http.send({ path: '/data' }, scope())).resolves.toMatchObject({ status: 200 });
    expect(waits).toEqual([]);
  });

  it('ends its pause when the caller leaves', async () => {
    fault({ kind: 'status', status: 503 });
    const leaving = new AbortController();
    endsWithin(leaving.signal, 60_000);
    const http = client({}, { retry: { firstBackoff: 60_000, random: () => 0.5 } });
    const call = failureOf(http.send({ path: '/data' }, scope(leaving.signal)));
    while (upstream.requests.length === 0 || http.state.running > 0) await delay(1);
    leaving.abort();
    await expect(call).resolves.toMatchObject({ code: 'UPSTREAM_ERROR' });
    expect(upstream.requests).toHaveLength(1);
  });
});

it.each(['POST', 'PUT', 'DELETE'] as const)('a %s is sent once, whatever becomes of it', async (method) => {
  for (const kind of [
    { kind: 'reset' },
    { kind: 'status', status: 503 },
    { kind: 'status', status: 429, retryAfter: 0 },
    { kind: 'hang' },
  ] satisfies FaultKind[]) {
    upstream.faults.clear();
    upstream.arrivals.length = 0;
    const http = client();
    await http.send({ path: '/data' }, scope());
    fault(kind, 1);
    const leaving = new AbortController();
    const failure = failureOf(http.send({ method, path: '/data', json: {} }, scope(leaving.signal)));
    while (upstream.arrivals.length < 2) await delay(1);
    if (kind.kind === 'hang') leaving.abort();
    await failure;
    expect(upstream.arrivals).toEqual(['GET /data', `${method} /data`]);
  }
});

describe('the circuit', () => {
  it('is asked for every attempt, and a call that failed itself says so', async () => {
    fault({ kind: 'status', status: 503 });
    const http = client();
    await failureOf(http.send({ path: '/data' }, scope()));
    const second = await failureOf(http.send({ path: '/data' }, scope()));
    expect(second).toMatchObject({ code: 'UPSTREAM_ERROR', upstreamStatus: 503 });
    expect(http.state.circuit).toBe('OPEN');
    expect(upstream.requests).toHaveLength(5);
    const third = scope();
    await expect(http.send({ path: '/data' }, third)).rejects.toMatchObject({ code: 'CIRCUIT_OPEN' });
    await expect(http.send({ method: 'POST', path: '/data' }, third)).rejects.toMatchObject({
      code: 'CIRCUIT_OPEN',
    });
    expect([third.tally.calls, upstream.requests.length]).toEqual([0, 5]);
  });

  it('keeps calls that waited while it opened from being sent', async () => {
    fault({ kind: 'status', status: 500 });
    const http = client({ concurrency: 1 });
    const calls = Array.from({ length: 20 }, () => failureOf(http.send({ path: '/data' }, scope())));
    const codes = (await Promise.all(calls)).map(({ code }) => code);
    expect(upstream.requests).toHaveLength(5);
    expect(codes.filter((code) => code === 'CIRCUIT_OPEN')).toHaveLength(15);
  });

  it('counts a server that does not answer before the deadline of those who ask', async () => {
    fault({ kind: 'hang' });
    const http = client({ timeout: 60 });
    const asked = (): ReturnType<typeof scope> => scope(AbortSignal.timeout(50));
    for (let round = 0; round < 5; round += 1) await failureOf(http.send({ path: '/data' }, asked()));
    expect(http.state.circuit).toBe('OPEN');
  });

  it('hears nothing of callers who leave, or who had no time', async () => {
    fault({ kind: 'hang' });
    const http = client();
    for (let round = 0; round < 6; round += 1) {
      const leaving = new AbortController();
      const call = failureOf(http.send({ path: '/data' }, scope(leaving.signal)));
      leaving.abort();
      await call;
      await failureOf(http.send({ path: '/data' }, scope(AbortSignal.timeout(5))));
    }
    expect(http.state.circuit).toBe('CLOSED');
  });
});

describe('calls in flight', () => {
  it('are never more than the server allows, and all are answered', async () => {
    const http = client({ concurrency: 3 });
    const calls = Array.from({ length: 10 }, () => http.send({ path: '/held' }, scope()));
    while (inFlight < 3) await new Promise(setImmediate);
    expect(http.state).toEqual({ circuit: 'CLOSED', running: 3, waiting: 7, signInRefused: false });
    release();
    await expect(Promise.all(calls)).resolves.toHaveLength(10);
    expect(mostInFlight).toBe(3);
    expect(http.state).toEqual({ circuit: 'CLOSED', running: 0, waiting: 0, signInRefused: false });
  });

  it('let a waiting caller leave the queue, and the next one in', async () => {
    const http = client({ concurrency: 1 });
    const leaver = new AbortController();
    const first = http.send({ path: '/held' }, scope());
    const second = http.send({ path: '/data' }, scope(leaver.signal));
    const third = http.send({ path: '/data' }, scope());
    leaver.abort();
    await expect(second).rejects.toMatchObject({ code: 'TIMEOUT' });
    release();
    await expect(Promise.all([first, third])).resolves.toHaveLength(2);
    expect(lines().filter((line) => line.includes('/data'))).toHaveLength(1);
  });

  it('are refused when too many wait already', async () => {
    const http = client({ concurrency: 1 }, { mostWaiting: 2 });
    const calls = [1, 2, 3].map(() => http.send({ path: '/held' }, scope()));
    const tooMany = await failureOf(http.send({ path: '/held' }, scope()));
    expect(tooMany).toMatchObject({
      code: 'RATE_LIMITED',
      upstreamStatus: null,
      message: expect.stringContaining("the gateway's own queue for this server is full"),
    });
    release();
    await expect(Promise.all(calls)).resolves.toHaveLength(3);
    expect(http.state.circuit).toBe('CLOSED');
  });

  it('end with the caller who left, and free their place', async () => {
    const http = client({ concurrency: 1 });
    const leaving = new AbortController();
    const left = failureOf(http.send({ path: '/held' }, scope(leaving.signal)));
    while (inFlight === 0) await delay(1);
    leaving.abort();
    await expect(left).resolves.toMatchObject({ code: 'TIMEOUT' });
    await expect(http.send({ path: '/data' }, scope())).resolves.toMatchObject({ status: 200 });
    release();
  });
});
