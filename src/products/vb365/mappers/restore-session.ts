import type { SessionState } from '../../../core/model/session.js';
import type { RestoreSessionRecord } from '../native.js';
import { TYPES } from '../native.js';
import type { RestoreSessionRow } from '../wire/restore.js';
import { resultOf } from './words.js';

/** The result that the product gives while a session still works is none yet. */
export function mapRestoreSession(server: string, row: RestoreSessionRow): RestoreSessionRecord {
  const state = stateOf(row);
  return {
    type: TYPES.restoreSession,
    server,
    nativeId: row.id,
    nativeType: row.type ?? 'Unknown',
    name: row.name ?? 'Restore session',
    kind: 'RESTORE',
    state,
    result: state === 'RUNNING' ? 'NONE' : resultOf(row.result),
    message: row.details,
    startTime: row.creationTime,
    endTime: state === 'RUNNING' ? null : row.endTime,
    progressPercent: null,
    initiatedBy: row.initiatedBy,
    retryOf: null,
    partOfRun: false,
    policyId: null,
    native: {
      organizationName: row.organization,
      scopeName: row.scopeName,
      clientHost: row.clientHost,
      reason: row.reason,
    },
  };
}

function stateOf({ state, endTime }: RestoreSessionRow): SessionState {
  switch (state?.toLowerCase()) {
    case 'working':
      return 'RUNNING';
    case 'stopped':
      return 'FINISHED';
    default:
      return endTime === null ? 'UNKNOWN' : 'FINISHED';
  }
}
