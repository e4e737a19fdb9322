import type { SortDirection } from '../ports/activity.js';
import type { Position, SortKey } from './cursor.js';

/** Compares two places of a list: negative when `a` comes first. */
export type PositionComparator = (a: Position, b: Position) => number;

/** Where rows without a key stand. */
export type NullsPlace = 'FIRST' | 'LAST';

/**
 * The one order of federated lists: sort key, then server, then native id. The direction turns the key only, so that ties always
 * read the same way.
 */
export function placeComparator<T extends Omit<Position, 'key'>>(
  direction: SortDirection,
  nulls: NullsPlace,
  keyOf: (row: T) => SortKey,
): (a: T, b: T) => number {
  const compare = keyComparator(direction, nulls);
  return (a, b) =>
    compare(keyOf(a), keyOf(b)) || compareTexts(a.server, b.server) || compareTexts(a.nativeId, b.nativeId);
}

/** The part of the order that the keys decide: 0 for keys that tie. */
export function keyComparator(
  direction: SortDirection,
  nulls: NullsPlace,
): (a: SortKey, b: SortKey) => number {
  const sign = direction === 'ASC' ? 1 : -1;
  const nullSign = nulls === 'FIRST' ? -1 : 1;
  return (a, b) => compareNulls(a, b) * nullSign || compareKeys(a, b) * sign;
}

export function positionComparator(direction: SortDirection, nulls: NullsPlace = 'LAST'): PositionComparator {
  return placeComparator(direction, nulls, ({ key }) => key);
}

/** Names sort without regard to case, by code unit: the same on every machine. */
export function nameKey(name: string): string {
  return name.toLowerCase();
}

export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareNulls(a: SortKey, b: SortKey): number {
  return Number(a === null) - Number(b === null);
}

function compareKeys(a: SortKey, b: SortKey): number {
  if (a === null || b === null) return 0;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return compareTexts(String(a), String(b));
}
