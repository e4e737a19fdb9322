import type { SourceOutcome } from './source-outcome.js';

export interface PageRow<T> {
  readonly record: T;
  readonly cursor: string;
}

/** One page of a list over many servers. */
export interface Page<T> {
  readonly rows: readonly PageRow<T>[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  /** How each asked server fared, in the order of the configuration. */
  readonly outcomes: readonly SourceOutcome[];
  /** The outcomes with the size of the whole filtered set; may cost one upstream call a server, so call it only when asked. */
  counts(): Promise<readonly SourceOutcome[]>;
}

/** Which part of a list is wanted. */
export interface PageRequest {
  /** How many rows, 1 or more. */
  readonly first: number;
  /** Cursor of the row before the first one wanted. */
  readonly after?: string;
}

/** The first few rows, in order, of many that come in any order; holds no more than it needs for that. */
export class FirstRows<T> {
  /** How many rows came. */
  count = 0;
  private rows: T[] = [];

  constructor(
    private readonly compare: (a: T, b: T) => number,
    private readonly size: number,
  ) {}

  add(row: T): void {
    this.count += 1;
    this.rows.push(row);
    if (this.rows.length >= 2 * this.size + 16) this.rows = this.sorted();
  }

  sorted(): T[] {
    return this.rows.sort(this.compare).slice(0, this.size);
  }
}
