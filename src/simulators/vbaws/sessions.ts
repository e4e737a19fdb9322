import type { Outcome, SessionRecord, SessionStatus } from './records.js';

/** What the session is at `now`: running until its end has come. */
export function statusOf(session: SessionRecord, now: number): SessionStatus {
  return session.end > now ? 'Running' : session.outcome;
}

/** Epoch milliseconds, or null while it runs. */
export function endOf(session: SessionRecord, now: number): number | null {
  return session.end > now ? null : session.end;
}

const REASONS: Record<Exclude<Outcome, 'Succeeded'>, readonly string[]> = {
  Failed: [
    'The worker instance could not be launched: no free address in the subnet',
    'Snapshot creation failed: the request limit of the account is exceeded',
    'The IAM role is not allowed to describe the volumes of the instance',
    'The connection to the bucket was lost while data was written',
  ],
  Warning: [
    'Guest scripts were skipped: the agent of the instance does not answer',
    'Some instances were stopped; a crash-consistent snapshot was made',
    'The health check of the repository is overdue',
  ],
  Canceled: ['Stopped by a user'],
};

/** Why a session ended as it did; empty for a good one. `variant` picks one of the texts. */
export function reasonFor(outcome: Outcome, variant: number): string {
  if (outcome === 'Succeeded') return '';
  const reasons = REASONS[outcome];
  return reasons[variant % reasons.length] ?? '';
}
