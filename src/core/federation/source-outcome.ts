import { SourceFailure } from '../errors/source-failure.js';
import type { Instant, Milliseconds } from '../model/instant.js';
import type { MissingPart, Shortfall } from '../ports/listing.js';
import { failureOf } from '../ports/listing.js';
import type { FleetMember } from './fleet.js';

export type SourceStatus = 'OK' | 'STALE' | 'TRUNCATED' | 'FAILED';

/** How one server fared in one answer. */
export interface SourceOutcome {
  readonly member: FleetMember;
  readonly status: SourceStatus;
  /** When the data used was read from the server; null: none was. */
  readonly fetchedAt: Instant | null;
  readonly latency: Milliseconds | null;
  readonly upstreamCalls: number;
  /** Rows it contributes to the whole filtered set; null: not known. */
  readonly count: number | null;
  readonly failure: SourceFailure | null;
  /** Sessions: since when nothing is missing of what is kept of the server; null or absent: it was read from the server for this answer. */
  readonly coveredFrom?: Instant | null;
}

/** True only when every asked source answered in full. */
export function isComplete(outcomes: readonly SourceOutcome[]): boolean {
  return outcomes.every(({ status }) => status === 'OK');
}

/** The sum of the sources' counts; null unless all are known and every source answered in full. */
export function totalOf(outcomes: readonly SourceOutcome[]): number | null {
  if (!isComplete(outcomes)) return null;
  return outcomes.reduce<number | null>(
    (sum, { count }) => (sum === null || count === null ? null : sum + count),
    0,
  );
}

/** What to report of a list that came short; null: it came in full. */
export function shortfall({ missing, unreadable, truncated }: Shortfall): SourceFailure | null {
  const [first] = missing;
  if (first !== undefined) return missingFailure(first, missing, unreadable);
  if (unreadable > 0) return new SourceFailure('BAD_RESPONSE', unreadableRows(unreadable));
  if (truncated !== false)
    return new SourceFailure(
      'UNSUPPORTED',
      `the server shows only a part of this list: ${truncated}. Where a time window can be given, narrow it`,
    );
  return null;
}

/**
 * Why an object that the list does not hold (of this type; undefined: of any) may exist all the same; null: it does not. Rows that could not be read are no
 * reason: servers have such rows for good.
 */
export function mayLack(list: Shortfall, type: string | undefined): SourceFailure | null {
  const missing = list.missing.filter(
    ({ types }) => type === undefined || types === null || types.includes(type),
  );
  return shortfall({ missing, unreadable: 0, truncated: list.truncated });
}

function missingFailure(first: MissingPart, all: readonly MissingPart[], unreadable: number): SourceFailure {
  const parts = all.map(({ list, message }) => `${list}: ${message}`);
  if (unreadable > 0) parts.push(unreadableRows(unreadable));
  return failureOf({ ...first, message: `a part of this list is missing here. ${parts.join('; ')}` });
}

function unreadableRows(count: number): string {
  return `${count} ${count === 1 ? 'row' : 'rows'} of the server's answer could not be read and ${count === 1 ? 'is' : 'are'} missing here`;
}
