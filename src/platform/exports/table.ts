/** What a cell may hold; a time is told in milliseconds since 1970, UTC. null: nothing is known. */
export type Cell = string | number | boolean | null;

/** One column of a table. */
export interface Column<Row> {
  readonly name: string;
  readonly kind: 'text' | 'time' | 'number' | 'flag';
  readonly of: (row: Row) => Cell;
}

/** How an export came out: it stands behind the rows. */
export interface Closing {
  /** Whether every source gave all it has, to the end. */
  readonly complete: boolean;
  readonly rows: number;
  readonly sources: readonly SourceState[];
  /** Why it ended early; absent: it did not. */
  readonly error?: { readonly code: string; readonly message: string };
}

/** How one server fared. */
export interface SourceState {
  readonly server: string;
  readonly product: string;
  readonly status: string;
  /** null: it gave all it has. */
  readonly error: { readonly code: string; readonly message: string } | null;
  /** Until when its rows go, as rows tell times: RFC 3339 in UTC. null: there are none. */
  readonly fetchedAt: string | null;
}

/** Writes rows in one format, batch by batch. */
export interface TableWriter {
  begin(): Uint8Array;
  rows(rows: readonly (readonly Cell[])[]): Uint8Array;
  end(closing: Closing): Uint8Array;
}

/** A format that rows can be written in. */
export interface TableFormat {
  readonly type: string;
  /** Whether what stands behind the rows can stand in the body; else it is told by trailers alone. */
  readonly tellsClosing: boolean;
  readonly open: (columns: readonly Pick<Column<never>, 'name' | 'kind'>[]) => TableWriter;
}
