import type { Instant } from '../../../core/model/instant.js';
import { readFullInstant } from '../../../core/model/instant-text.js';

const DATE_TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?$/i;
const EARLIEST: Instant = Date.UTC(1971, 0, 1);
const DATE = /^\d{4}-\d\d-\d\d$/;

/** Reads a time; without a zone it is UTC. null: absent, unreadable, or before 1971 (a product's way to say "never"). */
export function readInstant(text: string | null): Instant | null {
  if (text === null) return null;
  const instant = readFullInstant(text) ?? Date.parse(normalized(text.trim()) ?? '');
  return Number.isNaN(instant) || instant < EARLIEST ? null : instant;
}

/** ISO with at most milliseconds: appliances send up to seven digits of fractions. null: no time. */
function normalized(text: string): string | null {
  if (DATE.test(text)) return `${text}T00:00:00Z`;
  const match = DATE_TIME.exec(text);
  if (!match) return null;
  const [, date, minutes, seconds = ':00', fraction = '', zone = 'Z'] = match;
  const offset = zone.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2').toUpperCase();
  return `${date}T${minutes}${seconds}${fraction.slice(0, 4)}${offset}`;
}
