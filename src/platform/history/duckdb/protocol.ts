import type { SqlRow, Statement } from '../sql/sql-link.js';

/** What the gateway asks of the process that holds the file, one answer each. */
export type Ask =
  | { readonly do: 'open'; readonly folder: string; readonly putAside: DamagedPart | null }
  | { readonly do: 'write'; readonly statements: readonly Statement[] }
  | { readonly do: 'read'; readonly statement: Statement }
  | { readonly do: 'compact'; readonly always: boolean };

/** The log of what was written last can be damaged while the database is sound up to there. */
export type DamagedPart = 'all' | 'log';

export type Answer =
  | { readonly rows: readonly (readonly SqlRow[])[] }
  | { readonly opened: true; readonly putAside: readonly string[] }
  | { readonly failed: string; readonly why: Failing };

/**
 * `refused`: somebody has to change something first. `in use`: another process holds the files. `damaged`: the process can do nothing more with these files, and a fresh one has
 * to put them aside. `failed`: this one thing did not work.
 */
export type Failing = 'refused' | 'in use' | 'damaged' | 'log damaged' | 'failed';

export interface Numbered<T> {
  readonly number: number;
  readonly body: T;
}
