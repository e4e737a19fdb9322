import type { SessionResult, SessionState } from '../../../core/model/session.js';
import type { WireOutcome } from '../wire/session.js';
import { Words } from '../../../platform/products-kit/words.js';

const STATES: Readonly<Record<string, SessionState>> = {
  Stopped: 'FINISHED',
  Working: 'RUNNING',
  Postprocessing: 'RUNNING',
  Stopping: 'STOPPING',
  Pausing: 'STOPPING',
  Starting: 'PENDING',
  Resuming: 'PENDING',
  Idle: 'PENDING',
  WaitingTape: 'PENDING',
  WaitingRepository: 'PENDING',
  WaitingSlot: 'PENDING',
  ActionRequired: 'PENDING',
};

export const SESSION_STATES_BY_WORD = new Words<SessionState>(STATES, 'UNKNOWN');

/** State words that came with a revision later than the first. */
const LATER_WORDS: ReadonlySet<string> = new Set(['ActionRequired']);

/** The product's words for these states; null where words cannot say it. */
export function wordsOfStates(
  states: readonly SessionState[],
  knowsActionRequired: boolean,
): readonly string[] | null {
  if (states.includes('UNKNOWN')) return null;
  return Object.entries(STATES)
    .filter(([word, state]) => states.includes(state) && (knowsActionRequired || !LATER_WORDS.has(word)))
    .map(([word]) => word);
}

export const RESULTS_BY_WORD = new Words<SessionResult>(
  { None: 'NONE', Success: 'SUCCESS', Warning: 'WARNING', Failed: 'FAILED' },
  'UNKNOWN',
);

/** A cancelled session has a result too; that somebody stopped it says more. */
export function toResult(outcome: WireOutcome): SessionResult {
  if (outcome.isCanceled) return 'CANCELLED';
  return outcome.result === null ? 'NONE' : RESULTS_BY_WORD.of(outcome.result);
}

const PUSHABLE: Partial<Record<SessionResult, string>> = {
  SUCCESS: 'Success',
  WARNING: 'Warning',
  FAILED: 'Failed',
};

/**
 * The product's words under which all sessions of these results are found (cancelled ones are among them and are left out
 * later); null where words cannot say it: a running session may have no result at all, and cancelling is no result word.
 */
export function wordsOfResults(results: readonly SessionResult[]): readonly string[] | null {
  const words = results.map((result) => PUSHABLE[result]);
  return words.every((word) => word !== undefined) ? [...new Set(words)] : null;
}
