/** How many lists and objects of an input may stand inside each other; no input type comes near it. */
export const DEEPEST_INPUT = 64;

/** Whether lists and objects stand inside each other more than `limit` times. Does not go deeper than that itself. */
export function isDeeperThan(limit: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (limit === 0) return true;
  // A list of the values would take longer than all else that is done with a large body.
  for (const name in value) if (isDeeperThan(limit - 1, value[name as keyof typeof value])) return true;
  return false;
}
