import type { Milliseconds } from '../model/instant.js';

/** When signals abort by themselves, on the monotonic clock. */
const ends = new WeakMap<AbortSignal, Milliseconds>();

/** Notes that `signal` aborts after `limit` at the latest, and never later than `parent` does. */
export function endsWithin(signal: AbortSignal, limit: Milliseconds, parent?: AbortSignal): void {
  const own = performance.now() + limit;
  ends.set(signal, Math.min(own, (parent && ends.get(parent)) ?? own));
}

/** How long work under this signal may still take; Infinity where nobody noted an end. */
export function timeLeft(signal: AbortSignal): Milliseconds {
  if (signal.aborted) return 0;
  const end = ends.get(signal);
  return end === undefined ? Number.POSITIVE_INFINITY : Math.max(0, end - performance.now());
}
