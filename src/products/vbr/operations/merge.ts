import type { JsonObject } from '../../../platform/products-kit/values.js';
import { withFormer } from '../../../platform/products-kit/replaced-list.js';
import { object } from '../../../platform/products-kit/values.js';

/** The fields that have a value. */
export function said(fields: Readonly<Record<string, unknown>>): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== null),
  );
}

/** The fields that say which element of a list it is: an extent, a placement setting, a day of a window. */
const IDENTITY = ['id', 'extentId', 'day'];

/**
 * `current` with what `patch` says: objects are merged field by field, values replaced, and so are lists, of which the elements that
 * stay are merged in their turn.
 */
export function merged(current: JsonObject, patch: JsonObject): JsonObject {
  const changes = Object.entries(patch).map(([key, value]): [string, unknown] => {
    const former = current[key];
    const wanted = object(value);
    if (wanted !== undefined) return [key, merged(object(former) ?? {}, wanted)];
    return [key, isList(value) ? withFormer(value, former, IDENTITY, merged) : value];
  });
  return { ...current, ...Object.fromEntries(changes) };
}

function isList(value: unknown): value is readonly JsonObject[] {
  return Array.isArray(value) && value.every((element) => object(element) !== undefined);
}
