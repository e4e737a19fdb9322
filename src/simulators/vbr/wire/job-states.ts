import { cased, jobTypeWord, since } from '../revisions.js';
import type { JobType } from '../revisions.js';
import type { JobRecord } from '../world/records.js';
import { nextOccurrence } from '../world/schedules.js';
import { isRunning, stateAt } from '../world/session-state.js';
import type { SessionRecord, SessionResult } from '../world/session-table.js';
import { sessionProgress } from './progress.js';
import { from, maybe } from './view.js';
import type { Json, View } from './view.js';

type Status = 'Running' | 'Inactive' | 'Disabled' | 'Stopped';

/** A job with everything that its sessions and schedule say about it at a moment. */
export interface JobStanding {
  job: JobRecord;
  /** In the words of 1.3-rev2. */
  status: Status;
  lastSession: SessionRecord | undefined;
  lastResult: SessionResult;
  /** Epoch milliseconds. */
  lastRun: number | null;
  nextRun: number | null;
  repositoryName: string | null;
  afterJob: JobRecord | undefined;
}

const WORKLOADS: Partial<Record<JobType, string>> = {
  WindowsAgentBackup: 'Server',
  LinuxAgentBackup: 'Server',
  FileBackup: 'File',
  FileBackupCopy: 'File',
  ObjectStorageBackup: 'File',
  EntraIDTenantBackup: 'Application',
  EntraIDAuditLogBackup: 'Application',
  CloudBackupAWS: 'CloudVm',
};

/** The word of 1.3-rev2 for what a job protects. */
export function workloadOf(job: JobRecord): string {
  return WORKLOADS[job.type] ?? 'Vm';
}

export function standingOf({ world, revision, now }: View, job: JobRecord): JobStanding {
  const lastSession = world.sessions.lastOf(job.index);
  const { schedule } = job;
  const repositories = [...world.repositories, ...world.scaleOutRepositories];
  return {
    job,
    status: statusOf(job, lastSession, now, since(revision, '1.3-rev0')),
    lastSession,
    lastResult: lastSession ? stateAt(lastSession, now).result : 'None',
    lastRun: lastSession?.creationTime ?? null,
    nextRun: job.disabled ? null : nextOccurrence(schedule, now, world.clock),
    repositoryName: repositories.find(({ id }) => id === job.repositoryId)?.name ?? null,
    afterJob: schedule.kind === 'after' ? world.jobs[schedule.jobIndex] : undefined,
  };
}

/** A job at rest is inactive; from 1.3 on, some that have run say "stopped" instead. */
function statusOf(
  job: JobRecord,
  lastSession: SessionRecord | undefined,
  now: number,
  knowsStopped: boolean,
): Status {
  if (lastSession && isRunning(lastSession, now)) return 'Running';
  if (job.disabled) return 'Disabled';
  return knowsStopped && lastSession && job.index % 3 === 0 ? 'Stopped' : 'Inactive';
}

export function jobStateBody(view: View, standing: JobStanding): Json {
  const { job, lastSession } = standing;
  const { revision, world } = view;
  const time = (value: number | null): string | null => (value === null ? null : world.clock.iso(value));
  return {
    id: job.id,
    name: job.name,
    type: job.strangeType ?? jobTypeWord(revision, job.type),
    description: job.description,
    status: cased(revision, standing.status),
    ...maybe(view, 'lastRun', time(standing.lastRun)),
    lastResult: standing.lastResult,
    ...maybe(view, 'nextRun', time(standing.nextRun)),
    workload: cased(revision, workloadOf(job)),
    ...maybe(view, 'repositoryId', job.repositoryId),
    ...maybe(view, 'repositoryName', standing.repositoryName),
    objectsCount: job.objects.length,
    ...maybe(view, 'sessionId', lastSession?.id),
    ...from(view, '1.3-rev0', () => ({
      nextRunPolicy: nextRunPolicy(standing, time(standing.nextRun)),
      highPriority: job.highPriority,
      progressPercent: (lastSession && stateAt(lastSession, view.now).percent) ?? 0,
      ...(lastSession && { sessionProgress: sessionProgress(view, lastSession) }),
      ...(standing.afterJob && {
        runAfterJob: { jobId: standing.afterJob.id, jobName: standing.afterJob.name },
      }),
      ...(job.copyMode && { backupCopyMode: job.copyMode }),
      isStorageSnapshot: false,
    })),
    ...from(view, '1.3-rev2', () => ({ targetName: standing.repositoryName ?? '' })),
    ...(job.strangeType && { lastRun: null, entanglement: true }),
  };
}

function nextRunPolicy({ job, afterJob }: JobStanding, nextRun: string | null): string {
  if (job.disabled) return 'Disabled';
  if (afterJob) return `After [${afterJob.name}]`;
  if (job.schedule.kind === 'continuous') return 'As new restore points appear';
  return nextRun ?? 'Not scheduled';
}
