import { GraphQLScalarType, Kind } from 'graphql';
import type { ValueNode } from 'graphql';
import { DateTime, IANAZone } from 'luxon';
import { formatDuration, parseDuration } from '../../core/model/duration.js';
import { isInstant } from '../../core/model/instant.js';
import { instantText } from '../../core/model/instant-text.js';

/** RFC 3339 with seconds and an offset. Inside the gateway an Instant (ms since the epoch). */
const RFC_3339 =
  /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i;

/** Not a GraphQLError: those lose their place in the document. */
function invalid(scalar: string, expected: string, value: unknown): TypeError {
  const shown = typeof value === 'string' ? JSON.stringify(value.slice(0, 60)) : typeof value;
  return new TypeError(`${scalar} expects ${expected}, got ${shown}`);
}

function stringLiteral(node: ValueNode): unknown {
  return node.kind === Kind.STRING ? node.value : `(${node.kind})`;
}

function parseDateTime(value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && isInstant(value)) return value;
  const isWellFormed = typeof value === 'string' && RFC_3339.test(value);
  // Date.parse would take February 30th for March 2nd.
  const instant = isWellFormed ? DateTime.fromISO(value.toUpperCase()).toMillis() : Number.NaN;
  if (!isInstant(instant))
    throw invalid(
      'DateTime',
      'an RFC 3339 date and time such as "2026-03-01T22:15:00Z", or a whole number of milliseconds since 1970 in UTC',
      value,
    );
  return instant;
}

export const DateTimeScalar = new GraphQLScalarType<number, string>({
  name: 'DateTime',
  description:
    'A point in time as RFC 3339 text. Input may carry any offset, or be a whole number of milliseconds since 1970-01-01T00:00:00Z; output is always UTC with milliseconds, for instance "2026-03-01T22:15:00.000Z".',
  serialize: (value) => instantText(Number(value)),
  parseValue: parseDateTime,
  parseLiteral: (node) => parseDateTime(node.kind === Kind.INT ? Number(node.value) : stringLiteral(node)),
});

/** A thousand years: from now, either way, that is still a point in time. */
const LONGEST_DURATION = 365_000 * 86_400_000;

function parseDurationInput(value: unknown): number {
  const duration = typeof value === 'string' ? parseDuration(value) : null;
  if (duration === null || duration > LONGEST_DURATION)
    throw invalid(
      'Duration',
      'an ISO 8601 duration of weeks, days, hours, minutes or seconds such as "PT24H" or "P7D"',
      value,
    );
  return duration;
}

export const DurationScalar = new GraphQLScalarType<number, string>({
  name: 'Duration',
  description:
    'A length of time as ISO 8601 text of days, hours, minutes and seconds, for instance "PT24H" or "P7D". A day is 24 hours. Months and years are refused, because their length varies.',
  serialize: (value) => formatDuration(Number(value)),
  parseValue: parseDurationInput,
  parseLiteral: (node) => parseDurationInput(stringLiteral(node)),
});

function parseBytes(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw invalid('Bytes', 'a whole number of bytes, 0 or more', value);
  return value;
}

export const BytesScalar = new GraphQLScalarType<number, number>({
  name: 'Bytes',
  description:
    'A number of bytes as a JSON number: whole, never negative, exact up to 2^53 (9 PB). 1 GB in Veeam consoles is 1024^3 bytes.',
  serialize: Number,
  parseValue: parseBytes,
  parseLiteral: (node) => parseBytes(node.kind === Kind.INT ? Number(node.value) : `(${node.kind})`),
});

function parseTimeZone(value: unknown): string {
  if (typeof value !== 'string' || !IANAZone.isValidZone(value))
    throw invalid('TimeZone', 'an IANA time zone name such as "Europe/Berlin" or "UTC"', value);
  return value;
}

export const TimeZoneScalar = new GraphQLScalarType<string, string>({
  name: 'TimeZone',
  description: 'An IANA time zone name, for instance "Europe/Berlin" or "UTC".',
  serialize: String,
  parseValue: parseTimeZone,
  parseLiteral: (node) => parseTimeZone(stringLiteral(node)),
});
