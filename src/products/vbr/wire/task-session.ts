import { object, text } from './read.js';
import { readProgress } from './progress.js';
import type { WireProgress } from './progress.js';
import { readOutcome } from './session.js';
import type { WireOutcome } from './session.js';

/** A row of GET /sessions/{id}/taskSessions: one object inside a session. */
export interface TaskSessionRow {
  readonly name: string;
  /** Backup, Restore, Antivirus, Replica. */
  readonly type: string | null;
  /** Times of tasks come without an offset. */
  readonly creationTime: string | null;
  readonly endTime: string | null;
  readonly outcome: WireOutcome;
  /** Antivirus tasks carry this instead of `result`. */
  readonly scanResult: string | null;
  readonly progress: WireProgress | null;
}

export function readTaskSession(value: unknown): TaskSessionRow | undefined {
  const row = object(value);
  const name = text(row?.['name']);
  if (row === undefined || name === null) return undefined;
  return {
    name,
    type: text(row['type']),
    creationTime: text(row['creationTime']),
    endTime: text(row['endTime']),
    outcome: readOutcome(row['result']),
    scanResult: text(row['scanResult']),
    progress: readProgress(row['progress']),
  };
}
