import { listing } from '../../../core/ports/listing.js';
import type { Listing } from '../../../core/ports/listing.js';
import type { WalkedRows } from '../client.js';

/** Turns the rows of pages into records; a row that cannot be read is counted. `seen` is told of each page. */
export async function* readPages<W, R>(
  pages: AsyncIterable<WalkedRows>,
  read: (row: unknown) => W | null,
  record: (wire: W) => R,
  seen: () => void = () => undefined,
): AsyncGenerator<Listing<R>> {
  for await (const { rows, truncated } of pages) {
    seen();
    const wires = rows.map(read).filter((wire) => wire !== null);
    yield listing(wires.map(record), rows.length - wires.length, truncated);
  }
}

/** A page repeats rows of the former one when the list moves while it is walked. */
export function onePerId<R extends { readonly nativeId: string }>(list: Listing<R>): Listing<R> {
  return { ...list, items: [...new Map(list.items.map((item) => [item.nativeId, item])).values()] };
}
