import { id, object } from '../values.js';
import type { FetchedPage, FetchPage, ListReading } from './page-reader.js';
import { PageReader } from './page-reader.js';
import { LARGEST_PAGE } from './page-sizes.js';

/** A page of a list as far as it is new. */
export interface WalkedPage {
  readonly rows: readonly unknown[];
  /** Rows of the whole list; null: not told, or not to be believed. */
  readonly total: number | null;
  readonly hasMore: boolean;
  /** Why the list is not followed any further although there is more; false: it is, or there is no more. */
  readonly truncated: string | false;
  /** The server answers other rows than were asked for: asking it differently would be in vain. */
  readonly isAstray: boolean;
}

export interface ListWalk extends ListReading {
  /** Rows of the first page; the default is LARGEST_PAGE. Later pages are larger. */
  readonly firstLimit?: number;
}

/** What is read of one list at most, over all its pages. */
interface ListBounds {
  readonly rows: number;
  readonly bytes: number;
  readonly pages: number;
}

const MB = 1024 * 1024;
/** All of it is held until it is over. */
const KEPT: ListBounds = { rows: 200_000, bytes: 96 * MB, pages: 500 };
/** A page is held no longer than it is looked at. */
const PASSING: ListBounds = { rows: 1_000_000, bytes: 1024 * MB, pages: 10_000 };
const MOST_STEPS_BACK = 100;
const LARGEST_INT = 2 ** 31 - 1;

/**
 * Walks a list to its end, doubling the page size as it goes; the server may give fewer rows than asked for, or more. The list may move
 * meanwhile: rows that new ones push onto the next page come once, and where rows have left the list the walk steps back by as many. A
 * list that breaks off, goes in circles or has no end is told to be truncated.
 */
export async function* walkPages(fetch: FetchPage, walk: ListWalk): AsyncGenerator<WalkedPage> {
  const reader = new PageReader(fetch, walk);
  const progress = new Progress(walk.isKept ?? false);
  let limit = Math.min(walk.firstLimit ?? LARGEST_PAGE, LARGEST_PAGE);
  while (true) {
    const page = await reader.at(progress.offset, limit);
    if (progress.stepsBack(page)) {
      reader.forget();
      continue;
    }
    const walked = progress.take(page);
    yield walked;
    if (!walked.hasMore) return;
    limit = Math.min(limit * 2, LARGEST_PAGE);
  }
}

/** How far a walk has come, and what it has seen. */
class Progress {
  offset = 0;
  private readonly bounds: ListBounds;
  private readonly heads = new Set<string>();
  /** Ids of the former page, of a list that is kept those of all pages. */
  private known = new Set<string>();
  private total: number | null = null;
  private leastTotal = Infinity;
  private fresh = 0;
  private bytes = 0;
  private pages = 0;
  private steps = 0;
  private hasSteppedBack = false;

  constructor(private readonly isKept: boolean) {
    this.bounds = isKept ? KEPT : PASSING;
  }

  /** Rows have left the list and moved the others up: what slipped past is that much further back. */
  stepsBack({ total }: FetchedPage): boolean {
    const lost = this.total === null || total === null || this.offset === 0 ? 0 : this.total - total;
    if (lost <= 0 || this.steps >= MOST_STEPS_BACK) return false;
    this.steps += 1;
    this.hasSteppedBack = true;
    this.total = total;
    this.offset = Math.max(0, this.offset - lost);
    return true;
  }

  /** What is new of the page, and whether the walk goes on. */
  take(page: FetchedPage): WalkedPage {
    this.total = page.total;
    this.leastTotal = Math.min(this.leastTotal, page.total ?? 0);
    const astray = this.whyAstray(page);
    if (astray !== false) return { rows: [], total: null, hasMore: false, truncated: astray, isAstray: true };
    const rows = this.newOf(page);
    this.offset += page.rows.length;
    this.fresh += rows.length;
    this.bytes += page.bytes;
    this.pages += 1;
    const truncated = this.goesOn(page) ? this.whyEnough() : this.whyShort(page);
    return {
      rows,
      total: this.shownTotal,
      hasMore: truncated === false && this.goesOn(page),
      truncated,
      isAstray: false,
    };
  }

  private whyAstray({ rows, offset }: FetchedPage): string | false {
    if (offset !== null && offset !== this.offset) return 'it answers other rows than were asked for';
    const head = idOf(rows[0]);
    const isKnown = head !== null && this.heads.has(head) && !this.hasSteppedBack;
    this.hasSteppedBack = false;
    if (head !== null) this.heads.add(head);
    return isKnown && 'it answers the same rows again';
  }

  private newOf({ rows }: FetchedPage): readonly unknown[] {
    const former = this.known;
    const fresh = former.size === 0 ? rows : rows.filter((row) => !former.has(idOf(row) ?? ''));
    const known = this.isKept ? former : new Set<string>();
    for (const row of rows) {
      const rowId = idOf(row);
      if (rowId !== null) known.add(rowId);
    }
    this.known = known;
    return fresh;
  }

  /** A total that the rows have outgrown tells nothing. */
  private goesOn({ rows, hasNext, isFull }: FetchedPage): boolean {
    if (rows.length === 0) return false;
    if (hasNext) return true;
    return this.total !== null && this.total >= this.offset ? this.offset < this.total : isFull;
  }

  private whyEnough(): string | false {
    const { rows, bytes, pages } = this.bounds;
    if (this.offset < rows && this.bytes < bytes && this.pages < pages) return false;
    return `the gateway reads no more than ${rows} rows, ${bytes / MB} MB or ${pages} pages of one list, and it goes on`;
  }

  private whyShort({ rows }: FetchedPage): string | false {
    if (rows.length === 0 && this.total !== null && this.offset < this.total)
      return `it broke off after ${this.offset} of ${this.total} rows`;
    const lost = this.isKept ? this.leastTotal - this.fresh : 0;
    return lost > 0 && `${lost} of ${this.leastTotal} rows did not come, others came twice`;
  }

  private get shownTotal(): number | null {
    const { total } = this;
    return total === null || total < this.offset || total > LARGEST_INT ? null : total;
  }
}

function idOf(row: unknown): string | null {
  return id(object(row)?.['id']);
}
