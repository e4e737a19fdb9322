import { Duration } from 'luxon';
import type { Milliseconds } from './instant.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * ISO 8601 in one canonical form: whole days as days ("P7D"), anything else in hours, minutes and seconds ("PT26H",
 * "PT1H30M", "PT0.25S"), nothing as "PT0S". Never weeks, months or years. Fractions of a millisecond are rounded.
 * Throws RangeError for a negative or infinite length.
 */
export function formatDuration(length: Milliseconds): string {
  const rest = Math.round(length);
  if (!Number.isSafeInteger(rest) || rest < 0) throw new RangeError(`${length} ms is not a length of time`);
  if (rest === 0) return 'PT0S';
  if (rest % DAY === 0) return `P${rest / DAY}D`;
  const hours = part(Math.floor(rest / HOUR), 'H');
  const minutes = part(Math.floor((rest % HOUR) / MINUTE), 'M');
  const seconds = part((rest % MINUTE) / SECOND, 'S');
  return `PT${hours}${minutes}${seconds}`;
}

function part(amount: number, unit: string): string {
  return amount === 0 ? '' : `${amount}${unit}`;
}

/**
 * Reads an ISO 8601 duration of weeks, days (24 hours), hours, minutes and seconds, to the millisecond. null for
 * anything else: another notation, years and months (their length varies), a minus sign, no component at all, or a length
 * too large to count in milliseconds.
 */
export function parseDuration(text: string): Milliseconds | null {
  if (text.includes('-') || text.endsWith('T')) return null;
  const duration = Duration.fromISO(text);
  const { years, months, ...parts } = duration.toObject();
  if (!duration.isValid || years !== undefined || months !== undefined) return null;
  if (Object.keys(parts).length === 0) return null;
  const length = Math.round(duration.toMillis());
  return Number.isSafeInteger(length) ? length : null;
}
