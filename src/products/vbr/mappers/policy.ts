import type { Zone } from 'luxon';
import type { PolicyKind, PolicyStatus } from '../../../core/model/policy.js';
import type { VbrJobRecord, VbrJobState } from '../model.js';
import { VBR_JOB } from '../model.js';
import type { JobStateRow } from '../wire/job-state.js';
import type { JobRow } from '../wire/job.js';
import { JOB_KINDS, workloadOf } from './job-types.js';
import { toProgress } from './progress.js';
import { RESULTS_BY_WORD } from './session-states.js';
import { toPercent } from './size.js';
import { readInstant } from '../../../platform/products-kit/instants.js';
import { Words } from '../../../platform/products-kit/words.js';

const STATUSES = new Words<PolicyStatus>(
  {
    running: 'RUNNING',
    starting: 'RUNNING',
    stopping: 'RUNNING',
    inactive: 'IDLE',
    enabled: 'IDLE',
    stopped: 'IDLE',
    disabled: 'DISABLED',
  },
  'UNKNOWN',
);

/** A policy from a row of job states. */
export function toPolicy(row: JobStateRow, server: string, zone: Zone | null): VbrJobRecord {
  const status = STATUSES.of(row.status);
  return {
    type: VBR_JOB,
    server,
    nativeId: row.id,
    nativeType: row.type ?? 'Unknown',
    name: row.name,
    description: row.description,
    kind: kindOf(row),
    workload: workloadOf(row.type, row.workload),
    enabled: status !== 'DISABLED' && !isDisabled(row),
    status,
    lastRun: readInstant(row.lastRun, zone),
    nextRun: readInstant(row.nextRun, zone),
    lastResult: row.lastResult === null ? 'NONE' : RESULTS_BY_WORD.of(row.lastResult),
    lastSessionId: row.sessionId,
    lastSuccess: undefined,
    repositoryIds: row.repositoryId === null ? [] : [row.repositoryId],
    schedule: undefined,
    native: stateOf(row),
  };
}

/** While a job runs, its status hides that it is disabled; when it runs next does not (since 1.3-rev0). */
function isDisabled({ nextRunPolicy }: JobStateRow): boolean {
  return nextRunPolicy !== null && /^\W*disabled\W*$/i.test(nextRunPolicy);
}

function kindOf(row: JobStateRow): PolicyKind {
  const kind = JOB_KINDS.of(row.type);
  return kind === 'BACKUP' && row.isStorageSnapshot === true ? 'SNAPSHOT' : kind;
}

function stateOf(row: JobStateRow): VbrJobState {
  return {
    status: row.status,
    objectsCount: row.objectsCount,
    highPriority: row.highPriority,
    nextRunPolicy: row.nextRunPolicy,
    progressPercent: toPercent(row.progressPercent),
    progress: toProgress(row.progress),
    runAfterJobId: row.runAfterJobId,
    copyMode: row.backupCopyMode,
    storageSnapshot: row.isStorageSnapshot,
    targetName: row.targetName,
  };
}

/** A policy from a row of the full list of jobs, where the server cannot give the states: what ran last, sessions tell. */
export function toStatelessPolicy(row: JobRow, server: string): VbrJobRecord {
  const enabled = row.isDisabled !== true;
  const repositories = [row.repositoryId, row.archiveRepositoryId].filter((id) => id !== null);
  return {
    type: VBR_JOB,
    server,
    nativeId: row.id,
    nativeType: row.type ?? 'Unknown',
    name: row.name,
    description: row.description,
    kind: JOB_KINDS.of(row.type),
    workload: workloadOf(row.type, null),
    enabled,
    status: enabled ? 'UNKNOWN' : 'DISABLED',
    lastRun: undefined,
    nextRun: null,
    lastResult: undefined,
    lastSessionId: null,
    lastSuccess: undefined,
    repositoryIds: [...new Set(repositories)],
    schedule: undefined,
    native: {
      status: null,
      objectsCount: null,
      highPriority: row.isHighPriority,
      nextRunPolicy: null,
      progressPercent: null,
      progress: null,
      runAfterJobId: null,
      copyMode: row.copyMode,
      storageSnapshot: null,
      targetName: null,
    },
  };
}
