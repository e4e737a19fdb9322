/** A point in time in milliseconds since the Unix epoch, UTC. */
export type Instant = number;

/** Years 1 to 9999, as every upstream can write them; a millisecond of room for what lies just beside a row. */
const EARLIEST: Instant = Date.parse('0001-01-01T00:00:00.001Z');
export const LATEST: Instant = Date.parse('9999-12-31T23:59:59.998Z');

/** Whether a number is a point in time that can be asked for. */
export function isInstant(value: number): value is Instant {
  return value >= EARLIEST && value <= LATEST;
}

/** A length of time in milliseconds. */
export type Milliseconds = number;

/** Tells the time; injected wherever "now" matters, so that tests hold the clock. */
export type Clock = () => Instant;
