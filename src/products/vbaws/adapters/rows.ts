import { listing } from '../../../core/ports/listing.js';
import type { Listing } from '../../../core/ports/listing.js';
import type { WalkedRows } from '../client.js';

/**
 * Turns rows into records. A row that cannot be read is counted; one that a page repeats because the list moved while it was
 * walked is left out.
 */
export function readRows<W, R extends { readonly nativeId: string }>(
  walked: WalkedRows,
  read: (row: unknown) => W | null,
  record: (wire: W) => R,
): Listing<R> {
  const byId = new Map<string, R>();
  let unreadable = 0;
  for (const row of walked.rows) {
    const wire = read(row);
    if (wire === null) {
      unreadable += 1;
      continue;
    }
    const item = record(wire);
    byId.set(item.nativeId, item);
  }
  return listing([...byId.values()], unreadable, walked.truncated);
}

export function joined<T>(lists: readonly Listing<T>[]): Listing<T> {
  return listing(
    lists.flatMap(({ items }) => items),
    lists.reduce((sum, { unreadable }) => sum + unreadable, 0),
    lists.some(({ truncated }) => truncated),
  );
}
