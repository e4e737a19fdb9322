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
