/** How many lists and objects of an input may stand inside each other; no input type comes near it. */
export const DEEPEST_INPUT = 64;

/** Whether lists and objects stand inside each other more than `limit` times. Does not go deeper than that itself. */
export function isDeeperThan(limit: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (limit === 0) return true;
  return Object.values(value).some((inner) => isDeeperThan(limit - 1, inner));
}
