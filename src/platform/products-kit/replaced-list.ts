import { canonicalNativeId } from '../../core/model/ids.js';
import { many, object } from './values.js';
import type { JsonObject } from './values.js';

/**
 * The elements that replace a list, each with the one that was there before under the same identity: what the gateway does not know
 * of an element that stays goes back as it was read.
 * @param identity the fields that say which element it is; those an element lacks do not count
 */
export function withFormer<T extends object>(
  wanted: readonly T[],
  former: unknown,
  identity: readonly string[],
  joined: (former: JsonObject, wanted: T) => JsonObject,
): JsonObject[] {
  const known = new Map(many(former, object).map((element) => [identify(element, identity), element]));
  return wanted.map((element) => joined(known.get(identify(element, identity)) ?? {}, element));
}

function identify(element: object, identity: readonly string[]): string {
  const fields = new Map<string, unknown>(Object.entries(element));
  return JSON.stringify(
    identity.map((name) => {
      const value = fields.get(name);
      return typeof value === 'string' ? canonicalNativeId(value) : null;
    }),
  );
}
