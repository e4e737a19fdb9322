/** The process around the tests, as src sees it: test/host/environment.mjs puts it there. */
declare const hostProcess: NodeJS.Process;

/** A moment in the middle of a working day, away from clock changes. */
export const NOW = Date.parse('2026-03-18T10:30:00Z');
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** The time that the gateway and the simulators of a test share. Moves only when told to. */
export interface FrozenClock {
  now(): number;
  /** Lets time pass. */
  advance(milliseconds: number): void;
  /** Puts the clock on the wall forward, or back; no time passes. */
  jump(milliseconds: number): void;
  release(): void;
}

/** Stops `Date.now` and the steady clock for everything that starts after this call, so that worlds and answers are the same on every day. */
export function freezeClock(at: number = NOW): FrozenClock {
  let current = at;
  let passed = 0;
  const real = Date.now;
  const { uptime } = hostProcess;
  // No spies: they would keep a record of every call, and a walk makes hundreds of thousands.
  Date.now = () => current;
  hostProcess.uptime = () => passed / 1000;
  return {
    now: () => current,
    advance: (milliseconds) => {
      current += milliseconds;
      passed += milliseconds;
    },
    jump: (milliseconds) => {
      current += milliseconds;
    },
    release: () => {
      Date.now = real;
      hostProcess.uptime = uptime;
    },
  };
}
