import { randomUUID } from 'node:crypto';
import { BadInputError } from '../errors/bad-input.js';
import { loopTurns } from '../fairness/loop-turns.js';
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

/** So many changes are kept for those who come back, or are slow, and about so many bytes of them as JSON text. */
const MOST_KEPT = 5_000;
const MOST_BYTES = 16 * 2 ** 20;
/** What is found at once and is more than this is told of as a gap: one server must not push out what others told. */
const MOST_AT_ONCE = 1_000;
const MOST_BYTES_AT_ONCE = 2 * 2 ** 20;

/** The last changes of all servers, in the order they were found in. Whoever reads it keeps a place in it, and nothing else. */
export class ChangeLog {
  /** Numbers of another process mean nothing here. */
  private readonly epoch = randomUUID();
  private kept: Kept[] = [];
  private bytes = 0;
  private readonly listeners = new Set<() => void>();

  /** The number of the newest change; 0: there was none. */
  private newest = 0;

  constructor(
    private readonly clock: Clock,
    private readonly most = MOST_KEPT,
  ) {}

  /** Adds what was found at once on one server. */
  add(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    const at = this.clock();
    for (const { change, bytes } of weighed(changes)) {
      this.newest += 1;
      this.kept.push({ change: { ...change, number: this.newest, at }, bytes });
      this.bytes += bytes;
    }
    this.makeRoom();
    for (const listener of [...this.listeners]) listener();
  }

  /**
   * Changes behind a cursor, else from now on, as far as they match; `onEnd` runs once when the reading ends. Thousands may read at once:
   * turns are taken between owners.
   */
  read(
    cursor: string | null | undefined,
    matches: (change: Change) => boolean,
    onEnd: () => void,
    owner = '',
  ): AsyncIterableIterator<LoggedChange> {
    const place = cursor == null ? this.newest : this.placeOf(cursor);
    return new ChangeReading(this, place, matches, onEnd, owner);
  }

  cursorOf({ number }: LoggedChange): string {
    return Buffer.from(`${this.epoch} ${String(number)}`).toString('base64url');
  }

  /** The next change behind a place, "gap" where some between are not kept any more; undefined: there is none yet. */
  next(place: number): LoggedChange | 'gap' | undefined {
    if (place === this.newest) return undefined;
    return this.kept[place - this.newest + this.kept.length]?.change ?? 'gap';
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

  /** Not one by one, as all others move each time. */
  private makeRoom(): void {
    if (this.kept.length <= this.most * 1.1 && this.bytes <= MOST_BYTES) return;
    const left = this.kept.slice(-this.most);
    let bytes = left.reduce((sum, one) => sum + one.bytes, 0);
    const first = left.findIndex((one) => {
      if (bytes <= MOST_BYTES * 0.9) return true;
      bytes -= one.bytes;
      return false;
    });
    [this.kept, this.bytes] = [left.slice(first), bytes];
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

/** What is followed for hours cannot have a limit of its time. */
const NOBODY_PAYS = (): void => undefined;

interface Kept {
  readonly change: LoggedChange;
  readonly bytes: number;
}

function weighed(changes: readonly Change[]): readonly { readonly change: Change; readonly bytes: number }[] {
  const gap = [{ change: { kind: 'GAP', server: changes[0]?.server ?? null }, bytes: 0 } as const];
  if (changes.length > MOST_AT_ONCE) return gap;
  const found = changes.map((change) => ({ change, bytes: JSON.stringify(change).length }));
  return found.reduce((sum, { bytes }) => sum + bytes, 0) > MOST_BYTES_AT_ONCE ? gap : found;
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
    private readonly owner: string,
  ) {
    this.unlisten = log.listen(() => this.wake());
  }

  async next(): Promise<IteratorResult<LoggedChange>> {
    while (!this.isEnded) {
      if (loopTurns.isOver) await loopTurns.next(this.owner, NOBODY_PAYS);
      if (this.isEnded) break;
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
