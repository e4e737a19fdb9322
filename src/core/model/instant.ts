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

/**
 * A clock for ages and waits. It never goes back: it moves on by the time that has passed, or by what the wall clock shows as passed
 * where that is more (the machine slept). Its values compare with each other alone; they are not shown to anybody.
 *
 * @param wall the clock on the wall, which may be put right at any time.
 * @param elapsed counts up from whenever, whatever happens to the clock on the wall.
 */
export function steadyClock(wall: Clock, elapsed: () => Milliseconds = () => process.uptime() * 1000): Clock {
  let now = wall();
  let [lastWall, lastElapsed] = [now, elapsed()];
  return () => {
    const [wallNow, elapsedNow] = [wall(), elapsed()];
    now += Math.max(elapsedNow - lastElapsed, wallNow - lastWall);
    [lastWall, lastElapsed] = [wallNow, elapsedNow];
    return now;
  };
}
