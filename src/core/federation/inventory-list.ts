import { SourceFailure } from '../errors/source-failure.js';
import { inTurns } from '../fairness/in-turns.js';
import type { OperationBudget } from '../fairness/operation-budget.js';
import type { Listing, MissingPart } from '../ports/listing.js';
import type { CursorCodec, Position, SortKey } from '../ordering/cursor.js';
import { FirstRows } from './page.js';
import type { PositionComparator } from '../ordering/ordering.js';
import type { Page, PageRequest } from './page.js';
import type { ServerReader } from './server-reader.js';
import type { Reading } from './server-reading.js';
import type { SourceOutcome } from './source-outcome.js';
import { shortfall } from './source-outcome.js';

interface InventoryRow {
  readonly server: string;
  readonly nativeId: string;
}

/** A row that passed the filter, with what it is sorted by. */
interface KeyedRow<T> {
  readonly record: T;
  readonly key: SortKey;
}

export interface InventoryListing<T extends InventoryRow> {
  readonly budget: OperationBudget;
  readonly readers: readonly ServerReader[];
  readonly read: (reader: ServerReader) => Promise<Reading<Listing<T>>>;
  /** The rows of one server that pass the filter. May ask that server for more; tells `lacks` of what it could not decide. */
  readonly choose: (
    reader: ServerReader,
    records: readonly T[],
    lacks: (part: MissingPart) => void,
  ) => Promise<readonly KeyedRow<T>[]>;
  readonly compare: PositionComparator;
  readonly codec: CursorCodec;
  readonly page: PageRequest;
}

interface Placed<T> {
  readonly record: T;
  readonly position: Position;
}

interface Contribution<T> {
  readonly rows: readonly KeyedRow<T>[];
  readonly outcome: SourceOutcome;
}

/** About how much memory a row takes besides its record. */
const KEYED_ROW_BYTES = 200;

/** Reads, filters, sorts and cuts one inventory list over many servers; a server that fails costs its own rows only. */
export async function listInventory<T extends InventoryRow>(listing: InventoryListing<T>): Promise<Page<T>> {
  const { codec, compare, page } = listing;
  const after = page.after === undefined ? undefined : codec.decode(page.after, ['after']);
  const contributions = await Promise.all(listing.readers.map((reader) => contribute(reader, listing)));
  const held = contributions.reduce((sum, { rows }) => sum + rows.length * KEYED_ROW_BYTES, 0);
  listing.budget.hold(held);
  const merging = listing.readers[0]?.span?.child('merge', { 'gateway.sources': contributions.length });
  const first = new FirstRows<Placed<T>>((a, b) => compare(a.position, b.position), page.first);
  for (const { rows } of contributions)
    await inTurns(rows, listing.budget, ({ record, key }) => {
      const position = positionOf(record, key);
      if (after === undefined || compare(position, after) > 0) first.add({ record, position });
    });
  merging?.end();
  listing.budget.release(held);
  const outcomes = contributions.map(({ outcome }) => outcome);
  return {
    rows: first.sorted().map(({ record, position }) => ({ record, cursor: codec.encode(position) })),
    hasNextPage: first.count > page.first,
    hasPreviousPage: after !== undefined,
    outcomes,
    counts: async () => outcomes,
  };
}

function positionOf(record: InventoryRow, key: SortKey): Position {
  return { key, server: record.server, nativeId: record.nativeId };
}

async function contribute<T extends InventoryRow>(
  reader: ServerReader,
  listing: InventoryListing<T>,
): Promise<Contribution<T>> {
  try {
    const reading = await listing.read(reader);
    const undecided: MissingPart[] = [];
    const rows = await listing.choose(reader, reading.value.items, (part) => undecided.push(part));
    return { rows, outcome: outcomeOf(reader, reading, rows.length, undecided) };
  } catch (failure) {
    if (!(failure instanceof SourceFailure)) throw failure;
    return { rows: [], outcome: reader.failedOutcome(failure) };
  }
}

/** The report of a source whose list was read; `undecided` is what is missing of the choice from it. */
export function outcomeOf<T>(
  reader: ServerReader,
  reading: Reading<Listing<T>>,
  count: number,
  undecided: readonly MissingPart[] = [],
): SourceOutcome {
  const { unreadable, truncated, missing } = reading.value;
  const short = shortfall({ unreadable, truncated, missing: [...missing, ...undecided] });
  return {
    member: reader.member,
    status: reading.stale ? 'STALE' : short ? 'TRUNCATED' : 'OK',
    fetchedAt: reading.fetchedAt,
    latency: reading.latency,
    upstreamCalls: reader.calls,
    count: short === null ? count : null,
    failure: reading.stale ?? short,
  };
}
