import { sessionTypeWord, since } from '../revisions.js';
import type { JobType } from '../revisions.js';
import { mix, NO_ID, NumberedIds } from '../world/ids.js';
import type { LogLine } from '../world/logs.js';
import { ADMINISTRATORS } from '../world/names.js';
import { stateAt } from '../world/session-state.js';
import type { SessionRecord } from '../world/session-table.js';
import { jobOf, messageOf } from '../world/tasks.js';
import type { TaskRecord } from '../world/tasks.js';
import type { VbrWorld } from '../world/world.js';
import { sessionProgress, taskProgress } from './progress.js';
import { from, maybe } from './view.js';
import type { Json, View } from './view.js';

const PLATFORMS: Partial<Record<JobType, string>> = {
  HyperVBackup: 'HyperV',
  WindowsAgentBackup: 'WindowsPhysical',
  LinuxAgentBackup: 'LinuxPhysical',
  FileBackup: 'UnstructuredData',
  FileBackupCopy: 'UnstructuredData',
  ObjectStorageBackup: 'UnstructuredData',
  EntraIDTenantBackup: 'EntraID',
  EntraIDAuditLogBackup: 'EntraID',
  NutanixAHVBackupJob: 'Nutanix',
  ProxmoxBackupJob: 'Proxmox',
  CloudBackupAWS: 'AWSEC2',
};

/** Name of a session: that of its job, or the kind of work. */
export function sessionName(world: VbrWorld, session: SessionRecord): string {
  return (
    world.notes.get(session.index)?.name ??
    jobOf(world, session)?.name ??
    session.type.replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
  );
}

/** Who started a session. */
export function initiatorOf(world: VbrWorld, session: SessionRecord): string {
  const { domain } = world.server;
  const note = world.notes.get(session.index);
  if (note) return note.initiatedBy;
  if (!session.manual) return `${domain}\\svc-veeam`;
  return `${domain}\\${ADMINISTRATORS[session.index % ADMINISTRATORS.length] ?? 'admin'}`;
}

export function sessionBody(view: View, session: SessionRecord): Json {
  const { world, revision } = view;
  const job = jobOf(world, session);
  const { state, result, endTime, percent } = stateAt(session, view.now);
  const resource = resourceOf(world, session);
  return {
    id: session.id,
    name: sessionName(world, session),
    jobId: job?.id ?? ownJobId(world, session),
    sessionType: sessionTypeWord(revision, session.type),
    creationTime: world.clock.iso(session.creationTime),
    ...maybe(view, 'endTime', endTime === null ? null : world.clock.iso(endTime)),
    state,
    ...maybe(view, 'progressPercent', percent),
    result: {
      result,
      message: endTime === null ? '' : messageOf(world, session),
      isCanceled: endTime !== null && session.canceled,
    },
    ...maybe(view, 'resourceId', resource?.id),
    ...maybe(view, 'resourceReference', resource?.reference),
    ...maybe(view, 'parentSessionId', null),
    usn: 48_000 + session.index,
    platformName: (job && PLATFORMS[job.type]) ?? 'VMware',
    platformId: NO_ID,
    ...from(view, '1.3-rev0', () => ({ initiatedBy: initiatorOf(world, session) })),
    ...from(view, '1.3-rev2', () => newestProperties(view, session)),
    ...oddProperties(view, session),
  };
}

/** The object a session works on: the backup of its job, or what a request was about. */
function resourceOf(world: VbrWorld, session: SessionRecord): { id: string; reference: string } | undefined {
  const noted = world.notes.get(session.index)?.resource;
  if (noted || session.jobIndex === null) return noted;
  const id = new NumberedIds(mix(world.seed, 0xbac)).encode(session.jobIndex);
  return { id, reference: `/api/v1/backups/${id}` };
}

function newestProperties(view: View, session: SessionRecord): Json {
  if (session.jobIndex === null) return {};
  return {
    algorithm: session.full ? 'Full' : 'Increment',
    progress: sessionProgress(view, session),
    originalSessionId: view.world.sessions.idAt(session.originalIndex),
    retryInfo: { isRecheckRetry: false, retryNumber: session.retryNumber },
  };
}

function oddProperties({ world }: View, session: SessionRecord): Json {
  if (world.oddities?.sessionId !== session.id) return {};
  return {
    sessionType: 'TimeTravel',
    creationTime: world.clock.iso(session.creationTime).replace(/(\.\d{3})/, '$14567'),
    result: null,
    resourceReference: null,
    holographicIndex: { depth: 7 },
  };
}

/** Configuration backups have a job of their own that no list shows; other work has none. */
function ownJobId(world: VbrWorld, session: SessionRecord): string {
  return session.type === 'ConfigurationBackup' ? new NumberedIds(mix(world.seed, 0xc0f)).encode(0) : NO_ID;
}

export function taskBody(view: View, task: TaskRecord): Json {
  const { world, revision } = view;
  const running = task.endTime > view.now;
  const { clock } = world;
  return {
    id: task.id,
    type: task.type,
    sessionId: task.session.id,
    sessionType: sessionTypeWord(revision, task.session.type),
    creationTime: clock.local(task.creationTime),
    ...maybe(view, 'endTime', running ? null : clock.local(task.endTime)),
    name: task.object.name,
    usn: 129_000 + task.session.index,
    state: running ? 'Working' : 'Stopped',
    result: running
      ? { result: 'None', message: '', isCanceled: false }
      : { result: task.result, message: task.message, isCanceled: task.canceled },
    ...(task.type !== 'Restore' && {
      algorithm: task.full ? 'Full' : 'Increment',
      progress: taskProgress(view, task),
    }),
    ...(task.type === 'Backup' && backupProperties(view, task)),
  };
}

function backupProperties({ world, revision }: View, task: TaskRecord): Json {
  const job = jobOf(world, task.session);
  return {
    repositoryId: job?.repositoryId ?? NO_ID,
    ...(since(revision, '1.3-rev2') && {
      platformType: (job && PLATFORMS[job.type]) ?? 'VMware',
      platformId: NO_ID,
    }),
  };
}

export function logBody(view: View, lines: readonly LogLine[]): Json {
  const { clock } = view.world;
  const records = lines.map(({ id, status, startTime, updateTime, title, description }) => ({
    id,
    status,
    startTime: clock.iso(startTime),
    updateTime: clock.iso(updateTime),
    title,
    description,
    ...additionalInfo(view),
  }));
  return { totalRecords: records.length, records };
}

/** Unknown to 1.2, a string in 1.3-rev0 and rev1, a list in 1.3-rev2. */
function additionalInfo({ revision }: View): Json {
  if (since(revision, '1.3-rev2')) return { additionalInfo: [{ field: 'Origin', data: 'Backup server' }] };
  return since(revision, '1.3-rev0') ? { additionalInfo: 'Origin: backup server' } : {};
}
