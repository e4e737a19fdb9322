import type { CallObserver, UpstreamObserver } from '../http/upstream-observer.js';

/** One observer that tells several. */
export function combineObservers(observers: readonly UpstreamObserver[]): UpstreamObserver {
  const followers = observers.filter((observer) => observer.sent !== undefined);
  return {
    sent: (call) => combineCalls(followers.flatMap((observer) => observer.sent?.(call) ?? [])),
    succeeded: (latency) => observers.forEach((observer) => observer.succeeded?.(latency)),
    failed: (failure) => observers.forEach((observer) => observer.failed?.(failure)),
    signInEnded: (attempt) => observers.forEach((observer) => observer.signInEnded?.(attempt)),
    certificateSeen: (certificate) =>
      observers.forEach((observer) => observer.certificateSeen?.(certificate)),
    circuitChanged: (change) => observers.forEach((observer) => observer.circuitChanged?.(change)),
  };
}

function combineCalls(calls: readonly CallObserver[]): CallObserver {
  return {
    headers: Object.assign({}, ...calls.map(({ headers }) => headers)) as Record<string, string>,
    ended: (failure) => calls.forEach((call) => call.ended(failure)),
  };
}
