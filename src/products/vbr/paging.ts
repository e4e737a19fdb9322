import type { WirePage } from './wire/page.js';
import { id, object } from '../../platform/products-kit/values.js';

/** The most rows asked for at once. */
export const LARGEST_PAGE = 1000;

export interface WalkedPage extends WirePage {
  /** The list could not be followed further although there is more. */
  readonly truncated: boolean;
}

/**
 * Walks a list to its end by skip and limit, doubling the page size as it goes. Servers may send fewer rows than asked for,
 * and may leave out the total; then only an empty page is the end. The list may move meanwhile: rows that new ones push onto the
 * next page come once, and where rows have left the list the walk steps back by as many.
 */
export async function* walk(
  fetch: (skip: number, limit: number) => Promise<WirePage>,
  firstLimit = LARGEST_PAGE,
): AsyncGenerator<WalkedPage> {
  let skip = 0;
  let limit = Math.min(firstLimit, LARGEST_PAGE);
  let firstId: string | null = null;
  let total: number | null = null;
  let known: ReadonlySet<string | null> = new Set();
  while (true) {
    const page = await fetch(skip, limit);
    if (page.total !== null && total !== null && page.total < total && skip > 0) {
      skip = Math.max(0, skip - (total - page.total));
      total = page.total;
      continue;
    }
    total = page.total;
    const head = idOf(page.rows[0]);
    if (head !== null && head === firstId) {
      // The server ignores `skip`: asking on would never end.
      yield { rows: [], total: page.total, truncated: true };
      return;
    }
    firstId = head;
    const former = known;
    const rows = former.size === 0 ? page.rows : page.rows.filter((row) => !former.has(idOf(row)));
    const brokeOff = page.rows.length === 0 && page.total !== null && skip < page.total;
    yield { ...page, rows, truncated: brokeOff };
    skip += page.rows.length;
    if (page.rows.length === 0 || (page.total !== null && skip >= page.total)) return;
    known = new Set(page.rows.map(idOf).filter((each) => each !== null));
    limit = Math.min(limit * 2, LARGEST_PAGE);
  }
}

function idOf(row: unknown): string | null {
  return id(object(row)?.['id']);
}
