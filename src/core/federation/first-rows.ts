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
