import { AbandonedCall, SourceFailure } from '../../src/core/errors/source-failure.js';
import type { SourceErrorCode } from '../../src/core/errors/source-failure.js';
import { Circuit } from '../../src/platform/http/circuit.js';
import type { CircuitChange } from '../../src/platform/http/circuit.js';
import { StaleConnection } from '../../src/platform/http/transport-failure.js';
import { failureOf } from './support.js';

const DOWN = new SourceFailure('UNREACHABLE', 'nothing listens');

let now: number;
let changes: CircuitChange[];
let circuit: Circuit;
beforeEach(() => {
  now = 1_000;
  changes = [];
  circuit = new Circuit({ clock: () => now, onChange: (change) => changes.push(change) });
});

const good = (): Promise<string> => circuit.run(async () => 'answer');
const bad = (failure: unknown = DOWN): Promise<unknown> =>
  circuit.run(() => Promise.reject(failure)).catch((error: unknown) => error);

async function fail(times: number, failure: unknown = DOWN): Promise<void> {
  for (let count = 0; count < times; count += 1) await bad(failure);
}

/** Milliseconds until a call is let through again. */
async function openFor(): Promise<number> {
  const from = now;
  while (circuit.state === 'OPEN' && (await good().catch(() => undefined)) === undefined) now += 500;
  return now - from;
}

function withStatus(code: SourceErrorCode, upstreamStatus: number): SourceFailure {
  return new SourceFailure(code, `the server answered ${upstreamStatus}`, { upstreamStatus });
}

describe('a closed circuit', () => {
  it('opens at the fifth failure in a row', async () => {
    await fail(4);
    expect(circuit.state).toBe('CLOSED');
    await fail(1);
    expect(circuit.state).toBe('OPEN');
  });

  it('forgets failures when a call goes well', async () => {
    await fail(4);
    await good();
    await fail(4);
    expect(circuit.state).toBe('CLOSED');
  });

  it.each<[string, unknown]>([
    ['500', withStatus('UPSTREAM_ERROR', 500)],
    ['503', withStatus('UPSTREAM_ERROR', 503)],
    ['429', withStatus('RATE_LIMITED', 429)],
    ['a timeout', new SourceFailure('TIMEOUT', 'late')],
    ['a refused or dropped connection', DOWN],
  ])('counts %s', async (_what, failure) => {
    await fail(5, failure);
    expect(circuit.state).toBe('OPEN');
  });

  it.each<[string, unknown]>([
    ['404', withStatus('UPSTREAM_ERROR', 404)],
    ['403', withStatus('FORBIDDEN', 403)],
    ['401', withStatus('UNAUTHORIZED', 401)],
    ['an answer nobody understands', new SourceFailure('BAD_RESPONSE', 'HTML')],
    ['a certificate that is not trusted', new SourceFailure('TLS', 'self-signed')],
    ['a caller who left', new AbandonedCall('left')],
    ['a kept-alive connection that was closed', new StaleConnection('dropped', undefined)],
    ['a fault of the gateway', new TypeError('undefined is no function')],
  ])('does not count %s', async (_what, failure) => {
    await fail(20, failure);
    expect(circuit.state).toBe('CLOSED');
  });

  it('counts calls that fail side by side as one failure', async () => {
    await Promise.all(Array.from({ length: 50 }, () => bad()));
    await fail(3);
    expect(circuit.state).toBe('CLOSED');
    await fail(1);
    expect(circuit.state).toBe('OPEN');
  });

  it('is not closer to forgetting failures when a caller leaves', async () => {
    await fail(4);
    await bad(new AbandonedCall('left'));
    await fail(1);
    expect(circuit.state).toBe('OPEN');
  });
});

describe('an open circuit', () => {
  beforeEach(() => fail(5));

  it('fails at once, says why and when the server is tried again, and runs nothing', async () => {
    now += 1_500;
    let ran = false;
    const failure = await failureOf(circuit.run(async () => (ran = true)));
    expect(failure).toMatchObject({
      code: 'CIRCUIT_OPEN',
      retryable: true,
      retryAfterSeconds: 4,
      upstreamStatus: null,
      message:
        'the server is left alone for now, because its last calls failed (nothing listens); it is tried again in 4 s',
    });
    expect(ran).toBe(false);
  });

  it('lets one call through when its time is up, and no second one beside it', async () => {
    now += 5_000;
    let answer = (_value: string): void => undefined;
    const probe = circuit.run(() => new Promise<string>((resolve) => (answer = resolve)));
    expect(circuit.state).toBe('HALF_OPEN');
    await expect(good()).rejects.toMatchObject({
      code: 'CIRCUIT_OPEN',
      message: expect.stringContaining('one call is trying it just now'),
    });
    answer('back');
    await expect(probe).resolves.toBe('back');
    expect(circuit.state).toBe('CLOSED');
  });

  it('closes when the probe is answered at all', async () => {
    now += 5_000;
    await bad(withStatus('UPSTREAM_ERROR', 404));
    expect(circuit.state).toBe('CLOSED');
  });

  it('stays open twice as long after each probe that fails, up to a minute', async () => {
    const waits: number[] = [];
    for (let round = 0; round < 6; round += 1) {
      const from = now;
      while ((await failureOf(circuit.run(() => Promise.reject(DOWN)))).code === 'CIRCUIT_OPEN') now += 500;
      waits.push(now - from);
    }
    expect(waits).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
  });

  it('begins with the short time again after it was closed', async () => {
    now += 5_000;
    await bad();
    now += 10_000;
    await good();
    await fail(5);
    expect(await openFor()).toBe(5_000);
  });

  it('leaves the probe to the next caller when the one who made it left', async () => {
    now += 5_000;
    await bad(new AbandonedCall('left'));
    expect(circuit.state).toBe('OPEN');
    await expect(good()).resolves.toBe('answer');
    expect(circuit.state).toBe('CLOSED');
  });

  it('is not moved by calls that began before it opened', async () => {
    const fresh = new Circuit({ clock: () => now });
    let answer = (_value: string): void => undefined;
    const early = fresh.run(() => new Promise<string>((resolve) => (answer = resolve)));
    for (let count = 0; count < 5; count += 1) await failureOf(fresh.run(() => Promise.reject(DOWN)));
    answer('late');
    await early;
    expect(fresh.state).toBe('OPEN');
  });

  it('tells every change once', async () => {
    now += 5_000;
    await good();
    expect(changes).toEqual([
      { from: 'CLOSED', to: 'OPEN', openFor: 5_000, failure: DOWN },
      { from: 'OPEN', to: 'HALF_OPEN', openFor: null, failure: DOWN },
      { from: 'HALF_OPEN', to: 'CLOSED', openFor: null, failure: null },
    ]);
  });
});

describe('Retry-After', () => {
  it.each<[number, number]>([
    [2, 5_000],
    [90, 90_000],
    [86_400, 600_000],
  ])('of %i s keeps the circuit open for %i ms', async (retryAfterSeconds, milliseconds) => {
    await fail(5, new SourceFailure('RATE_LIMITED', 'slow down', { upstreamStatus: 429, retryAfterSeconds }));
    expect(await openFor()).toBe(milliseconds);
  });
});
