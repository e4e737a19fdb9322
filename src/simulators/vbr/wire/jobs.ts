import { cased, jobTypeWord, repositoryTypeWord, since } from '../revisions.js';
import { mix, NumberedIds } from '../world/ids.js';
import type { JobRecord, ProtectedObject } from '../world/records.js';
import { dayName, scheduleBody, timedScheduleBody } from './job-schedule.js';
import type { Json, View } from './view.js';

/** The settings of a job: one shape per job type, with the repository in a different place in most of them. */
export function jobBody(view: View, job: JobRecord): Json {
  return {
    id: job.id,
    name: job.name,
    type: job.strangeType ?? jobTypeWord(view.revision, job.type),
    isDisabled: job.disabled,
    ...(job.strangeType ? { entanglement: true } : settingsOf(view, job)),
  };
}

function settingsOf(view: View, job: JobRecord): Json {
  switch (job.type) {
    case 'VSphereBackup':
      return { ...described(job), ...machineBackup(view, job, vmwareObject(view), vmwareProxies) };
    case 'HyperVBackup':
      return { ...described(job), ...machineBackup(view, job, hyperVObject, hyperVProxies) };
    case 'VSphereReplica':
      return { ...described(job), ...replica(view, job) };
    case 'BackupCopy':
      return { description: job.description, ...backupCopy(view, job) };
    case 'WindowsAgentBackup':
    case 'LinuxAgentBackup':
      return { ...described(job), ...agentBackup(view, job) };
    case 'FileBackup':
    case 'ObjectStorageBackup':
      return { ...described(job), ...unstructuredBackup(view, job) };
    case 'FileBackupCopy':
      return {
        primaryJobId: job.sourceJobIds[0] ?? job.id,
        backupRepositoryId: job.repositoryId,
        useCustomRetention: false,
        schedule: { type: 'Continuous' },
      };
    case 'EntraIDTenantBackup':
      return {
        description: job.description,
        storage: { tenantId: tenantId(view), retentionPolicy: job.retention },
        schedule: scheduleBody(view, job),
      };
    case 'EntraIDAuditLogBackup':
      return { ...described(job), ...auditLogBackup(view, job) };
    case 'CloudBackupAWS':
    case 'NutanixAHVBackupJob':
    case 'ProxmoxBackupJob':
      return {};
  }
}

function described(job: JobRecord): Json {
  return { description: job.description, isHighPriority: job.highPriority };
}

function machineBackup(
  view: View,
  job: JobRecord,
  object: (object: ProtectedObject) => Json,
  proxies: (view: View) => Json,
): Json {
  return {
    virtualMachines: { includes: job.objects.map(object) },
    storage: {
      backupRepositoryId: job.repositoryId,
      backupProxies: proxies(view),
      retentionPolicy: job.retention,
      ...(job.gfsWeeks !== null && { gfsPolicy: gfsPolicy(view, job.gfsWeeks) }),
      advancedSettings: {
        backupModeType: 'Incremental',
        // Misspelt in every contract before 1.3-rev2.
        [since(view.revision, '1.3-rev2') ? 'syntheticFulls' : 'synthenticFulls']: {
          isEnabled: true,
          weekly: { isEnabled: true, days: [dayName(view, 6)] },
        },
        storageData: storageData(job),
      },
    },
    guestProcessing: { appAwareProcessing: { isEnabled: true }, guestFSIndexing: { isEnabled: false } },
    schedule: scheduleBody(view, job),
  };
}

function storageData(job: JobRecord): Json {
  return {
    compressionLevel: 'Optimal',
    encryption: job.encrypted ? { isEnabled: true, encryptionType: 'ByUserPassword' } : { isEnabled: false },
  };
}

function gfsPolicy(view: View, weeks: number): Json {
  return {
    isEnabled: true,
    weekly: { isEnabled: true, keepForNumberOfWeeks: weeks, desiredTime: dayName(view, 7) },
  };
}

function vmwareProxies(): Json {
  return { autoSelectEnabled: true };
}

function hyperVProxies(view: View): Json {
  return { proxyType: cased(view.revision, 'OnHost') };
}

function vmwareObject({ revision }: View): (object: ProtectedObject) => Json {
  const platform = since(revision, '1.3-rev0') ? 'VSphere' : 'VMware';
  return ({ id, name, size }) => ({
    platform,
    size: `${Math.round(size / 1024 ** 3)} GB`,
    hostName: 'vcenter01',
    name,
    type: 'VirtualMachine',
    objectId: `vm-${parseInt(id.slice(0, 4), 16)}`,
  });
}

function hyperVObject({ id, name, size }: ProtectedObject): Json {
  return {
    platform: 'HyperV',
    size: `${Math.round(size / 1024 ** 3)} GB`,
    hostName: 'hv-cluster01',
    name,
    type: 'VirtualMachine',
    objectId: id,
  };
}

function replica(view: View, job: JobRecord): Json {
  const target = (name: string, type: string): Json => ({
    platform: since(view.revision, '1.3-rev0') ? 'VSphere' : 'VMware',
    hostName: 'vcenter01',
    name,
    type,
  });
  return {
    virtualMachines: { includes: job.objects.map(vmwareObject(view)) },
    destination: {
      host: target('esx-dr01', 'Host'),
      resourcePool: target('Replicas', 'ResourcePool'),
      folder: target('DR', 'Folder'),
      datastore: target('dr-datastore', 'Datastore'),
    },
    schedule: scheduleBody(view, job),
  };
}

function backupCopy(view: View, job: JobRecord): Json {
  const { world, revision } = view;
  const sources = world.jobs.filter(({ id }) => job.sourceJobIds.includes(id));
  const repository = world.repositories.find(({ name }) => name === 'Default Backup Repository');
  const byJobs = {
    jobs: sources.map(({ id, name, type }) => ({ id, name, type: jobTypeWord(revision, type) })),
  };
  const byRepository = {
    repositories: repository
      ? [{ id: repository.id, name: repository.name, type: repositoryTypeWord(revision, repository.type) }]
      : [],
  };
  return {
    mode: job.copyMode ?? 'Immediate',
    sourceObjects: { includes: sources.length > 0 ? byJobs : byRepository },
    target: { backupRepositoryId: job.repositoryId, retentionPolicy: job.retention },
    schedule: backupCopySchedule(view, job),
  };
}

function backupCopySchedule(view: View, job: JobRecord): Json {
  if (job.copyMode !== 'Periodic') return { type: 'Immediate', scheduleMode: 'Continuous' };
  return { type: 'Periodic', ...timedScheduleBody(view, job) };
}

function agentBackup(view: View, job: JobRecord): Json {
  const type = job.type === 'WindowsAgentBackup' ? 'WindowsComputer' : 'LinuxComputer';
  const protectionGroupId = new NumberedIds(mix(view.world.seed, 0x9c0)).encode(job.index);
  return {
    agentType: 'Server',
    computers: job.objects.map(({ id, name }) => ({ platform: 'Agent', id, name, type, protectionGroupId })),
    backupMode: 'EntireComputer',
    storage: { backupRepositoryId: job.repositoryId, retentionPolicy: job.retention },
    schedule: scheduleBody(view, job),
  };
}

function unstructuredBackup(view: View, job: JobRecord): Json {
  const serverId = new NumberedIds(mix(view.world.seed, 0xf5)).encode(job.index);
  const objects = job.objects.map(({ name }) =>
    job.type === 'FileBackup'
      ? { type: 'FileServerShare', fileServerId: serverId, path: name }
      : { type: 'Container', objectStorageServerId: serverId, container: name },
  );
  return {
    objects,
    backupRepository: {
      backupRepositoryId: job.repositoryId,
      retentionPolicy: { type: 'Days', quantity: job.retention.quantity },
    },
    ...(job.archiveRepositoryId && {
      archiveRepository: { archiveRepositoryId: job.archiveRepositoryId, archiveRecentFileVersions: true },
    }),
    schedule: scheduleBody(view, job),
  };
}

function auditLogBackup(view: View, job: JobRecord): Json {
  return {
    tenant: { tenantId: tenantId(view) },
    storage: {
      backupRepositoryId: job.repositoryId,
      retentionPolicy: { type: 'Days', quantity: job.retention.quantity },
    },
    schedule: scheduleBody(view, job),
  };
}

function tenantId({ world }: View): string {
  return new NumberedIds(mix(world.seed, 0x7e)).encode(0);
}
