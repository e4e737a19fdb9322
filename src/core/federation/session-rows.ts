import { filterInTurns } from '../fairness/in-turns.js';
import { ROW_BYTES } from '../fairness/operation-budget.js';
import type { OperationBudget } from '../fairness/operation-budget.js';
import type { SessionRecord } from '../model/session.js';
import type { SessionPage, SessionQuery, SessionStream } from '../ports/activity.js';
import type { MissingPart, Truncation } from '../ports/listing.js';
import type { Position } from '../ordering/cursor.js';
import {
  matchesSession,
  needsPolicies,
  sessionComparator,
  sessionKey,
  sessionKeyComparator,
  sessionPosition,
  sessionRowComparator,
} from '../ordering/session-criteria.js';

/** A stream that was promised in order is not: all of it has to be read and sorted. */
export class DisorderError extends Error {}

/** What reading a stream brought to light, for the source's report. */
export interface StreamNotes {
  unreadable: number;
  truncated: Truncation;
  /** Lists without which rows may be missing. */
  readonly missing: MissingPart[];
  /** The upstream's own count of the stream, from its first page; null: not told. */
  total: number | null;
  /** Matching rows seen so far. */
  matched: number;
  /** The stream was read to its end. */
  exhausted: boolean;
}

export function newNotes(): StreamNotes {
  return { unreadable: 0, truncated: false, missing: [], total: null, matched: 0, exhausted: false };
}

export interface RowRequest {
  readonly query: SessionQuery;
  /** Only rows behind this place. */
  readonly after: Position | undefined;
  /** At most so many rows are wanted; bounds the memory of an unordered stream. */
  readonly limit: number;
  /** Gives rows their policy where the criteria need it. */
  readonly link: (rows: readonly SessionRecord[]) => Promise<readonly SessionRecord[]>;
  /** What reading, and what is read, counts against. */
  readonly budget: OperationBudget;
  /** Read everything, also of streams that claim to be ordered. */
  readonly distrustOrder: boolean;
}

/** The matching rows of one stream in the exact order of the list, in batches, read page by page as far as the caller goes. */
export async function* rowsOf(
  stream: SessionStream,
  request: RowRequest,
  notes: StreamNotes,
): AsyncGenerator<readonly SessionRecord[]> {
  const pages = matchingPages(stream, request, notes);
  if (stream.ordered && !request.distrustOrder) yield* inOrder(pages, request);
  else yield* selected(pages, request);
}

/** What a page weighs is bounded where it comes in; one that is far larger than asked for must not end what is asked of other servers. */
const LARGEST_PAGE = 16 * 2 ** 20;

interface MatchingPage {
  readonly all: readonly SessionRecord[];
  readonly matching: readonly SessionRecord[];
}

async function* matchingPages(
  stream: SessionStream,
  request: RowRequest,
  notes: StreamNotes,
): AsyncGenerator<MatchingPage> {
  const { budget } = request;
  const { criteria } = request.query;
  let isFirst = true;
  for await (const page of stream.pages()) {
    // What is nested is compared here alone.
    if (isFirst) notes.total = criteria.also === undefined ? page.total : null;
    isFirst = false;
    note(page, notes);
    budget.read(page.items.length);
    const bytes = Math.min(ROW_BYTES * page.items.length, LARGEST_PAGE);
    try {
      budget.hold(bytes);
      const all = needsPolicies(criteria) ? await request.link(page.items) : page.items;
      const matching = await filterInTurns(all, budget, (row) => matchesSession(row, criteria));
      notes.matched += matching.length;
      yield { all, matching };
    } finally {
      budget.release(bytes);
    }
  }
  notes.exhausted = true;
}

/** Keeps what a page came short of. */
export function note(page: SessionPage, notes: StreamNotes): void {
  notes.unreadable += page.unreadable;
  notes.truncated ||= page.truncated;
  notes.missing.push(...(page.missing ?? []));
}

/**
 * Passes ordered pages on. Upstreams break ties as they like and cut pages inside them: rows that tie with the end of a page wait
 * for the next one, so that a tie always leaves sorted by native id.
 */
async function* inOrder(
  pages: AsyncIterable<MatchingPage>,
  request: RowRequest,
): AsyncGenerator<readonly SessionRecord[]> {
  const { order } = request.query;
  const sorter = new RowSorter(request);
  let held: readonly SessionRecord[] = [];
  let last: SessionRecord | undefined;
  for await (const { all, matching } of pages) {
    last = sorter.verify(last, all);
    const rows = sorter.sort([...held, ...matching]);
    const edge = last === undefined ? null : sessionKey(last, order);
    const ready = rows.findIndex((row) => sessionKey(row, order) === edge);
    held = ready < 0 ? [] : rows.slice(ready);
    yield sorter.behind(ready < 0 ? rows : rows.slice(0, ready));
  }
  yield sorter.behind(held);
}

/** Reads an unordered stream to its end and keeps only the first `limit` rows, so that memory does not grow with the list. */
async function* selected(
  pages: AsyncIterable<MatchingPage>,
  request: RowRequest,
): AsyncGenerator<readonly SessionRecord[]> {
  const sorter = new RowSorter(request);
  let best: readonly SessionRecord[] = [];
  for await (const { matching } of pages)
    best = sorter.sort([...best, ...sorter.behind(matching)]).slice(0, request.limit);
  yield best;
}

class RowSorter {
  private readonly compare;
  private readonly compareRows;
  private readonly compareKeys;

  constructor(private readonly request: RowRequest) {
    this.compare = sessionComparator(request.query.order);
    this.compareRows = sessionRowComparator(request.query.order);
    this.compareKeys = sessionKeyComparator(request.query.order);
  }

  /** In order, each place once: rows that came twice, because the list moved under the reader, are one. */
  sort(rows: SessionRecord[]): readonly SessionRecord[] {
    rows.sort(this.compareRows);
    return rows.filter((row, index) => {
      const former = rows[index - 1];
      return former === undefined || this.compareRows(former, row) !== 0;
    });
  }

  behind(rows: readonly SessionRecord[]): readonly SessionRecord[] {
    const { after } = this.request;
    return after === undefined ? rows : rows.filter((row) => this.compare(this.position(row), after) > 0);
  }

  /** Checks that a page continues the order and returns its last row. */
  verify(last: SessionRecord | undefined, page: readonly SessionRecord[]): SessionRecord | undefined {
    const { order } = this.request.query;
    let former = last === undefined ? undefined : sessionKey(last, order);
    for (const row of page) {
      const key = sessionKey(row, order);
      if (former !== undefined && this.compareKeys(former, key) > 0)
        throw new DisorderError('the upstream list is not in the order it was asked for');
      former = key;
    }
    return page.at(-1) ?? last;
  }

  private position(row: SessionRecord): Position {
    return sessionPosition(row, this.request.query.order);
  }
}
