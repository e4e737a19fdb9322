import type { PolicyRecord } from '../../../core/model/policy.js';
import type { CallScope } from '../../../core/ports/call-scope.js';
import { readRows } from '../../../platform/products-kit/values.js';
import type { JobSessionRow } from '../wire/session.js';
import { readJobSession } from '../wire/session.js';
import { selectionOf } from './job-session-selection.js';
import type { JobSessionSource } from './job-session-stream.js';
import { NewestFirst } from './newest-first.js';

/** Fewer rows would not show in which order they come. */
const FEWEST_ROWS = 20;
/** Where a list cannot be asked for one policy. */
const MIXED_ROWS = 1_000;
/** So far a list is walked that does not come newest first. */
const MOST_PAGES = 10;

/** Sessions of one policy. */
export interface NewestRows {
  readonly rows: readonly JobSessionRow[];
  /** The newest session of all is among them, if there is one. */
  readonly hasNewest: boolean;
  /** The policy has no more than these. */
  readonly isAll: boolean;
}

/** The newest sessions of one policy: one page of a list that comes newest first, the whole of a list that does not. */
export async function newestRows(
  { client }: JobSessionSource,
  policy: PolicyRecord,
  scope: CallScope,
  wanted = FEWEST_ROWS,
): Promise<NewestRows> {
  const { path, query, only } = selectionOf({ policy, isExact: true }, {}, await client.version());
  const limit = only === null ? wanted : MIXED_ROWS;
  const order = new NewestFirst(undefined);
  const rows: JobSessionRow[] = [];
  let count = 0;
  for await (const { rows: values, hasMore, truncated } of client.pages({ path, query, limit }, scope)) {
    const page = readRows(values, readJobSession).rows;
    order.hasPassed(page);
    rows.push(...page.filter(({ jobId }) => only === null || jobId === only));
    count += 1;
    const isAll = !hasMore && truncated === false;
    if (isAll || order.isKept) return { rows, hasNewest: isAll || rows.length > 0, isAll };
    if (!hasMore || count === MOST_PAGES) break;
  }
  return { rows, hasNewest: false, isAll: false };
}
