import type { Clock, Milliseconds } from './instant.js';

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
