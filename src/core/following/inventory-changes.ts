/** Rows of a list that are new, differ, or are gone since it was read before; null stands for one that is gone. */
export function differing<T extends { readonly nativeId: string }>(
  before: readonly T[],
  now: readonly T[],
): (T | null)[] {
  const texts = new Map(before.map((row) => [row.nativeId, JSON.stringify(row)]));
  const rows: (T | null)[] = now.filter((row) => texts.get(row.nativeId) !== JSON.stringify(row));
  const present = new Set(now.map(({ nativeId }) => nativeId));
  return rows.concat(before.filter(({ nativeId }) => !present.has(nativeId)).map(() => null));
}
