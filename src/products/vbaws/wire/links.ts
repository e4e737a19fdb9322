import { id } from '../../../platform/products-kit/values.js';
import { Row } from '../../../platform/products-kit/row.js';

/**
 * The id a link ends with: links are absolute, name the appliance's own host, and are never followed. `collection` is the
 * path segment before the id. null: no such link.
 */
export function linkedId(link: Row | null, collection: string): string | null {
  const segments = (link?.text('href') ?? '').split(/[?#]/, 1)[0]?.split('/') ?? [];
  const index = segments.findLastIndex((segment) => segment.toLowerCase() === collection.toLowerCase());
  return index < 0 ? null : id(segments[index + 1]);
}

/** What a row embeds; revision 1.0 calls it differently for policies. */
export function embeddedOf(row: Row): Row | null {
  return row.object('_embedded') ?? row.object('_embeddedResources');
}
