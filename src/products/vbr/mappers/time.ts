import { DateTime } from 'luxon';
import type { Zone } from 'luxon';
import type { Instant } from '../../../core/model/instant.js';

const ISO = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::(\d\d))?(?:\.(\d+))?(Z|[+-]\d\d:?\d\d)?$/i;

/** Before this no backup was made: the product writes its smallest date where it has none. */
const EARLIEST: Instant = Date.UTC(1980, 0, 1);

/**
 * An instant from the product's ISO 8601, which has up to seven fraction digits. `zone` is where the server stands, for times
 * without an offset. null: no time, unreadable, or without an offset while the zone is unknown.
 */
export function toInstant(value: string | null, zone: Zone | null): Instant | null {
  const match = value === null ? null : ISO.exec(value.trim());
  if (match === null) return null;
  const [, date, time, seconds = '00', fraction = '', offset] = match;
  const local = `${date}T${time}:${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}`;
  const instant = offset === undefined ? inZone(local, zone) : Date.parse(local + isoOffset(offset));
  return Number.isNaN(instant) || instant < EARLIEST ? null : instant;
}

/** Whether a value is a time that says nothing of its zone and matters. */
export function lacksZone(value: unknown): boolean {
  if (typeof value !== 'string' || value < '1980') return false;
  const match = ISO.exec(value);
  return match !== null && match[5] === undefined;
}

function inZone(local: string, zone: Zone | null): number {
  return zone === null ? Number.NaN : DateTime.fromISO(local, { zone }).toMillis();
}

/** Date.parse wants a colon in the offset. */
function isoOffset(offset: string): string {
  return offset.length === 5 ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset.toUpperCase();
}
