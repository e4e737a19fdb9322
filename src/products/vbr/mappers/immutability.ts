import type { Immutability } from '../../../core/model/repository.js';
import type { RepositoryRow } from '../wire/repository.js';

const UNKNOWN: Immutability = { enabled: null, periodDays: null };

/** What a row says of immutability; types without such a setting say nothing, which is not false. */
export function toImmutability({ immutability }: RepositoryRow): Immutability {
  const { isEnabled, days } = immutability;
  return { enabled: isEnabled, periodDays: isEnabled === true ? days : null };
}

/**
 * A scale-out repository is immutable when all its performance extents are, for as long as the shortest of them; it is not
 * when one of them is known not to be.
 */
export function combineImmutability(extents: readonly (Immutability | undefined)[]): Immutability {
  if (extents.some((extent) => extent?.enabled === false)) return { enabled: false, periodDays: null };
  if (extents.length === 0 || extents.some((extent) => extent === undefined || extent.enabled === null))
    return UNKNOWN;
  const periods = extents.map((extent) => extent?.periodDays ?? null);
  const known = periods.filter((period) => period !== null);
  return { enabled: true, periodDays: known.length < periods.length ? null : Math.min(...known) };
}
