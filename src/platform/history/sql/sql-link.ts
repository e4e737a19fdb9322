/** What a parameter `$1` may be. Lists are of one kind. */
export type SqlValue = string | number | boolean | null | readonly (string | number | null)[];

export interface Statement {
  readonly sql: string;
  readonly params: readonly SqlValue[];
}

/** Columns are asked for as text, double precision or boolean, which both databases tell in the same way. */
export type SqlRow = readonly unknown[];

/** A database that speaks the one dialect of the journal. Rejects with `HistoryAway` for whatever goes wrong. */
export interface SqlLink {
  /** Runs statements in one transaction, all or nothing and kept when it resolves; with the rows of each. */
  write(statements: readonly Statement[]): Promise<readonly (readonly SqlRow[])[]>;
  read(statement: Statement): Promise<readonly SqlRow[]>;
  /** Gives room back that nothing is kept in any more. */
  compact(): Promise<void>;
  /** Rejects with `HistoryAway` where no more may be kept than is kept. */
  requireRoom?(): Promise<void>;
  /** What the journal takes on disk. */
  bytes(): Promise<number>;
  close(): Promise<void>;
}
