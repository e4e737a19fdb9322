import { SourceFailure } from '../errors/source-failure.js';
import type { Instant, Milliseconds } from '../model/instant.js';
import type { FleetMember } from './fleet.js';

export const SOURCE_STATUSES = ['OK', 'STALE', 'TRUNCATED', 'FAILED'] as const;
export type SourceStatus = (typeof SOURCE_STATUSES)[number];

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

/** What to report of a list that came with unreadable rows or hit a cap; null: it came in full. */
export function shortfall(unreadable: number, truncated: boolean): SourceFailure | null {
  if (unreadable > 0)
    return new SourceFailure(
      'BAD_RESPONSE',
      `${unreadable} ${unreadable === 1 ? 'row' : 'rows'} of the server's answer could not be read and ${unreadable === 1 ? 'is' : 'are'} missing here`,
    );
  if (truncated)
    return new SourceFailure(
      'UNSUPPORTED',
      'the server shows only a part of this list; narrow the time window',
    );
  return null;
}
