import type {
  Job,
  JobSession,
  Repository,
  RestoreSession,
  Vb365Simulator,
} from '../../src/simulators/vb365/index.js';
import { processedObject, sessionDetails } from '../../src/simulators/vb365/world/details.js';
import { restoreEvents } from '../../src/simulators/vb365/world/restores.js';
import { DAY, HOUR } from './clock.js';
import { groupByPolicy, isGood, newestOf } from './truth.js';
import type { PolicyTruth, RepositoryTruth, ScheduleTruth, ServerTruth, SessionTruth } from './truth.js';

const GIB = 1024 ** 3;

const RESULTS: Record<string, string> = {
  Success: 'SUCCESS',
  Warning: 'WARNING',
  Failed: 'FAILED',
  Stopped: 'CANCELLED',
  Running: 'NONE',
  Queued: 'NONE',
};

const STATES: Record<string, string> = { Running: 'RUNNING', Queued: 'PENDING', Disconnected: 'UNKNOWN' };

/** What one VB365 server knows, as that version of its API shows it. */
export function vb365Truth(server: string, simulator: Vb365Simulator, version: 6 | 7 | 8): ServerTruth {
  const { world } = simulator;
  world.settle();
  const jobSessions = world.sessions.map((session) => jobSessionTruth(server, simulator, session, version));
  const byJob = groupByPolicy(jobSessions);
  return {
    sessions: [...jobSessions, ...world.restores.map((restore) => restoreTruth(server, restore))],
    policies: world.allJobs().map((job) => policyTruth(server, job, byJob.get(job.id) ?? [], version)),
    repositories: world.repositories.map((repository) => repositoryTruth(server, repository, version)),
  };
}

function jobSessionTruth(
  server: string,
  { world, oddIds }: Vb365Simulator,
  session: JobSession,
  version: number,
): SessionTruth {
  const { job, status, main } = session;
  const isOdd = oddIds.has(session.id);
  const objects = world.ledger.processed(session);
  return {
    server,
    id: session.id,
    name: job.name,
    kind: job.kind === 'Copy' ? 'BACKUP_COPY' : 'BACKUP',
    state: isOdd ? 'FINISHED' : (STATES[status] ?? 'FINISHED'),
    result: isOdd ? 'UNKNOWN' : (RESULTS[status] ?? 'UNKNOWN'),
    message: sessionDetails(session) || null,
    start: session.createdAt,
    end: session.endedAt,
    percent: null,
    initiatedBy: null,
    retryOf: main?.id ?? null,
    partOfRun: false,
    policyId: job.id,
    items: () => (version >= 7 ? objectTruths(session, objects) : null),
  };
}

/** Processed objects have no name on the wire, only an id and a type. */
function objectTruths(session: JobSession, count: number) {
  return Array.from({ length: count }, (_, index) => processedObject(session, index)).map(
    ({ id, status }) => ({
      name: id,
      result: RESULTS[status] ?? 'UNKNOWN',
    }),
  );
}

function restoreTruth(server: string, restore: RestoreSession): SessionTruth {
  const isWorking = restore.state === 'Working';
  return {
    server,
    id: restore.id,
    name: `Restore of ${restore.organization.name}`,
    kind: 'RESTORE',
    state: isWorking ? 'RUNNING' : 'FINISHED',
    result: isWorking ? 'NONE' : (RESULTS[restore.result] ?? 'UNKNOWN'),
    message: restore.result === 'Failed' ? 'Some items could not be restored' : null,
    start: restore.createdAt,
    end: restore.endedAt,
    percent: null,
    initiatedBy: restore.initiatedBy,
    retryOf: null,
    partOfRun: false,
    policyId: null,
    items: () =>
      restoreEvents(restore).map(({ itemName, status }) => ({
        name: itemName,
        result: RESULTS[status] ?? 'UNKNOWN',
      })),
  };
}

/** Version 6 does not tell when the last backup was made: its sessions do. */
function policyTruth(server: string, job: Job, sessions: SessionTruth[], version: number): PolicyTruth {
  return {
    server,
    id: job.id,
    name: job.name,
    kind: job.kind === 'Copy' ? 'BACKUP_COPY' : 'BACKUP',
    workload: 'M365',
    enabled: job.isEnabled,
    status: statusOfJob(job),
    lastRun: job.lastRun,
    lastResult: job.lastRun === null ? 'NONE' : (RESULTS[job.lastStatus] ?? 'UNKNOWN'),
    nextRun: job.nextRun,
    schedule: scheduleTruth(job),
    repositoryIds: [job.repository.id],
    lastSession: newestOf(sessions),
    lastSuccess: version >= 7 ? job.lastBackup : (newestOf(sessions.filter(isGood))?.end ?? null),
  };
}

/** Object storage counts by its size limit; the disk of such a repository is only its cache. */
function repositoryTruth(server: string, repository: Repository, version: number): RepositoryTruth {
  const { id, name, objectStorage, capacityBytes, freeBytes, proxy, path } = repository;
  const days = objectStorage?.immutabilityDays ?? null;
  const common = {
    server,
    id,
    name,
    status: version >= 8 ? repositoryStatusOf(repository) : 'UNKNOWN',
    immutability: {
      enabled: version >= 8 && objectStorage !== null ? days !== null : null,
      periodDays: version >= 8 ? days : null,
    },
    partOf: null,
    volume:
      objectStorage || !proxy || !capacityBytes ? id : `${proxy.id} ${path.slice(0, 2)} ${capacityBytes}`,
  };
  if (objectStorage === null) {
    const used = capacityBytes === null || freeBytes === null ? null : capacityBytes - freeBytes;
    return { ...common, kind: 'LOCAL', capacity: capacityBytes, free: freeBytes, used };
  }
  const { usedBytes: used, sizeLimitGB } = objectStorage;
  const capacity = sizeLimitGB === null ? null : sizeLimitGB * GIB;
  const free = capacity === null ? null : Math.max(0, capacity - used);
  return { ...common, kind: 'OBJECT_STORAGE', capacity, free, used };
}

function repositoryStatusOf({ outOfOrderReason, outdated }: Repository): string {
  if (outOfOrderReason !== null) return 'OFFLINE';
  return outdated ? 'OUT_OF_DATE' : 'ONLINE';
}

function statusOfJob({ lastStatus, isEnabled }: Job): string {
  if (lastStatus === 'Running' || lastStatus === 'Queued') return 'RUNNING';
  return isEnabled ? 'IDLE' : 'DISABLED';
}

const DAY_GAPS = { Everyday: 1, Workdays: 3, Weekends: 6, Saturday: 7, Sunday: 7 };
/** Hourly jobs leave out one hour of the night. */
const INTERVALS = { Minutes30: HOUR / 2, Hours1: 2 * HOUR, Hours4: 4 * HOUR, Hours8: 8 * HOUR };

/** An immediate copy job runs when the job it copies has run. */
function scheduleTruth(job: Job): ScheduleTruth {
  const { schedule } = job;
  switch (schedule.type) {
    case 'ManualOnly':
      return { scheduled: false, longestGap: null };
    case 'Daily':
      return { scheduled: true, longestGap: DAY_GAPS[schedule.days] * DAY };
    case 'Periodically':
      return { scheduled: true, longestGap: INTERVALS[schedule.every] };
    case 'Immediate':
      return job.kind === 'Copy' ? scheduleTruth(job.source) : { scheduled: true, longestGap: null };
  }
}
