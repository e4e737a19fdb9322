import { DateTime } from 'luxon';
import type { Zone } from 'luxon';
import type { Instant } from '../../core/model/instant.js';
import { readFullInstant } from '../../core/model/instant-text.js';

const LONGEST_TIME = 64;
const DATE_TIME =
  /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d))?(?:[.,](\d+))?\s*(Z|[+-]\d\d(?::?\d\d)?)?)?$/i;
const ENDS_WITH_OFFSET = /(?:Z|[+-]\d\d:\d\d)$/;

/**
 * Between these a product tells of times. Where it has none it writes the least or the greatest date that some type of its platform
 * knows: the years 1, 1601, 1753, 1899, 1900, 1970 and 1980; 2079, 3000 and 9999.
 */
const EARLIEST: Instant = Date.UTC(1980, 0, 2);
const LATEST: Instant = Date.UTC(2079, 0, 1);

/**
 * An instant from the products' ISO 8601, which has any number of fraction digits, may lack seconds, and the time of day. `zone` is where
 * the server stands, for times without an offset: absent, they are UTC; null, nobody knows. null: no time.
 */
export function readInstant(value: unknown, zone?: Zone | null): Instant | null {
  if (typeof value !== 'string' || value.length > LONGEST_TIME) return null;
  const instant = readFullInstant(value) ?? readOddInstant(value, zone);
  return instant >= EARLIEST && instant < LATEST ? instant : null;
}

/** Whether a value is a time that says nothing of its zone and matters. */
export function lacksZone(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > LONGEST_TIME || ENDS_WITH_OFFSET.test(value)) return false;
  const match = DATE_TIME.exec(value.trim());
  return match !== null && match[5] === undefined && readInstant(value) !== null;
}

/** NaN: no time. */
function readOddInstant(value: string, zone: Zone | null | undefined): number {
  const match = DATE_TIME.exec(value.trim());
  if (match === null) return Number.NaN;
  const [, date, time = '00:00', seconds = '00', fraction = '', offset] = match;
  const local = `${date}T${time}:${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}`;
  if (offset !== undefined) return Date.parse(local + isoOffset(offset));
  if (zone === undefined) return Date.parse(`${local}Z`);
  return zone === null ? Number.NaN : DateTime.fromISO(local, { zone }).toMillis();
}

/** Date.parse wants `±HH:MM`. */
function isoOffset(offset: string): string {
  if (offset.length === 1) return 'Z';
  return `${offset.slice(0, 3)}:${offset.slice(3).replace(':', '').padEnd(2, '0')}`;
}

/** Minutes from midnight of "22:30" or "22:30:00". null: no time of day. */
export function minutesOfDay(time: string | null): number | null {
  const [, hours, minutes] = /^(\d\d?):(\d\d)/.exec(time ?? '') ?? [];
  return hours === undefined ? null : Number(hours) * 60 + Number(minutes);
}
