import type { SourceErrorCode } from '../errors/source-failure.js';
import { SourceFailure } from '../errors/source-failure.js';

/**
 * One of the upstream lists that a listing is put together from, which could not be read, or not to its end. Plain data: replicas share
 * it.
 */
export interface MissingPart {
  /** As people would look it up in the product's REST reference, e.g. "jobs/states". */
  readonly list: string;
  readonly code: SourceErrorCode;
  readonly message: string;
  readonly upstreamStatus: number | null;
  readonly retryAfterSeconds: number | null;
  /** Concrete types of the records that may be missing; null: any of the listing. */
  readonly types: readonly string[] | null;
}

/** Why the upstream stopped, or was left, before the end of a list; false: the list was read to its end. */
export type Truncation = string | false;

/** What a listing came short of. */
export interface Shortfall {
  /** Rows that could not be read at all: counted and reported, never a reason to drop the rest. */
  readonly unreadable: number;
  readonly truncated: Truncation;
  readonly missing: readonly MissingPart[];
}

/** A list as one upstream gave it, walked to its end unless it says otherwise. */
export interface Listing<T> extends Shortfall {
  readonly items: readonly T[];
}

export function listing<T>(
  items: readonly T[],
  unreadable = 0,
  truncated: Truncation = false,
  missing: readonly MissingPart[] = [],
): Listing<T> {
  return { items, unreadable, truncated, missing };
}

/** Several listings as one. */
export function joined<T>(lists: readonly Listing<T>[]): Listing<T> {
  return withShortfallOf(
    lists.flatMap(({ items }) => items),
    lists,
  );
}

/** Records that were made of several listings, and what these came short of. */
export function withShortfallOf<T>(items: readonly T[], lists: readonly Shortfall[]): Listing<T> {
  return { items, ...together(lists) };
}

/** What several lists came short of, as one. */
export function together(lists: readonly Shortfall[]): Shortfall {
  return {
    unreadable: lists.reduce((sum, { unreadable }) => sum + unreadable, 0),
    truncated: lists.find(({ truncated }) => truncated !== false)?.truncated ?? false,
    missing: lists.flatMap(({ missing }) => missing),
  };
}

/** The list, unless it is empty for what is missing of it: then that is thrown. */
export function unlessLost<T>(list: Listing<T>): Listing<T> {
  const [failed] = list.missing;
  if (failed !== undefined && list.items.length === 0) throw failureOf(failed);
  return list;
}

/** The failure that a missing part came of. */
export function failureOf({ code, message, upstreamStatus, retryAfterSeconds }: MissingPart): SourceFailure {
  return new SourceFailure(code, message, {
    ...(upstreamStatus !== null && { upstreamStatus }),
    ...(retryAfterSeconds !== null && { retryAfterSeconds }),
  });
}

export function missingPart(
  list: string,
  failure: SourceFailure,
  types: readonly string[] | null = null,
): MissingPart {
  const { code, message, upstreamStatus, retryAfterSeconds } = failure;
  return { list, code, message, upstreamStatus, retryAfterSeconds, types };
}
