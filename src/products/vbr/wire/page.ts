import { SourceFailure } from '../../../core/errors/source-failure.js';
import { count, object, part } from '../../../platform/products-kit/values.js';

/** One page of a list as it came; its rows are not read yet. */
export interface WirePage {
  readonly rows: readonly unknown[];
  /** All rows that match, on this page or not; null: not told (one sample has `pagination: null`). */
  readonly total: number | null;
}

/** Reads the envelope of a list. Throws SourceFailure BAD_RESPONSE for anything else. */
export function readPage(data: unknown): WirePage {
  const rows = object(data)?.['data'];
  if (!Array.isArray(rows))
    throw new SourceFailure(
      'BAD_RESPONSE',
      'the server answered JSON that is not a Veeam Backup & Replication list: is this the address of another product?',
    );
  return { rows, total: count(part(object(data)?.['pagination'])['total']) };
}
