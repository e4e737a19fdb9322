/** Hands values from whoever posts them to one reader; the newest value replaces one that was not read yet. */
export class Mailbox<T> implements AsyncIterableIterator<T> {
  private pending: { value: T } | undefined;
  private waiting: ((result: IteratorResult<T>) => void) | undefined;
  private closed = false;

  /** @param onClose called once, when the reader leaves or the box is closed. */
  constructor(private readonly onClose: () => void) {}

  post(value: T): void {
    if (this.closed) return;
    if (this.waiting === undefined) this.pending = { value };
    else this.answer({ value, done: false });
  }

  /** Ends the reading once what is pending has been read. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    if (this.pending === undefined) this.answer({ value: undefined, done: true });
    this.onClose();
  }

  async next(): Promise<IteratorResult<T>> {
    if (this.pending !== undefined) {
      const { value } = this.pending;
      this.pending = undefined;
      return { value, done: false };
    }
    if (this.closed) return { value: undefined, done: true };
    return new Promise((resolve) => (this.waiting = resolve));
  }

  async return(): Promise<IteratorResult<T>> {
    this.pending = undefined;
    this.close();
    return { value: undefined, done: true };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private answer(result: IteratorResult<T>): void {
    this.waiting?.(result);
    this.waiting = undefined;
  }
}
