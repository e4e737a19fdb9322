import { SourceFailure } from '../../../core/errors/source-failure.js';
import type { FetchedPage } from '../../../platform/products-kit/lists/page-reader.js';
import { readTotal } from '../../../platform/products-kit/lists/page-reader.js';
import { object, part } from '../../../platform/products-kit/values.js';
import type { UpstreamResponse } from '../../../platform/http/upstream-request.js';

/**
 * Reads the envelope of a list. Throws SourceFailure BAD_RESPONSE for anything else. The total may be missing (one sample has
 * `pagination: null`), and pages may hold fewer rows than asked for: then only an empty one is the end.
 */
export function readPage({ data, size }: UpstreamResponse, askedLimit: number): FetchedPage {
  const rows = object(data)?.['data'];
  if (!Array.isArray(rows))
    throw new SourceFailure(
      'BAD_RESPONSE',
      'the server answered JSON that is not a Veeam Backup & Replication list: is this the address of another product?',
    );
  const total = readTotal(part(object(data)?.['pagination'])['total']);
  const isFull = total === null || rows.length >= askedLimit;
  return { rows, total, offset: null, isFull, hasNext: false, bytes: size };
}
