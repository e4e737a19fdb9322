import { FairQueue } from '../../../src/core/fairness/fair-queue.js';

function queueOf(...waiting: [string, number][]): FairQueue<string> {
  const queue = new FairQueue<string>();
  for (const [owner, count] of waiting)
    for (let index = 1; index <= count; index += 1) queue.push(owner, `${owner}${index}`);
  return queue;
}

function drained(queue: FairQueue<string>): string[] {
  return Array.from({ length: queue.size }, () => queue.shift() ?? '');
}

describe('A fair queue', () => {
  it('lets owners take turns, and each of them in the order of coming', () => {
    expect(drained(queueOf(['a', 4], ['b', 2], ['c', 1]))).toEqual([
      'a1',
      'b1',
      'c1',
      'a2',
      'b2',
      'a3',
      'a4',
    ]);
  });

  it('takes out who gives up, and nobody else', () => {
    const queue = queueOf(['a', 2], ['b', 1]);
    queue.remove('a', 'a1');
    queue.remove('a', 'b1');
    queue.remove('nobody', 'a2');
    expect(queue.size).toBe(2);
    expect(drained(queue)).toEqual(['a2', 'b1']);
  });

  it('makes room at the cost of the owner with the most, unless that would be the one who comes', () => {
    const queue = queueOf(['a', 5], ['b', 2]);
    expect(queue.dropInFavourOf('b')).toBe('a5');
    expect(queue.dropInFavourOf('c')).toBe('a4');
    expect(queue.dropInFavourOf('a')).toBeUndefined();
    expect(queue.size).toBe(5);
  });
});
