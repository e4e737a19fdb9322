import type { JsonObject } from '../../../platform/products-kit/values.js';
import { object } from '../../../platform/products-kit/values.js';

/** The fields that have a value. */
export function said(fields: Readonly<Record<string, unknown>>): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== null),
  );
}

/** `current` with what `patch` says: objects are merged field by field, lists and values replaced whole. */
export function merged(current: JsonObject, patch: JsonObject): JsonObject {
  const changes = Object.entries(patch).map(([key, value]): [string, unknown] => {
    const former = object(current[key]);
    const wanted = object(value);
    return [key, former !== undefined && wanted !== undefined ? merged(former, wanted) : value];
  });
  return { ...current, ...Object.fromEntries(changes) };
}
