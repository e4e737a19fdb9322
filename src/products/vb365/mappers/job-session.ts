import type { SessionKind, SessionRecord, SessionState } from '../../../core/model/session.js';
import type { JobSessionRecord } from '../native.js';
import { TYPES } from '../native.js';
import type { JobSessionRow } from '../wire/session.js';
import { verdictOf } from './words.js';

/** What the inventory knows of the job that a session ran for. */
export interface KnownJob {
  readonly name: string;
  readonly isCopy: boolean;
  /** Read a moment ago, so that the name need not be asked for. */
  readonly isRecent: boolean;
}

/**
 * A session carries neither the name of its job nor, in v6, for certain its kind: both come from the job where it is known.
 */
export function mapJobSession(
  server: string,
  row: JobSessionRow,
  job: KnownJob | undefined,
): JobSessionRecord {
  // The link of v6 may lead to the list of jobs for copy jobs too.
  const jobType = job?.isCopy === true ? 'Copy' : row.jobType;
  const { state, result } = verdictOf(row.status);
  return {
    type: TYPES.jobSession,
    server,
    nativeId: row.id,
    nativeType: jobType ?? 'Unknown',
    name: job?.name ?? 'Job session',
    kind: kindOf(jobType),
    state: ended(state, row),
    result,
    message: row.details,
    startTime: row.creationTime,
    endTime: state === 'RUNNING' || state === 'PENDING' ? null : row.endTime,
    progressPercent: null,
    initiatedBy: null,
    ...retryOf(row),
    partOfRun: false,
    policyId: row.jobId,
    native: {
      isNamed: job?.isRecent === true,
      status: row.status,
      retryCount: row.retryCount,
      willBeRetried: row.willBeRetried,
      configType: row.configType,
      repositoryId: row.repositoryId,
      processedObjects: row.statistics?.processedObjects ?? row.progress,
      statistics: row.statistics,
    },
  };
}

/** Versions before v7 count retries, but neither name the session they repeat nor tell whether another follows. */
function retryOf({
  id,
  mainSessionId,
  retryCount,
  willBeRetried,
}: JobSessionRow): Pick<SessionRecord, 'retryOf' | 'retryNumber'> {
  if (mainSessionId !== null) return { retryOf: mainSessionId === id ? null : mainSessionId };
  const isLinked = retryCount === null || (retryCount === 0 && willBeRetried !== null);
  return isLinked ? { retryOf: null } : { retryOf: undefined, retryNumber: retryCount };
}

function kindOf(jobType: string | null): SessionKind {
  switch (jobType?.toLowerCase()) {
    case 'backup':
      return 'BACKUP';
    case 'copy':
      return 'BACKUP_COPY';
    default:
      return 'OTHER';
  }
}

/** A word without a verdict: an end tells that it is over. */
function ended(state: SessionState, { endTime }: JobSessionRow): SessionState {
  return state === 'UNKNOWN' && endTime !== null ? 'FINISHED' : state;
}
