/** Sees what becomes of the store of the journal. */
export interface HistoryObserver {
  /** Nobody named a place for it and the default one cannot be used: it ends with the process. */
  notKept(why: string): void;
  /** It can be used (again). */
  opened(): void;
  /** It cannot be used now. */
  away(why: string): void;
  /** One thing that was asked of it did not work. */
  failed(why: string): void;
  /** Damaged files have these names now, and it begins anew. */
  putAside(files: readonly string[]): void;
  /** So many sessions that no look had found are kept now. */
  mended(sessions: number): void;
  /** What another process told of the history cannot be understood, and was ignored. */
  misheard(): void;
  /** So many rows hold no session, and were left out. */
  unreadable(rows: number): void;
}

/** Tells nobody. */
export const SILENT: HistoryObserver = {
  notKept: () => undefined,
  opened: () => undefined,
  away: () => undefined,
  failed: () => undefined,
  putAside: () => undefined,
  misheard: () => undefined,
  mended: () => undefined,
  unreadable: () => undefined,
};
