import type { FollowedView } from '../following/follow-setting.js';
import { SourceFailure } from '../errors/source-failure.js';
import { ROW_BYTES } from '../fairness/operation-budget.js';
import type { Instant } from '../model/instant.js';
import type { SessionRecord } from '../model/session.js';
import type { SessionCriteria, SessionOrder } from '../ports/activity.js';
import { floorOf } from '../following/journal.js';
import type { Cover } from '../ports/journal-store.js';
import type { Position } from '../ordering/cursor.js';
import {
  matchesSession,
  needsPolicies,
  sessionComparator,
  sessionPosition,
} from '../ordering/session-criteria.js';
import type { SessionReader } from './session-reader.js';

/** Which sessions of one server are wanted, in the order they are wanted in. */
export interface JournalRequest {
  readonly criteria: SessionCriteria;
  readonly order: SessionOrder;
  /** Only rows behind this place. */
  readonly after?: Position | undefined;
  /** Rows read of the store at a time. */
  readonly pageRows: number;
}

/** What the journal of one server answers of one question, and what of it is left to ask the server. */
export class JournalReading {
  private floor: Instant;

  private constructor(
    private readonly reader: SessionReader,
    private readonly request: JournalRequest,
    readonly view: FollowedView,
    private readonly cover: Cover,
  ) {
    this.floor = floorOf(cover);
  }

  /** null: the journal answers nothing of it. Throws SourceFailure where nobody waits any more. */
  static async open(reader: SessionReader, request: JournalRequest): Promise<JournalReading | null> {
    const kept = await reader.member.follower?.journal.state();
    if (kept == null || !answers(request, kept.cover)) return null;
    const view = await reader.followed();
    // The look may have found a gap.
    const state = await view?.journal.state();
    if (!view || !state || !answers(request, state.cover)) return null;
    return new JournalReading(reader, request, view, state.cover);
  }

  /** Since when nothing is missing of what is kept. */
  get coveredFrom(): Instant {
    return Math.max(this.floor, this.cover.from);
  }

  /** The matching rows that are covered, in order. */
  async *rows(): AsyncGenerator<readonly SessionRecord[]> {
    const { criteria, order, pageRows } = this.request;
    const stored = this.stored;
    let place = this.place;
    for (;;) {
      const read = await this.view.journal.read({
        criteria: stored,
        order,
        limit: pageRows,
        ...(place && { after: place }),
      });
      if (read === null) throw away();
      this.floor = Math.max(this.floor, floorOf(read.state.cover));
      const covered = read.found.filter(({ startTime }) => startTime >= this.floor);
      if (!isNewestFirst(order) && !covers(this.floor, criteria)) throw away();
      yield* this.matching(covered);
      const last = read.found.at(-1);
      if (last === undefined || read.found.length < pageRows || covered.length < read.found.length) return;
      place = { key: sessionPosition(last, order).key, nativeId: last.nativeId };
    }
  }

  /** What the server is asked for behind the covered rows, once they have been read; null: nothing. */
  get rest(): SessionCriteria | null {
    const { criteria } = this.request;
    if (this.view.stale !== null || covers(this.floor, criteria)) return null;
    return { ...criteria, startedBefore: Math.min(criteria.startedBefore ?? Infinity, this.floor) };
  }

  /** How many sessions match in all; null: not known. */
  async count(): Promise<number | null> {
    const { criteria } = this.request;
    if (!covers(this.floor, criteria) || this.stored !== criteria) return null;
    return this.view.journal.count(criteria);
  }

  private async *matching(rows: readonly SessionRecord[]): AsyncGenerator<readonly SessionRecord[]> {
    const { budget, details } = this.reader;
    const { criteria, order, after } = this.request;
    const compare = sessionComparator(order);
    const bytes = ROW_BYTES * rows.length;
    budget.read(rows.length);
    try {
      budget.hold(bytes);
      const linked = needsPolicies(criteria) ? await details.withPolicies(rows) : rows;
      if (budget.isDue) await budget.turn();
      yield linked.filter(
        (row) =>
          matchesSession(row, criteria) &&
          (after === undefined || compare(sessionPosition(row, order), after) > 0),
      );
    } finally {
      budget.release(bytes);
    }
  }

  /** Rows of products that do not tell their policy are kept without it. */
  private get stored(): SessionCriteria {
    const { criteria } = this.request;
    if (this.reader.member.adapter.activity.linkPolicies === undefined) return criteria;
    const { policies: _policies, also: _also, ...others } = criteria;
    return needsPolicies(criteria) ? others : criteria;
  }

  private get place(): { key: Position['key']; nativeId: string } | undefined {
    const { after } = this.request;
    return after?.server === this.reader.server.key ? after : undefined;
  }
}

function answers({ criteria, order }: JournalRequest, cover: Cover): boolean {
  const floor = floorOf(cover);
  return covers(floor, criteria) || (isNewestFirst(order) && (criteria.startedBefore ?? Infinity) > floor);
}

function covers(floor: Instant, { startedAfter = -Infinity }: SessionCriteria): boolean {
  // Bounds exclude themselves.
  return floor === -Infinity || startedAfter + 1 >= floor;
}

function isNewestFirst({ field, direction }: SessionOrder): boolean {
  return field === 'START_TIME' && direction === 'DESC';
}

function away(): SourceFailure {
  return new SourceFailure('UPSTREAM_ERROR', 'what is kept of this server cannot be read just now');
}
