import { badRequest } from './problem.js';
import type { Query } from './query.js';

const DEFAULT_LIMIT = 200;

type SortKey = string | number | boolean | null;

/** How a list may be ordered: the value behind each order column. */
export type Columns<T> = Record<string, (row: T) => SortKey>;

export interface Page<W> {
  data: W[];
  pagination: { total: number; count: number; skip?: number; limit?: number };
}

/** Sorts by `orderColumn` (the first column without one), ascending only when `orderAsc=true`; ties keep their order. */
export function sorted<T>(rows: readonly T[], query: Query, columns: Columns<T>): T[] {
  const wanted = query.text('orderColumn')?.toLowerCase();
  const name = Object.keys(columns).find((column) => wanted === undefined || column.toLowerCase() === wanted);
  const column = columns[name ?? ''];
  if (!column) throw badRequest(`orderColumn must be one of ${Object.keys(columns).join(', ')}`);
  const ascending = query.boolean('orderAsc') ?? wanted === undefined;
  const keyed = rows.map((row) => ({ row, key: column(row) }));
  keyed.sort((left, right) => (ascending ? 1 : -1) * compare(left.key, right.key));
  return keyed.map(({ row }) => row);
}

/** One page of rows in the vendor's envelope; only the rows on it are rendered. */
export function page<T, W>(rows: readonly T[], query: Query, render: (row: T) => W): Page<W> {
  const skip = query.integer('skip', 0);
  const limit = query.integer('limit', DEFAULT_LIMIT);
  const data = rows.slice(skip, skip + limit).map(render);
  return { data, pagination: { total: rows.length, count: data.length, skip, limit } };
}

/** The envelope of jobs and job states, which leaves out `skip` and `limit`. */
export function briefPage<T, W>(rows: readonly T[], query: Query, render: (row: T) => W): Page<W> {
  const { data, pagination } = page(rows, query, render);
  return { data, pagination: { total: pagination.total, count: pagination.count } };
}

function compare(left: SortKey, right: SortKey): number {
  if (left === right) return 0;
  if (left === null) return -1;
  if (right === null) return 1;
  if (typeof left === 'string' && typeof right === 'string')
    return left.toLowerCase() < right.toLowerCase() ? -1 : left.toLowerCase() > right.toLowerCase() ? 1 : 0;
  return Number(left) - Number(right);
}
