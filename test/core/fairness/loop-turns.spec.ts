import { LoopTurns } from '../../../src/core/fairness/loop-turns.js';
import { Places } from '../../../src/core/fairness/places.js';

const free = (): void => undefined;
const everybody = new AbortController().signal;

/** Until the process has used so much time of a processor, ms; its other threads may have had a part of it. */
function keepBusy(milliseconds: number): void {
  const before = process.cpuUsage();
  let used = 0;
  while (used < milliseconds * 1_000) {
    const { user, system } = process.cpuUsage(before);
    used = user + system;
  }
}

/** Holds the loop without using the processor. */
function waitIdly(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

describe('Turns of the event loop', () => {
  it('go round between owners', async () => {
    const turns = new LoopTurns();
    const seen: string[] = [];
    const work = async (owner: string): Promise<void> => {
      await turns.next(owner, free);
      seen.push(owner);
    };
    await Promise.all([work('a'), work('a'), work('a'), work('a'), work('b')]);
    expect(seen).toEqual(['a', 'b', 'a', 'a', 'a']);
  });

  it('are paid for by who has them, with the time of the processor that they take', async () => {
    const turns = new LoopTurns();
    const paid = new Map<string, number>();
    const work = { a: () => keepBusy(200), b: free, c: () => waitIdly(200) };
    for (const [owner, does] of Object.entries(work)) {
      await turns.next(owner, (taken) => paid.set(owner, taken));
      does();
    }
    await turns.next('d', free);
    expect([...paid.keys()]).toEqual(['a', 'b', 'c']);
    expect(paid.get('a')).toBeGreaterThanOrEqual(20);
    // As when other processes have the processor.
    expect(paid.get('c')).toBeLessThan(150);
  });

  it('are over when somebody has held the loop, and begin anew after', async () => {
    const turns = new LoopTurns();
    expect(turns.isOver).toBe(false);
    const startedAt = performance.now();
    while (performance.now() - startedAt < 20);
    expect(turns.isOver).toBe(true);
    await turns.next('a', free);
    expect(turns.isOver).toBe(false);
  });
});

describe('Places', () => {
  it('are given to so many, and to so many of one owner', async () => {
    const places = new Places(3, 2);
    const taken: string[] = [];
    const take = async (owner: string): Promise<() => void> => {
      const giveBack = await places.take(owner, everybody);
      taken.push(owner);
      return giveBack;
    };
    const [first, , third, fourth] = [take('a'), take('a'), take('a'), take('b')];
    await fourth;
    expect(taken).toEqual(['a', 'a', 'b']);
    (await first)();
    await third;
    expect(taken).toEqual(['a', 'a', 'b', 'a']);
  });

  it('are not waited for any longer by who leaves', async () => {
    const places = new Places(1, 1);
    const giveBack = await places.take('a', everybody);
    const leaving = new AbortController();
    const waiting = places.take('b', leaving.signal);
    leaving.abort(new Error('left'));
    await expect(waiting).rejects.toThrow('left');
    giveBack();
    (await places.take('c', everybody))();
  });
});
