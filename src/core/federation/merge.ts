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
  const open = inputs.map((batches) => new Input(batches));
  const rows: T[] = [];
  try {
    while (rows.length < limit) {
      const dry = open.filter((input) => input.head() === undefined);
      if (dry.length > 0) await Promise.all(dry.map((input) => input.fill()));
      const next = smallest(open, compare);
      if (next === undefined) break;
      const last = rows.at(-1);
      if (last === undefined || compare(last, next.row) !== 0) rows.push(next.row);
      next.input.take();
    }
    return rows;
  } finally {
    await Promise.all(open.map((input) => input.close()));
  }
}

function smallest<T>(
  inputs: readonly Input<T>[],
  compare: (a: T, b: T) => number,
): { row: T; input: Input<T> } | undefined {
  let best: { row: T; input: Input<T> } | undefined;
  for (const input of inputs) {
    const row = input.head();
    if (row !== undefined && (best === undefined || compare(row, best.row) < 0)) best = { row, input };
  }
  return best;
}
