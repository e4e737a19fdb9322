import type { ServerScope } from '../../core/federation/fleet.js';
import { serverKeys } from './id-arguments.js';
import type { ServerScopeFilter } from './server-scope.input.js';

export function toServerScope(input: ServerScopeFilter, path: readonly string[]): ServerScope {
  return {
    ...(input.servers ? { servers: serverKeys(input.servers, [...path, 'servers']) } : {}),
    ...(input.products ? { products: input.products } : {}),
    ...(input.tags ? { tags: input.tags } : {}),
  };
}

const SCOPE: ReadonlySet<string> = new Set(['servers', 'products', 'tags']);

/** Whether a filter has conditions on rows, for which all rows of a server may have to be looked through. */
export function looksThroughRows(filter: unknown): boolean {
  if (typeof filter !== 'object' || filter === null) return false;
  return Object.entries(filter).some(([name, value]) => value != null && !SCOPE.has(name));
}
