import type { SessionKind, SessionResult, SessionState } from '../../../core/model/session.js';
import { Words } from '../../../platform/products-kit/words.js';

/**
 * The product's words in ours. Each list of words has its own table: the same outcome is Canceled in a status, Cancelled in
 * a result, Error in a log line.
 */
function table<T>(words: Readonly<Record<string, T>>): (word: string | null) => T | undefined {
  const table = new Words<T | undefined>(words, undefined);
  return (word) => table.of(word);
}

export interface Outcome {
  readonly state: SessionState;
  readonly result: SessionResult;
}

/** `status` of sessions and `lastPolicySessionStatus` of policies, as the upstream's filter spells them. */
export const SESSION_STATUSES: Readonly<Record<string, Outcome>> = {
  Running: { state: 'RUNNING', result: 'NONE' },
  NeverExecuted: { state: 'PENDING', result: 'NONE' },
  Succeeded: { state: 'FINISHED', result: 'SUCCESS' },
  Warning: { state: 'FINISHED', result: 'WARNING' },
  Failed: { state: 'FINISHED', result: 'FAILED' },
  Canceled: { state: 'FINISHED', result: 'CANCELLED' },
};

export const statusOf = table<Outcome>({
  ...SESSION_STATUSES,
  Cancelled: { state: 'FINISHED', result: 'CANCELLED' },
});

export const resultOf = table<SessionResult>({
  Running: 'NONE',
  None: 'NONE',
  Success: 'SUCCESS',
  Succeeded: 'SUCCESS',
  Warning: 'WARNING',
  Failed: 'FAILED',
  Cancelled: 'CANCELLED',
  Canceled: 'CANCELLED',
});

export const logStatusOf = table<SessionResult>({
  NeverExecuted: 'NONE',
  Pending: 'NONE',
  Running: 'NONE',
  Success: 'SUCCESS',
  Warning: 'WARNING',
  RunningWithWarning: 'WARNING',
  Error: 'FAILED',
  RunningWithError: 'FAILED',
  Canceling: 'CANCELLED',
  Canceled: 'CANCELLED',
});

/** Types of sessions that a policy can have started. */
export const POLICY_SESSION_TYPES: readonly string[] = ['Policy', 'UserPolicy'];
/** Parts of another session; what they do is told by what they embed. */
export const PART_SESSION_TYPES: readonly string[] = ['Job', 'Task'];

/** What sessions of the other types do. A type that is in none of these lists is OTHER. */
export const OTHER_SESSION_TYPES: Readonly<Record<string, SessionKind>> = {
  RetentionActivity: 'RETENTION',
  TombstoneRetention: 'RETENTION',
  RestoreTask: 'RESTORE',
  FLRTask: 'RESTORE',
  FlrEfsTask: 'RESTORE',
  ArchiveRetrieval: 'RESTORE',
  ArchiveRetrievalProlongation: 'RESTORE',
  ConfigurationBackupActivity: 'CONFIGURATION',
  SelfBackupActivity: 'CONFIGURATION',
  ImportPolicy: 'MAINTENANCE',
  ManualTask: 'SNAPSHOT',
};

export const otherKindOf = table(OTHER_SESSION_TYPES);

export function isOneOf(words: readonly string[], word: string | null): boolean {
  return word !== null && words.some((candidate) => candidate.toLowerCase() === word.toLowerCase());
}
