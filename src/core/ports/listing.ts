/** A list as one upstream gave it, walked to its end. */
export interface Listing<T> {
  readonly items: readonly T[];
  /** Rows that could not be read at all: counted and reported, never a reason to drop the rest. */
  readonly unreadable: number;
  /** The upstream stopped before the end (a cap was hit). */
  readonly truncated: boolean;
}

export function listing<T>(items: readonly T[], unreadable = 0, truncated = false): Listing<T> {
  return { items, unreadable, truncated };
}
