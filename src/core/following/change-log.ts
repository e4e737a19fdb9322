import { randomUUID } from 'node:crypto';
import { BadInputError } from '../errors/bad-input.js';
import type { Clock, Instant } from '../model/instant.js';
import type { PolicyRecord } from '../model/policy.js';
import type { RepositoryRecord } from '../model/repository.js';
import type { SessionRecord } from '../model/session.js';

export type ChangeKind =
  'SESSION_STARTED' | 'SESSION_UPDATED' | 'SESSION_FINISHED' | 'POLICY' | 'REPOSITORY' | 'SERVER' | 'GAP';

/** What was found to be new. */
export interface Change {
  readonly kind: ChangeKind;
  /** Key of the server; null: a gap over all. */
  readonly server: string | null;
  readonly session?: SessionRecord;
  readonly policy?: PolicyRecord;
  readonly repository?: RepositoryRecord;
}

/** A change with its place in the log. */
export interface LoggedChange extends Change {
  readonly number: number;
  readonly at: Instant;
}

/** So many changes are kept for those who come back, or are slow. */
const MOST_KEPT = 5_000;

/** The last changes of all servers, in the order they were found in. Whoever reads it keeps a place in it, and nothing else. */
export class ChangeLog {
  /** Numbers of another process mean nothing here. */
  private readonly epoch = randomUUID();
  private kept: LoggedChange[] = [];
  private readonly listeners = new Set<() => void>();

  /** The number of the newest change; 0: there was none. */
  private newest = 0;

  constructor(
    private readonly clock: Clock,
    private readonly most = MOST_KEPT,
  ) {}

  add(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    const at = this.clock();
    for (const change of changes) {
      this.newest += 1;
      this.kept.push({ ...change, number: this.newest, at });
    }
    // Not one by one, as all others move each time.
    if (this.kept.length > this.most * 1.1) this.kept = this.kept.slice(-this.most);
    for (const listener of [...this.listeners]) listener();
  }

  /** Changes behind a cursor, else from now on, as far as they match; `onEnd` runs once when the reading ends. */
  read(
    cursor: string | null,
    matches: (change: Change) => boolean,
    onEnd: () => void,
  ): AsyncIterableIterator<LoggedChange> {
    const place = cursor === null ? this.newest : this.placeOf(cursor);
    return new ChangeReading(this, place, matches, onEnd);
  }

  cursorOf({ number }: LoggedChange): string {
    return Buffer.from(`${this.epoch} ${String(number)}`).toString('base64url');
  }

  /** The next change behind a place, "gap" where some between are not kept any more; undefined: there is none yet. */
  next(place: number): LoggedChange | 'gap' | undefined {
    if (place === this.newest) return undefined;
    return this.kept[place - this.newest + this.kept.length] ?? 'gap';
  }

  /** Says that something may have been missed. */
  gap(): LoggedChange {
    return { kind: 'GAP', server: null, number: this.newest, at: this.clock() };
  }

  /** Tells whenever something is added; returns how to stop. */
  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** -1: nobody knows what came behind it. */
  private placeOf(cursor: string): number {
    const parts = /^([0-9a-f-]{36}) (\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString());
    if (parts === null)
      throw new BadInputError('the cursor cannot be read: expected "cursor" of a former change', ['after']);
    const [, epoch, number] = parts;
    return epoch === this.epoch && Number(number) <= this.newest ? Number(number) : -1;
  }
}

/** One reader of the log: whoever is too slow is told of a gap, and goes on from now. */
class ChangeReading implements AsyncIterableIterator<LoggedChange> {
  private isEnded = false;
  private wake: () => void = () => undefined;
  private readonly unlisten: () => void;

  constructor(
    private readonly log: ChangeLog,
    private place: number,
    private readonly matches: (change: Change) => boolean,
    private readonly onEnd: () => void,
  ) {
    this.unlisten = log.listen(() => this.wake());
  }

  async next(): Promise<IteratorResult<LoggedChange>> {
    while (!this.isEnded) {
      const change = this.log.next(this.place);
      if (change === undefined) await new Promise<void>((resolve) => (this.wake = resolve));
      else if (change === 'gap') return { value: this.goOn(this.log.gap()), done: false };
      else if (this.matches(this.goOn(change))) return { value: change, done: false };
    }
    return { value: undefined, done: true };
  }

  async return(): Promise<IteratorResult<LoggedChange>> {
    if (!this.isEnded) {
      this.isEnded = true;
      this.unlisten();
      this.wake();
      this.onEnd();
    }
    return { value: undefined, done: true };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private goOn(change: LoggedChange): LoggedChange {
    this.place = change.number;
    return change;
  }
}
