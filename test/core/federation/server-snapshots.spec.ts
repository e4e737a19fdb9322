import { jest } from '@jest/globals';
import { SourceFailure } from '../../../src/core/errors/source-failure.js';
import type { Alarm } from '../../../src/core/federation/server-snapshots.js';
import { ServerSnapshots } from '../../../src/core/federation/server-snapshots.js';
import { datasetKind } from '../../../src/core/federation/snapshot-kinds.js';
import type { Served } from '../../../src/core/federation/snapshot-request.js';
import { CallTally } from '../../../src/core/ports/call-scope.js';
import { fakeFleet } from '../../support/fake-server.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const WAITS = new AbortController().signal;

/** How often the server was asked; `answer` is given by the test. */
let asked: number;
let answer: (signal: AbortSignal) => Promise<number>;
let snapshots: ServerSnapshots;

const numbers = datasetKind('numbers', (_adapter, { signal, tally }) => {
  asked += 1;
  tally.count();
  return answer(signal);
});

const alarm: Alarm = (wait, ring) => {
  const timer = setTimeout(ring, wait);
  return () => clearTimeout(timer);
};

function start(inventory = 30 * SECOND, staleIfError = 60 * MINUTE, timeout = 10 * SECOND): void {
  const [upstream] = fakeFleet([{ key: 'a', sessions: [], timeout }]).fleet.members;
  if (upstream === undefined) throw new Error('no server');
  snapshots = new ServerSnapshots(upstream, Date.now, { inventory, staleIfError }, null, alarm);
}

function read(maxAge?: number, signal = WAITS, tally: CallTally = new CallTally()): Promise<Served<number>> {
  return snapshots.read(numbers, { maxAge, signal, tally });
}

beforeEach(() => {
  jest.useFakeTimers({ now: Date.parse('2026-03-18T10:30:00Z') });
  asked = 0;
  answer = async () => asked;
  start();
});
afterEach(() => {
  snapshots.stop();
  jest.useRealTimers();
});

describe('a snapshot in use', () => {
  it('is refreshed before its end, so that nobody waits', async () => {
    await read();
    for (let second = 0; second < 300; second += 10) {
      await jest.advanceTimersByTimeAsync(10 * SECOND);
      const tally = new CallTally();
      const served = await read(undefined, WAITS, tally);
      expect(tally).toMatchObject({ calls: 0, hits: 1 });
      expect(Date.now() - served.fetchedAt).toBeLessThanOrEqual(30 * SECOND);
    }
    expect(asked).toBeGreaterThanOrEqual(10);
    expect(asked).toBeLessThanOrEqual(15);
  });

  it('counts answers that were kept of it as use', async () => {
    const { token } = await read();
    for (let second = 0; second < 20; second += 5) {
      await jest.advanceTimersByTimeAsync(5 * SECOND);
      expect(token?.isCurrent()).toBe(true);
    }
    await jest.advanceTimersByTimeAsync(9 * SECOND);
    expect(asked).toBe(2);
    expect(token?.isCurrent()).toBe(false);
  });

  it('lapses when nobody uses it any more', async () => {
    await read();
    await jest.advanceTimersByTimeAsync(10 * SECOND);
    await read();
    await jest.advanceTimersByTimeAsync(10 * MINUTE);
    expect(asked).toBe(2);
  });

  it('is not refreshed for those who accept older data', async () => {
    await read();
    await jest.advanceTimersByTimeAsync(5 * MINUTE);
    await read(10 * MINUTE);
    await jest.advanceTimersByTimeAsync(10 * MINUTE);
    expect(asked).toBe(1);
  });

  it('leaves no timer when all stops', async () => {
    await read();
    await read();
    snapshots.stop();
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe('a refresh', () => {
  /** Answers after a second with how often it was asked till then; ends when it is cancelled. */
  const slowly = (signal: AbortSignal): Promise<number> => {
    const turn = asked;
    return new Promise((resolve, reject) => {
      setTimeout(() => resolve(turn), SECOND);
      signal.addEventListener('abort', () => reject(signal.reason as Error));
    });
  };

  beforeEach(() => {
    answer = slowly;
  });

  it('serves all who ask while it runs, and is counted for the one who began it', async () => {
    const tallies = Array.from({ length: 50 }, () => new CallTally());
    const readings = tallies.map((tally) => read(undefined, WAITS, tally));
    await jest.advanceTimersByTimeAsync(SECOND);
    expect((await Promise.all(readings)).map(({ value }) => value)).toEqual(Array(50).fill(1));
    expect(tallies.map(({ calls }) => calls)).toEqual([1, ...Array<number>(49).fill(0)]);
    expect(tallies.map(({ hits }) => hits)).toEqual([0, ...Array<number>(49).fill(1)]);
  });

  it('does not serve who wants to know from now on', async () => {
    const early = read();
    await jest.advanceTimersByTimeAsync(500);
    const now = read(0);
    const half = read(400);
    await jest.advanceTimersByTimeAsync(SECOND);
    expect(await early).toMatchObject({ value: 1 });
    expect(await now).toMatchObject({ value: 2, token: null });
    expect(await half).toMatchObject({ value: 2 });
    expect((await read()).value).toBe(2);
  });

  it('goes on when one leaves, and ends when nobody waits', async () => {
    const first = new AbortController();
    const second = new AbortController();
    const readings = [read(undefined, first.signal), read(undefined, second.signal)];
    const outcomes = Promise.allSettled(readings);
    first.abort();
    await jest.advanceTimersByTimeAsync(500);
    second.abort();
    const [one, other] = await outcomes;
    expect([one?.status, other?.status]).toEqual(['rejected', 'rejected']);
    await jest.advanceTimersByTimeAsync(SECOND);
    const third = read();
    await jest.advanceTimersByTimeAsync(SECOND);
    expect(await third).toMatchObject({ value: 2 });
  });

  it('that began before a change is not kept', async () => {
    const before = read();
    await jest.advanceTimersByTimeAsync(500);
    await snapshots.drop();
    await jest.advanceTimersByTimeAsync(SECOND);
    expect((await before).token?.isCurrent()).toBe(false);
    const after = read();
    await jest.advanceTimersByTimeAsync(SECOND);
    expect((await after).value).toBe(2);
  });

  it('that is overtaken by a younger one does not replace it', async () => {
    answer = (signal) => (asked === 1 ? slowly(signal) : Promise.resolve(asked));
    const slow = read();
    await jest.advanceTimersByTimeAsync(500);
    await read(0);
    await jest.advanceTimersByTimeAsync(SECOND);
    expect((await slow).value).toBe(1);
    expect((await read()).value).toBe(2);
  });

  it('has the deadline of its server', async () => {
    start(30 * SECOND, 0, 40);
    answer = () => new Promise<number>(() => undefined);
    await expect(read()).rejects.toMatchObject({ code: 'TIMEOUT', server: 'a' });
  });
});

describe('a snapshot of a server that fails', () => {
  it('is tried again in the background without a storm', async () => {
    await read();
    answer = async () => {
      throw new SourceFailure('UPSTREAM_ERROR', 'broken');
    };
    const stale: boolean[] = [];
    for (let tenth = 0; tenth < 600; tenth += 1) {
      await jest.advanceTimersByTimeAsync(100);
      stale.push((await read()).stale !== null);
    }
    // Some turns of the loop may pass between a moment and the reading of it.
    expect(stale.slice(0, 290)).not.toContain(true);
    expect(stale.slice(310)).not.toContain(false);
    expect(asked).toBeLessThan(25);
  });

  it('throws the failure where nothing may stand in', async () => {
    start(30 * SECOND, 0);
    await read();
    await jest.advanceTimersByTimeAsync(MINUTE);
    answer = async () => {
      throw new SourceFailure('UNREACHABLE', 'gone');
    };
    await expect(read()).rejects.toMatchObject({ code: 'UNREACHABLE', server: 'a' });
  });
});

describe('a configuration that keeps nothing', () => {
  it('asks for every reading', async () => {
    start(0, 0);
    expect(await read()).toMatchObject({ value: 1, token: null });
    expect(await read()).toMatchObject({ value: 2, token: null });
    expect(jest.getTimerCount()).toBe(0);
  });
});
