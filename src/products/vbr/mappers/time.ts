import { DateTime } from 'luxon';
import type { Zone } from 'luxon';
import type { Instant } from '../../../core/model/instant.js';
import { readFullInstant } from '../../../core/model/instant-text.js';

const ISO = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::(\d\d))?(?:\.(\d+))?(Z|[+-]\d\d:?\d\d)?$/i;

const ENDS_WITH_OFFSET = /(?:Z|[+-]\d\d:\d\d)$/;

/** Before this no backup was made: the product writes its smallest date where it has none. */
const EARLIEST: Instant = Date.UTC(1980, 0, 1);

/**
 * An instant from the product's ISO 8601, which has up to seven fraction digits. `zone` is where the server stands, for times
 * without an offset. null: no time, unreadable, or without an offset while the zone is unknown.
 */
export function toInstant(value: string | null, zone: Zone | null): Instant | null {
  if (value === null) return null;
  const instant = readFullInstant(value) ?? readOddInstant(value, zone);
  return Number.isNaN(instant) || instant < EARLIEST ? null : instant;
}

/** NaN: no time. */
function readOddInstant(value: string, zone: Zone | null): number {
  const match = ISO.exec(value.trim());
  if (match === null) return Number.NaN;
  const [, date, time, seconds = '00', fraction = '', offset] = match;
  const local = `${date}T${time}:${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}`;
  return offset === undefined ? inZone(local, zone) : Date.parse(local + isoOffset(offset));
}

/** Whether a value is a time that says nothing of its zone and matters. */
export function lacksZone(value: unknown): boolean {
  if (typeof value !== 'string' || value < '1980' || ENDS_WITH_OFFSET.test(value)) return false;
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
