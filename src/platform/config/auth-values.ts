import { DateTime } from 'luxon';
import type { Instant } from '../../core/model/instant.js';

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

/** Reads a date (its beginning in UTC) or a date and time with an offset; null: it is neither. */
export function instantOf(text: string): Instant | null {
  if (!DATE.test(text) && !DATE_TIME.test(text)) return null;
  const instant = DateTime.fromISO(text, { zone: 'utc' }).toMillis();
  return Number.isNaN(instant) ? null : instant;
}
