import type { SourceFailure } from '../../core/errors/source-failure.js';
import { AbandonedCall } from '../../core/errors/source-failure.js';
import type { Milliseconds } from '../../core/model/instant.js';
import { isTooMuch } from './too-much.js';
import { StaleConnection } from './transport-failure.js';
import type { UpstreamRequest } from './upstream-request.js';

/** An attempt that came to nothing. */
export interface FailedAttempt {
  readonly request: Pick<UpstreamRequest, 'method' | 'asksForLess'>;
  /** Attempts made so far, this one included. */
  readonly attempts: number;
  readonly failure: SourceFailure;
  /** Until the caller's deadline; Infinity: it has none. */
  readonly timeLeft: Milliseconds;
}

/** How long pauses may be before the second attempt; twice that before the third. */
export const FIRST_BACKOFF: Milliseconds = 250;
const MOST_ATTEMPTS = 3;
/** The longest wait of work that many callers share and that has no deadline of its own. */
const LONGEST_SHARED_WAIT: Milliseconds = 2_000;

/** How often a read is sent at most when the server answers so; every other status is final. */
const ATTEMPTS_BY_STATUS: Readonly<Record<number, number>> = {
  429: MOST_ATTEMPTS,
  // Mostly about the request itself, so it is not asked a third time.
  500: 2,
  502: MOST_ATTEMPTS,
  503: MOST_ATTEMPTS,
  504: MOST_ATTEMPTS,
};

/**
 * Whether a failed attempt is repeated, and after how long: the one place where that is decided. null: it is not. Writes never are. A
 * wait that the caller's deadline does not allow is not begun.
 */
export function retryDelay(
  attempt: FailedAttempt,
  firstBackoff: Milliseconds = FIRST_BACKOFF,
  random: () => number = Math.random,
): Milliseconds | null {
  const { request, attempts, failure, timeLeft } = attempt;
  const isWrite = (request.method ?? 'GET') !== 'GET';
  if (isWrite || attempts >= attemptsAllowed(failure)) return null;
  if (request.asksForLess === true && isTooMuch(failure)) return null;
  const wait = waitAfter(failure, random() * firstBackoff * 2 ** (attempts - 1));
  return wait < (Number.isFinite(timeLeft) ? timeLeft : LONGEST_SHARED_WAIT) ? wait : null;
}

function attemptsAllowed(failure: SourceFailure): number {
  const { code, upstreamStatus } = failure;
  if (failure instanceof AbandonedCall) return 1;
  if (upstreamStatus !== null) return ATTEMPTS_BY_STATUS[upstreamStatus] ?? 1;
  return code === 'UNREACHABLE' || code === 'TIMEOUT' ? MOST_ATTEMPTS : 1;
}

/** What the server asks for counts in full; `backoff` on top keeps those who wait from coming back all at once. */
function waitAfter(failure: SourceFailure, backoff: Milliseconds): Milliseconds {
  if (failure instanceof StaleConnection) return 0;
  return (failure.retryAfterSeconds ?? 0) * 1000 + backoff;
}
