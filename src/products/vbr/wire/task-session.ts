import { object, anyText } from '../../../platform/products-kit/values.js';
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
  const name = anyText(row?.['name']);
  if (row === undefined || name === null) return undefined;
  return {
    name,
    type: anyText(row['type']),
    creationTime: anyText(row['creationTime']),
    endTime: anyText(row['endTime']),
    outcome: readOutcome(row['result']),
    scanResult: anyText(row['scanResult']),
    progress: readProgress(row['progress']),
  };
}
