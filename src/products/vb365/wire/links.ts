import type { Row } from '../../../platform/products-kit/row.js';
import { id as readId } from '../../../platform/products-kit/values.js';

/** What a link names: the last two segments of its path. */
export interface LinkedObject {
  readonly collection: string;
  readonly id: string;
}

/** The id from a field or, before version 8, from the link of the first name that is there. Links are never followed. */
export function reference(row: Row, field: string, ...links: string[]): string | null {
  const own = row.id(field);
  if (own !== null) return own;
  for (const name of links) {
    const link = linked(row, name);
    if (link !== undefined) return link.id;
  }
  return null;
}

/** undefined: no such link. */
export function linked(row: Row, name: string): LinkedObject | undefined {
  const href = row.object('_links')?.object(name)?.remark('href') ?? '';
  const query = href.search(/[?#]/);
  const last = segmentBefore(href, query < 0 ? href.length : query);
  const collection = last && segmentBefore(href, last.start);
  const id = readId(last?.text);
  return collection && id !== null ? { collection: collection.text, id } : undefined;
}

/** The last segment of a path that ends at `end`; slashes that follow each other are one. undefined: none. */
function segmentBefore(
  path: string,
  end: number,
): { readonly text: string; readonly start: number } | undefined {
  let stop = end;
  while (path.charAt(stop - 1) === '/') stop -= 1;
  if (stop <= 0) return undefined;
  const start = path.lastIndexOf('/', stop - 1) + 1;
  return { text: path.slice(start, stop), start };
}
