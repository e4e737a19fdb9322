import type { ServerScope } from '../../core/federation/fleet.js';
import type { Product } from '../../core/model/server.js';
import { serverKeys } from './id-arguments.js';
import type { TagInput } from './tag.input.js';

/** The part of every filter that chooses servers. */
export interface ServerScopeInput {
  readonly servers?: string[] | null;
  readonly products?: Product[] | null;
  readonly tags?: TagInput[] | null;
}

export function toServerScope(input: ServerScopeInput, path: readonly string[]): ServerScope {
  return {
    ...(input.servers ? { servers: serverKeys(input.servers, [...path, 'servers']) } : {}),
    ...(input.products ? { products: input.products } : {}),
    ...(input.tags ? { tags: input.tags } : {}),
  };
}
