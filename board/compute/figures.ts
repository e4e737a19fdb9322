import type { Source } from '../documents/documents.js';

/** A count with what is known of it. */
export interface Figure {
  /** null: not known. */
  readonly value: number | null;
  /** false: there may be more. */
  readonly isExact: boolean;
}

/** What a list tells of its length and of its servers. */
interface Counted {
  readonly totalCount: number | null;
  readonly complete: boolean;
  readonly sources: readonly Source[];
}

/** How many there are, at least. None is never said of a list that was not read in full: then nothing is known. */
export function figureOf({ totalCount, complete, sources }: Counted): Figure {
  const known = totalCount ?? sources.reduce((sum, { count }) => sum + (count ?? 0), 0);
  return figure(known, complete);
}

export function figure(value: number, isExact: boolean): Figure {
  return { value: value === 0 && !isExact ? null : value, isExact };
}

/** The servers of which something is missing, each once, with what went wrong first. */
export function unread(...lists: readonly (readonly Source[])[]): readonly Source[] {
  const found = new Map<string, Source>();
  for (const source of lists.flat())
    if ((source.status === 'FAILED' || source.status === 'TRUNCATED') && !found.has(source.server.key))
      found.set(source.server.key, source);
  return [...found.values()];
}

/** The servers whose older answer stands in, each once. */
export function stale(...lists: readonly (readonly Source[])[]): readonly Source[] {
  const found = lists.flat().filter(({ status }) => status === 'STALE');
  return [...new Map(found.map((source) => [source.server.key, source])).values()];
}

/** When the oldest of the data was read, in milliseconds since 1970. null: none was. */
export function oldest(...lists: readonly (readonly Source[])[]): number | null {
  const times = lists.flat().flatMap(({ fetchedAt }) => (fetchedAt === null ? [] : [Date.parse(fetchedAt)]));
  return times.length === 0 ? null : Math.min(...times);
}
