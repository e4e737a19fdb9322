/** A point in time in milliseconds since the Unix epoch, UTC. */
export type Instant = number;

/** A length of time in milliseconds. */
export type Milliseconds = number;

/** Tells the time; injected wherever "now" matters, so that tests hold the clock. */
export type Clock = () => Instant;
