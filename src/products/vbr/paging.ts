import type { WirePage } from './wire/page.js';
import { id, object } from './wire/read.js';

/** The most rows asked for at once. */
export const LARGEST_PAGE = 1000;

export interface WalkedPage extends WirePage {
  /** The list could not be followed further although there is more. */
  readonly truncated: boolean;
}

/**
 * Walks a list to its end by skip and limit, doubling the page size as it goes. Servers may send fewer rows than asked for,
 * and may leave out the total; then only an empty page is the end.
 */
export async function* walk(
  fetch: (skip: number, limit: number) => Promise<WirePage>,
  firstLimit = LARGEST_PAGE,
): AsyncGenerator<WalkedPage> {
  let skip = 0;
  let limit = Math.min(firstLimit, LARGEST_PAGE);
  let firstId: string | null = null;
  while (true) {
    const page = await fetch(skip, limit);
    const head = id(object(page.rows[0])?.['id']);
    if (head !== null && head === firstId) {
      // The server ignores `skip`: asking on would never end.
      yield { rows: [], total: page.total, truncated: true };
      return;
    }
    firstId = head;
    yield { ...page, truncated: false };
    skip += page.rows.length;
    if (page.rows.length === 0 || (page.total !== null && skip >= page.total)) return;
    limit = Math.min(limit * 2, LARGEST_PAGE);
  }
}
