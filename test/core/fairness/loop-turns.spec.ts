import { LoopTurns } from '../../../src/core/fairness/loop-turns.js';
import { Places } from '../../../src/core/fairness/places.js';

const free = (): void => undefined;
const everybody = new AbortController().signal;

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

  it('are paid for by who has them, as long as they last', async () => {
    const turns = new LoopTurns();
    const paid: [string, number][] = [];
    for (const owner of ['a', 'b']) {
      await turns.next(owner, (lasted) => paid.push([owner, lasted]));
      const startedAt = performance.now();
      while (owner === 'a' && performance.now() - startedAt < 20);
    }
    await turns.next('c', free);
    expect(paid).toEqual([
      ['a', expect.any(Number)],
      ['b', expect.any(Number)],
    ]);
    expect(paid[0]?.[1]).toBeGreaterThanOrEqual(20);
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
