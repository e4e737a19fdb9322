import { badRequest } from './problem.js';
import type { Query } from './query.js';

export interface Page {
  offset: number;
  /** -1: no limit, which is also the default. */
  limit: number;
}

export function pageOf(query: Query): Page {
  return { offset: query.integer('Offset', 0) ?? 0, limit: query.integer('Limit', -1) ?? -1 };
}

export function slice<T>(items: readonly T[], { offset, limit }: Page): T[] {
  return items.slice(offset, limit < 0 ? undefined : offset + limit);
}

/** A name mask: `*` stands for any text; without one the name must contain the text. */
export function matcher(pattern: string | undefined): (name: string) => boolean {
  if (pattern === undefined) return () => true;
  const body = pattern
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  const expression = new RegExp(pattern.includes('*') ? `^${body}$` : body, 'i');
  return (name) => expression.test(name);
}

export type SortKeys<T> = Record<string, (item: T) => string | number>;

/** Sorts by `Sort=nameAsc&Sort=priorityDesc`; without it the order stays. */
export function sorted<T>(items: T[], query: Query, keys: SortKeys<T>): T[] {
  const orders = query.list('Sort').map((word) => {
    const [, name, direction] = /^(.+?)(Asc|Desc)$/i.exec(word) ?? [];
    const key = Object.keys(keys).find((candidate) => candidate.toLowerCase() === name?.toLowerCase());
    const by = key === undefined ? undefined : keys[key];
    if (!by)
      throw badRequest(`"${word}" is not an order of this collection.`, { Sort: { messages: [word] } });
    return { by, sign: direction?.toLowerCase() === 'desc' ? -1 : 1 };
  });
  return orders.length === 0
    ? items
    : [...items].sort((left, right) => {
        for (const { by, sign } of orders) {
          const difference = compare(by(left), by(right));
          if (difference !== 0) return sign * difference;
        }
        return 0;
      });
}

function compare(left: string | number, right: string | number): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
