import type { Instant } from '../../../core/model/instant.js';
import { readFullInstant } from '../../../core/model/instant-text.js';

const TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.(\d+))?(Z|[+-]\d\d:?\d\d)?$/i;

/**
 * Epoch ms of an ISO 8601 time with any number of fraction digits; without an offset it is UTC. null: no time, or a date of
 * the year 1 that stands for none.
 */
export function readInstant(value: unknown): Instant | null {
  if (typeof value !== 'string') return null;
  const instant = readFullInstant(value) ?? readOddInstant(value);
  return Number.isNaN(instant) || instant <= 0 ? null : instant;
}

/** NaN: no time. */
function readOddInstant(value: string): number {
  const [, date, time, fraction = '', offset = 'Z'] = TIME.exec(value.trim()) ?? [];
  if (date === undefined || time === undefined) return Number.NaN;
  const clock = time.length === 5 ? `${time}:00` : time;
  const milliseconds = `${fraction}000`.slice(0, 3);
  const zone = offset.toUpperCase() === 'Z' ? 'Z' : `${offset.slice(0, 3)}:${offset.slice(-2)}`;
  return Date.parse(`${date}T${clock}.${milliseconds}${zone}`);
}

/** A time as the upstream's filters take it. */
export function writeInstant(instant: Instant): string {
  return new Date(instant).toISOString();
}
