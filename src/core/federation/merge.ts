/** A sorted input of a merge, read batch by batch. */
export type Batches<T> = AsyncIterator<readonly T[]>;

class Input<T> {
  private batch: readonly T[] = [];
  private index = 0;
  private done = false;

  constructor(private readonly batches: Batches<T>) {}

  head(): T | undefined {
    return this.batch[this.index];
  }

  take(): void {
    this.index += 1;
  }

  /** Makes `head` hold the next row unless the input has ended. */
  async fill(): Promise<void> {
    while (!this.done && this.head() === undefined) {
      const next = await this.batches.next();
      this.done = next.done === true;
      this.batch = next.done === true ? [] : next.value;
      this.index = 0;
    }
  }

  async close(): Promise<void> {
    this.done = true;
    await this.batches.return?.();
  }
}

/**
 * Merges sorted inputs into the first `limit` rows of the whole. An input is read on only when the merge cannot decide without
 * its next row; inputs that run dry together are read together. Of rows that compare equal the first is taken: a session that
 * changes while it is read may stand in two lists of its server.
 */
export async function mergeRows<T>(
  inputs: readonly Batches<T>[],
  compare: (a: T, b: T) => number,
  limit: number,
): Promise<T[]> {
  const rows: T[] = [];
  for await (const batch of merged(inputs, compare, limit)) rows.push(...batch);
  return rows;
}

/** The same as one more sorted input: it reads the inputs on when whoever reads it goes on. */
export async function* merged<T>(
  inputs: readonly Batches<T>[],
  compare: (a: T, b: T) => number,
  limit: number,
): AsyncGenerator<readonly T[]> {
  const open = inputs.map((batches) => new Input(batches));
  const heads = new Heads(compare);
  let batch: T[] = [];
  let last: T | undefined;
  let count = 0;
  let dry = open;
  try {
    while (count < limit) {
      if (dry.length > 0 && batch.length > 0) {
        yield batch;
        batch = [];
      }
      if (dry.length > 0) await Promise.all(dry.map((input) => input.fill()));
      for (const input of dry) heads.add(input);
      dry = [];
      const next = heads.first();
      const row = next?.head();
      if (next === undefined || row === undefined) break;
      if (last === undefined || compare(last, row) !== 0) {
        batch.push(row);
        count += 1;
      }
      last = row;
      next.take();
      if (!heads.settleFirst()) dry = [next];
    }
    if (batch.length > 0) yield batch;
  } finally {
    await Promise.all(open.map((input) => input.close()));
  }
}

/** The inputs that hold a row, as a binary heap: finding the smallest of 500 costs a handful of comparisons. */
class Heads<T> {
  private readonly heap: Input<T>[] = [];

  constructor(private readonly compare: (a: T, b: T) => number) {}

  first(): Input<T> | undefined {
    return this.heap[0];
  }

  /** Takes in an input; one that has ended is left out. */
  add(input: Input<T>): void {
    if (input.head() === undefined) return;
    let index = this.heap.push(input) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.isBefore(index, parent)) return;
      this.swap(index, parent);
      index = parent;
    }
  }

  /** Puts the first input in its place after its head was taken. False: it has run dry and is out. */
  settleFirst(): boolean {
    const isFull = this.heap[0]?.head() !== undefined;
    if (!isFull) this.removeFirst();
    let index = 0;
    for (;;) {
      const [left, right] = [2 * index + 1, 2 * index + 2];
      const child = this.isBefore(right, left) ? right : left;
      if (!this.isBefore(child, index)) return isFull;
      this.swap(index, child);
      index = child;
    }
  }

  private removeFirst(): void {
    const last = this.heap.pop();
    if (last !== undefined && this.heap.length > 0) this.heap[0] = last;
  }

  private isBefore(a: number, b: number): boolean {
    const [x, y] = [this.heap[a]?.head(), this.heap[b]?.head()];
    return x !== undefined && y !== undefined && this.compare(x, y) < 0;
  }

  private swap(a: number, b: number): void {
    const [x, y] = [this.heap[a], this.heap[b]];
    if (x === undefined || y === undefined) return;
    this.heap[a] = y;
    this.heap[b] = x;
  }
}
