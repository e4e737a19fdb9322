import { knowsJobType, sessionTypeWord, since } from '../../src/simulators/vbr/revisions.js';
import type { Revision } from '../../src/simulators/vbr/revisions.js';
import type {
  JobRecord,
  RepositoryRecord,
  ScaleOutRecord,
  SessionRecord,
  VbrSimulator,
  VbrWorld,
} from '../../src/simulators/vbr/index.js';
import { messageOf, stateAt, tasksOf } from '../../src/simulators/vbr/index.js';
import { initiatorOf, sessionName } from '../../src/simulators/vbr/wire/sessions.js';
import { nextOccurrence } from '../../src/simulators/vbr/world/schedules.js';
import { immutabilityOf, repositoryStatusOf, scaleOutStatusOf, scheduleTruth } from './truth-vbr-details.js';
import { groupByPolicy, isGood, newestOf } from './truth.js';
import type { PolicyTruth, RepositoryTruth, ServerTruth, SessionTruth } from './truth.js';

const GIB = 1024 ** 3;

const SESSION_KINDS: Record<string, string> = {
  BackupJob: 'BACKUP',
  AgentBackup: 'BACKUP',
  PlatformBackupJob: 'BACKUP',
  BackupCopyJob: 'BACKUP_COPY',
  UnstructuredDataBackupCopy: 'BACKUP_COPY',
  ReplicaJob: 'REPLICATION',
  RestoreVm: 'RESTORE',
  FileLevelRestore: 'RESTORE',
  DeleteBackup: 'RETENTION',
  Retention: 'RETENTION',
  ConfigurationResynchronize: 'RESCAN',
  Infrastructure: 'CONFIGURATION',
  ConfigurationBackup: 'CONFIGURATION',
  BackgroundOperation: 'MAINTENANCE',
  InfrastructureItemDeletion: 'MAINTENANCE',
  RepositoryMaintenance: 'MAINTENANCE',
};

const STATES = { Starting: 'PENDING', Working: 'RUNNING', Postprocessing: 'RUNNING', Stopped: 'FINISHED' };

const JOB_KINDS: Record<string, string> = {
  BackupCopy: 'BACKUP_COPY',
  FileBackupCopy: 'BACKUP_COPY',
  VSphereReplica: 'REPLICATION',
};

const WORKLOADS: Record<string, string> = {
  WindowsAgentBackup: 'PHYSICAL_MACHINE',
  LinuxAgentBackup: 'PHYSICAL_MACHINE',
  FileBackup: 'FILE_SYSTEM',
  FileBackupCopy: 'FILE_SYSTEM',
  ObjectStorageBackup: 'OBJECT_STORAGE',
  EntraIDTenantBackup: 'IDENTITY',
  EntraIDAuditLogBackup: 'IDENTITY',
  CloudBackupAWS: 'CLOUD_INSTANCE',
};

const REPOSITORY_KINDS: Record<string, string> = {
  WinLocal: 'LOCAL',
  LinuxLocal: 'LOCAL',
  LinuxHardened: 'LOCAL',
  Smb: 'NETWORK_SHARE',
  Nfs: 'NETWORK_SHARE',
  DellDataDomain: 'DEDUPE_APPLIANCE',
  VeeamDataCloudVault: 'VAULT',
};

/** What one VBR server knows, as its newest revision shows it. */
export function vbrTruth(server: string, { world, switches }: VbrSimulator): ServerTruth {
  const revision = switches.revisions.toSorted().at(-1) ?? '1.3-rev2';
  const jobs = world.jobs.filter(({ type }) => knowsJobType(revision, type));
  const shown = new Set(jobs.map(({ index }) => index));
  const sessions = [...world.sessions]
    .filter(({ jobIndex }) => jobIndex === null || shown.has(jobIndex))
    .map((session) => sessionTruth(server, world, session, revision));
  const byJob = groupByPolicy(sessions);
  return {
    sessions,
    policies: jobs.map((job) => policyTruth(server, world, job, byJob.get(job.id) ?? [])),
    repositories: [
      ...world.repositories.map((repository) => repositoryTruth(server, world, repository, revision)),
      ...world.scaleOutRepositories.map((scaleOut) => scaleOutTruth(server, world, scaleOut, revision)),
    ],
  };
}

function sessionTruth(
  server: string,
  world: VbrWorld,
  session: SessionRecord,
  revision: Revision,
): SessionTruth {
  const { state, result, endTime, percent } = stateAt(session, world.clock.now());
  const isOdd = world.oddities?.sessionId === session.id;
  const isOver = endTime !== null;
  const isRetry = session.originalIndex !== session.index;
  const outcome = isOver && session.canceled ? 'CANCELLED' : result.toUpperCase();
  return {
    server,
    id: session.id,
    name: sessionName(world, session),
    kind: isOdd ? 'OTHER' : (SESSION_KINDS[sessionTypeWord(revision, session.type)] ?? 'OTHER'),
    state: STATES[state],
    result: isOdd ? 'NONE' : outcome,
    message: isOdd || !isOver ? null : messageOf(world, session) || null,
    start: session.creationTime,
    end: endTime,
    percent,
    initiatedBy: since(revision, '1.3-rev0') ? initiatorOf(world, session) : null,
    retryOf: isRetry ? world.sessions.idAt(session.originalIndex) : null,
    partOfRun: false,
    policyId: session.jobIndex === null ? null : (world.jobs[session.jobIndex]?.id ?? null),
    items: () =>
      tasksOf(world, session).map((task) => ({
        name: task.object.name,
        result:
          task.endTime > world.clock.now() ? 'NONE' : task.canceled ? 'CANCELLED' : task.result.toUpperCase(),
      })),
  };
}

function policyTruth(
  server: string,
  world: VbrWorld,
  job: JobRecord,
  sessions: readonly SessionTruth[],
): PolicyTruth {
  const lastSession = newestOf(sessions);
  const isRunning = lastSession !== null && lastSession.state !== 'FINISHED';
  return {
    server,
    id: job.id,
    name: job.name,
    kind: job.strangeType ? 'OTHER' : (JOB_KINDS[job.type] ?? 'BACKUP'),
    workload: WORKLOADS[job.type] ?? 'VIRTUAL_MACHINE',
    enabled: !job.disabled || isRunning,
    status: isRunning ? 'RUNNING' : job.disabled ? 'DISABLED' : 'IDLE',
    lastRun: lastSession?.start ?? null,
    lastResult: lastSession?.result ?? 'NONE',
    schedule: scheduleTruth(job),
    nextRun: job.disabled ? null : nextOccurrence(job.schedule, world.clock.now(), world.clock),
    repositoryIds: job.repositoryId === null ? [] : [job.repositoryId],
    lastSession,
    lastSuccess: newestOf(sessions.filter(isGood))?.end ?? null,
  };
}

function repositoryTruth(
  server: string,
  world: VbrWorld,
  repository: RepositoryRecord,
  revision: Revision,
): RepositoryTruth {
  const { id, name, type, strangeType, capacityGB, freeGB, usedSpaceGB, hostId, path } = repository;
  const isLimited = capacityGB > 0;
  const scaleOut = world.scaleOutRepositories.find(({ performance }) =>
    performance.some(({ repositoryId }) => repositoryId === id),
  );
  return {
    server,
    id,
    name,
    kind: strangeType ? 'OTHER' : (REPOSITORY_KINDS[type] ?? 'OBJECT_STORAGE'),
    capacity: isLimited ? Math.round(capacityGB * GIB) : null,
    free: isLimited ? Math.round(freeGB * GIB) : null,
    used: Math.round(usedSpaceGB * GIB),
    status: repositoryStatusOf(world, repository, revision),
    immutability: immutabilityOf(repository, revision),
    partOf: scaleOut?.id ?? null,
    volume: hostId === null ? id : `${hostId} ${/^[A-Z]:/.exec(path ?? '')?.[0] ?? path}`,
  };
}

/** The space of its performance extents. */
function scaleOutTruth(
  server: string,
  world: VbrWorld,
  { id, name }: ScaleOutRecord,
  revision: Revision,
): RepositoryTruth {
  const extents = world.repositories
    .map((repository) => repositoryTruth(server, world, repository, revision))
    .filter(({ partOf }) => partOf === id);
  const sum = (pick: (extent: RepositoryTruth) => number | null): number =>
    extents.reduce((total, extent) => total + (pick(extent) ?? 0), 0);
  return {
    server,
    id,
    name,
    kind: 'SCALE_OUT',
    capacity: sum(({ capacity }) => capacity),
    free: sum(({ free }) => free),
    used: sum(({ used }) => used),
    status: scaleOutStatusOf(extents),
    immutability: combined(extents),
    partOf: null,
    volume: id,
  };
}

/** Immutable where all performance extents are, for as long as the shortest; where one is not told, nothing is known. */
function combined(extents: readonly RepositoryTruth[]): RepositoryTruth['immutability'] {
  const all = extents.map(({ immutability }) => immutability);
  if (all.some(({ enabled }) => enabled === false)) return { enabled: false, periodDays: null };
  if (all.some(({ enabled }) => enabled === null)) return { enabled: null, periodDays: null };
  return { enabled: true, periodDays: Math.min(...all.map(({ periodDays }) => periodDays ?? Infinity)) };
}
