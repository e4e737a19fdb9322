import type { SourceFailure } from '../errors/source-failure.js';
import type { SessionRecord } from '../model/session.js';
import type { SessionCriteria, SessionOrder } from '../ports/activity.js';
import type { Position } from '../ordering/cursor.js';
import { CursorCodec, isInstantKey, isTextKey } from '../ordering/cursor.js';
import { mergeRows } from './merge.js';
import type { Page, PageRequest } from './page.js';
import { sessionPosition, sessionRowComparator } from '../ordering/session-criteria.js';
import { DisorderError } from './session-rows.js';
import type { SessionReader } from './session-reader.js';
import { SessionSource } from './session-source.js';
import type { SourceOutcome } from './source-outcome.js';

/** One server's part of the question; its criteria name policies of this server only. */
export interface SessionPart<Reader extends SessionReader = SessionReader> {
  readonly reader: Reader;
  /** A failure: the server could not even be asked (its policies could not be read). */
  readonly criteria: SessionCriteria | SourceFailure;
}

export interface SessionListing {
  readonly parts: readonly SessionPart[];
  readonly order: SessionOrder;
  readonly page: PageRequest;
}

interface MergedRows {
  readonly rows: readonly SessionRecord[];
  readonly outcomes: readonly SourceOutcome[];
  /** The same with how many sessions match in all, where that is known. */
  readonly counted: () => Promise<readonly SourceOutcome[]>;
}

/** The cursors of this list in one order. */
export function sessionCursors(order: SessionOrder): CursorCodec {
  return new CursorCodec(
    `sessions ${order.field} ${order.direction}`,
    order.field === 'NAME' ? isTextKey : isInstantKey,
  );
}

/** One page of sessions over many servers, newest first or as ordered, by a merge that reads each server only as far as needed. */
export async function listSessions(listing: SessionListing): Promise<Page<SessionRecord>> {
  const { order, page } = listing;
  const codec = sessionCursors(order);
  const after = page.after === undefined ? undefined : codec.decode(page.after, ['after']);
  const { rows, outcomes, counted } = await run(listing, after, page.first + 1);
  const shown = rows.slice(0, page.first);
  const readers = new Map(listing.parts.map(({ reader }) => [reader.server.key, reader]));
  for (const record of shown) readers.get(record.server)?.details.remember(record);
  return {
    rows: shown.map((record) => ({ record, cursor: codec.encode(sessionPosition(record, order)) })),
    hasNextPage: rows.length > page.first,
    hasPreviousPage: after !== undefined,
    outcomes,
    counts: once(async () =>
      after === undefined ? counted() : (await run(listing, undefined, 1)).counted(),
    ),
  };
}

async function run(listing: SessionListing, after: Position | undefined, limit: number): Promise<MergedRows> {
  try {
    return await attempt(listing, after, limit, false);
  } catch (error) {
    if (!(error instanceof DisorderError)) throw error;
    return attempt(listing, after, limit, true);
  }
}

async function attempt(
  listing: SessionListing,
  after: Position | undefined,
  limit: number,
  distrustOrder: boolean,
): Promise<MergedRows> {
  const { order, parts } = listing;
  const budget = parts[0]?.reader.budget;
  if (budget?.isDue === true) await budget.turn();
  const expectedRows = shareOf(limit, parts.length);
  const asked = parts.map(({ reader, criteria }) => ({
    reader,
    source:
      criteria instanceof Error
        ? criteria
        : new SessionSource(reader, { criteria, order, after, limit, expectedRows, distrustOrder }),
  }));
  const sources = asked.flatMap(({ source }) => (source instanceof SessionSource ? [source] : []));
  const merging = parts[0]?.reader.span?.child('merge', { 'gateway.sources': parts.length });
  try {
    const rows = await mergeRows(
      sources.flatMap((source) => source.inputs()),
      sessionRowComparator(order),
      limit,
    );
    const outcomes = asked.map(({ reader, source }) =>
      source instanceof SessionSource ? source.outcome() : reader.failedOutcome(source),
    );
    const counted = (): Promise<SourceOutcome[]> =>
      Promise.all(
        asked.map(async ({ reader, source }) =>
          source instanceof SessionSource ? source.countedOutcome() : reader.failedOutcome(source),
        ),
      );
    return { rows, outcomes, counted };
  } finally {
    merging?.end();
    for (const source of sources) source.close();
  }
}

/** How many of a page's rows one of its servers is likely to give: twice its even share, as servers differ. */
function shareOf(limit: number, servers: number): number {
  return Math.min(limit, Math.ceil((2 * limit) / servers));
}

function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () => (loading ??= load());
}
