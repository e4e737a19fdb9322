import type { FetchedPage } from '../../../platform/products-kit/lists/page-reader.js';
import { readTotal } from '../../../platform/products-kit/lists/page-reader.js';
import { Row } from '../../../platform/products-kit/row.js';
import type { UpstreamResponse } from '../../../platform/http/upstream-request.js';

/**
 * One answer of a list, whether it came as a page or, as many lists before version 8, as a bare array; version 8 tells no total of some.
 * undefined: neither a page nor an array.
 */
export function readPage({ data, size }: UpstreamResponse, askedLimit: number): FetchedPage | undefined {
  if (Array.isArray(data))
    return { rows: data, total: data.length, offset: 0, isFull: false, hasNext: false, bytes: size };
  const row = Row.of(data);
  if (!row || !Array.isArray(row.raw('results'))) return undefined;
  const rows = row.list('results');
  return {
    rows,
    total: readTotal(row.raw('totalCount')),
    offset: row.count('offset'),
    // The server may have lowered the limit.
    isFull: rows.length >= Math.min(askedLimit, row.count('limit') ?? askedLimit),
    hasNext: row.object('_links')?.has('next') === true,
    bytes: size,
  };
}
