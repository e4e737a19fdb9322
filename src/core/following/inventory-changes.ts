import { loopTurns } from '../fairness/loop-turns.js';

/** Rows between two looks at the time. */
const ROWS_OF_A_LOOK = 16;

/**
 * Rows of a list that are new, differ, or are gone since it was read before, in as many turns of the event loop as it takes; null stands
 * for one that is gone.
 */
export async function differing<T extends { readonly nativeId: string }>(
  before: readonly T[],
  now: readonly T[],
): Promise<(T | null)[]> {
  const former = new Map(before.map((row) => [row.nativeId, row]));
  const rows: (T | null)[] = [];
  for (const [index, row] of now.entries()) {
    if (index % ROWS_OF_A_LOOK === 0 && loopTurns.isOver) await loopTurns.next('', () => undefined);
    if (JSON.stringify(former.get(row.nativeId)) !== JSON.stringify(row)) rows.push(row);
  }
  const present = new Set(now.map(({ nativeId }) => nativeId));
  return rows.concat(before.filter(({ nativeId }) => !present.has(nativeId)).map(() => null));
}
