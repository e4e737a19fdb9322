import type { SessionResult, SessionState } from '../../../core/model/session.js';
import { Words } from '../../../platform/products-kit/words.js';

interface Verdict {
  readonly state: SessionState;
  readonly result: SessionResult;
}

const STATUSES = new Words<Verdict>(
  {
    success: { state: 'FINISHED', result: 'SUCCESS' },
    warning: { state: 'FINISHED', result: 'WARNING' },
    failed: { state: 'FINISHED', result: 'FAILED' },
    stopped: { state: 'FINISHED', result: 'CANCELLED' },
    running: { state: 'RUNNING', result: 'NONE' },
    queued: { state: 'PENDING', result: 'NONE' },
  },
  { state: 'UNKNOWN', result: 'UNKNOWN' },
);

/** What the status word of a job or session means; words without a verdict (Disconnected, new ones) are UNKNOWN. */
export function verdictOf(status: string | null): Verdict {
  return STATUSES.of(status);
}

const RESULTS = new Words<SessionResult>(
  {
    success: 'SUCCESS',
    warning: 'WARNING',
    failed: 'FAILED',
    error: 'FAILED',
    cancelled: 'CANCELLED',
    skipped: 'CANCELLED',
    stop: 'CANCELLED',
    running: 'NONE',
  },
  'UNKNOWN',
);

/** Result of a log line, an event, a processed object or a restore session. */
export function resultOf(word: string | null): SessionResult {
  return RESULTS.of(word);
}
