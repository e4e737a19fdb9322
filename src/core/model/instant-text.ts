import type { Instant } from './instant.js';

const DAY = 86_400_000;
const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

const FULL = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/** The day written last: lists are in order of time, so the next instant is most likely of the same day. */
let lastDay = Number.NaN;
let lastDate = '';

/** `Date.prototype.toISOString` in a fraction of its time, for lists of many instants. Throws RangeError for what is no instant. */
export function instantText(instant: Instant): string {
  const whole = Math.trunc(instant);
  const day = Math.floor(whole / DAY);
  if (day !== lastDay) {
    lastDate = new Date(instant).toISOString().slice(0, -'00:00:00.000Z'.length);
    lastDay = day;
  }
  const rest = whole - day * DAY;
  const hours = TWO_DIGITS[Math.floor(rest / 3_600_000)];
  const minutes = TWO_DIGITS[Math.floor(rest / 60_000) % 60];
  const seconds = TWO_DIGITS[Math.floor(rest / 1000) % 60];
  return `${lastDate}${hours}:${minutes}:${seconds}.${String(rest % 1000).padStart(3, '0')}Z`;
}

/**
 * Epoch ms of a time written in full, as upstream lists are full of: `YYYY-MM-DDTHH:MM:SS` with any fraction, cut to milliseconds,
 * and `Z` or `±HH:MM`. undefined: written in another way, which may still be a time. NaN: written like one, but none.
 */
export function readFullInstant(text: string): Instant | undefined {
  return FULL.test(text) ? Date.parse(text) : undefined;
}
