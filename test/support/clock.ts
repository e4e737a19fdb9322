/** A moment in the middle of a working day, away from clock changes. */
export const NOW = Date.parse('2026-03-18T10:30:00Z');
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** The time that the gateway and the simulators of a test share. Moves only when told to. */
export interface FrozenClock {
  now(): number;
  advance(milliseconds: number): void;
  release(): void;
}

/** Stops `Date.now` for everything that starts after this call, so that worlds and answers are the same on every day. */
export function freezeClock(at: number = NOW): FrozenClock {
  let current = at;
  const real = Date.now;
  // No spy: it would keep a record of every call, and a walk makes hundreds of thousands.
  Date.now = () => current;
  return {
    now: () => current,
    advance: (milliseconds) => {
      current += milliseconds;
    },
    release: () => {
      Date.now = real;
    },
  };
}
