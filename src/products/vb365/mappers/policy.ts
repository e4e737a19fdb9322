import type { PolicyRecord, PolicyStatus, Schedule } from '../../../core/model/policy.js';
import type { SessionResult } from '../../../core/model/session.js';
import type { CopyJobRecord, JobRecord } from '../native.js';
import { TYPES } from '../native.js';
import type { CopyJobRow, JobRow, PolicyRow } from '../wire/job.js';
import { promiseOf, scheduleOf } from './schedule.js';
import { startPlanOf } from './start-plan.js';
import { verdictOf } from './words.js';

/** Jobs and copy jobs of one server as policies, each knowing the other. */
export function mapPolicies(
  server: string,
  jobs: readonly JobRow[],
  copyJobs: readonly CopyJobRow[],
): readonly (JobRecord | CopyJobRecord)[] {
  const copyJobIds = new Map(copyJobs.map(({ backupJobId, id }) => [backupJobId, id]));
  const records = jobs.map((row) => mapJob(server, row, copyJobIds.get(row.id) ?? null));
  const schedules = new Map(records.map(({ nativeId, schedule }) => [nativeId, schedule]));
  const copies = copyJobs.map((row) => mapCopyJob(server, row, schedules.get(row.backupJobId ?? '')));
  return [...records, ...copies];
}

function mapJob(server: string, row: JobRow, copyJobId: string | null): JobRecord {
  return {
    ...common(server, row, promiseOf(row.schedule, row.nextRun)),
    type: TYPES.job,
    nativeType: row.backupType ?? 'Backup',
    description: row.description,
    kind: 'BACKUP',
    native: {
      lastStatus: row.lastStatus,
      schedule: scheduleOf(row.schedule),
      plan: row.schedule && startPlanOf(row.schedule),
      organizationId: row.organizationId,
      copyJobId,
    },
  };
}

function mapCopyJob(server: string, row: CopyJobRow, source: Schedule | undefined): CopyJobRecord {
  return {
    ...common(server, row, promiseOf(row.schedule, row.nextRun, source)),
    type: TYPES.copyJob,
    nativeType: 'Copy',
    description: null,
    kind: 'BACKUP_COPY',
    native: {
      lastStatus: row.lastStatus,
      schedule: scheduleOf(row.schedule),
      plan: row.schedule && startPlanOf(row.schedule),
      sourcePolicyId: row.backupJobId,
    },
  };
}

type Common = Omit<PolicyRecord, 'type' | 'nativeType' | 'description' | 'kind' | 'native'>;

function common(server: string, row: PolicyRow, schedule: Schedule): Common {
  return {
    server,
    nativeId: row.id,
    name: row.name ?? row.id,
    workload: 'M365',
    enabled: row.isEnabled ?? true,
    status: statusOf(row),
    lastRun: row.lastRun,
    nextRun: row.nextRun,
    lastResult: lastResultOf(row),
    lastSessionId: null,
    lastSuccess: row.lastBackup,
    repositoryIds: row.repositoryId === null ? [] : [row.repositoryId],
    schedule,
  };
}

function statusOf({ lastStatus, isEnabled }: PolicyRow): PolicyStatus {
  const { state } = verdictOf(lastStatus);
  if (state === 'RUNNING' || state === 'PENDING') return 'RUNNING';
  if (isEnabled === null) return 'UNKNOWN';
  return isEnabled ? 'IDLE' : 'DISABLED';
}

function lastResultOf({ lastRun, lastStatus }: PolicyRow): SessionResult {
  return lastRun === null ? 'NONE' : verdictOf(lastStatus).result;
}
