import { Row } from '../../../platform/products-kit/row.js';

/** One answer of a list, whether it came as a page or, as many lists before version 8, as a bare array. */
export interface WirePage {
  readonly values: readonly unknown[];
  /** Whether another page has to be asked for. */
  readonly hasMore: boolean;
  /** Where the page begins, as the server understood it; null: it does not say. */
  readonly offset: number | null;
  /** Rows of the whole list; null: version 8 does not say. */
  readonly total: number | null;
}

/** undefined: neither a page nor an array. */
export function readPage(data: unknown, askedLimit: number): WirePage | undefined {
  if (Array.isArray(data)) return { values: data, hasMore: false, offset: 0, total: data.length };
  const row = Row.of(data);
  if (!row || !Array.isArray(row.raw('results'))) return undefined;
  const values = row.list('results');
  return {
    values,
    hasMore: hasMore(row, values.length, askedLimit),
    offset: row.count('offset'),
    total: row.count('totalCount'),
  };
}

/** More follows when the page says so, or when it is as full as its limit, which the server may have lowered. */
function hasMore(row: Row, count: number, askedLimit: number): boolean {
  if (count === 0) return false;
  if (row.object('_links')?.has('next') === true) return true;
  const total = row.count('totalCount');
  if (total !== null) return (row.count('offset') ?? 0) + count < total;
  return count >= Math.min(askedLimit, row.count('limit') ?? askedLimit);
}
