import type { PolicyKind, Workload } from '../../../core/model/policy.js';
import { Words } from '../../../platform/products-kit/words.js';

/** What a job type does, in the words of every revision and in those that servers were seen to send besides; types that are not listed protect something, but nobody knows what. */
export const JOB_KINDS = new Words<PolicyKind>(
  {
    Backup: 'BACKUP',
    VSphereBackup: 'BACKUP',
    HyperVBackup: 'BACKUP',
    CloudDirectorBackup: 'BACKUP',
    EntraIDTenantBackup: 'BACKUP',
    EntraIDAuditLogBackup: 'BACKUP',
    WindowsAgentBackup: 'BACKUP',
    WindowsAgentBackupFailoverCluster: 'BACKUP',
    WindowsAgentBackupWorkstationPolicy: 'BACKUP',
    WindowsAgentBackupServerPolicy: 'BACKUP',
    LinuxAgentBackup: 'BACKUP',
    LinuxAgentBackupWorkstationPolicy: 'BACKUP',
    LinuxAgentBackupServerPolicy: 'BACKUP',
    FileBackup: 'BACKUP',
    ObjectStorageBackup: 'BACKUP',
    CloudBackupAzure: 'BACKUP',
    CloudBackupAWS: 'BACKUP',
    CloudBackupGoogle: 'BACKUP',
    NutanixAHVBackupJob: 'BACKUP',
    ProxmoxBackupJob: 'BACKUP',
    IrisBackup: 'BACKUP',
    BackupCopy: 'BACKUP_COPY',
    LegacyBackupCopy: 'BACKUP_COPY',
    FileBackupCopy: 'BACKUP_COPY',
    EntraIDTenantBackupCopy: 'BACKUP_COPY',
    ObjectStorageBackupCopy: 'BACKUP_COPY',
    VSphereReplica: 'REPLICATION',
    HyperVReplica: 'REPLICATION',
    CloudDirectorReplica: 'REPLICATION',
    VSphereCdpReplica: 'REPLICATION',
    CdpReplica: 'REPLICATION',
    Replica: 'REPLICATION',
  },
  'OTHER',
);

/** What the types protect that leave no doubt about it. The others say it in their `workload`. */
const WORKLOADS_BY_TYPE = new Words<Workload | null>(
  {
    Backup: 'VIRTUAL_MACHINE',
    VSphereBackup: 'VIRTUAL_MACHINE',
    HyperVBackup: 'VIRTUAL_MACHINE',
    VSphereReplica: 'VIRTUAL_MACHINE',
    HyperVReplica: 'VIRTUAL_MACHINE',
    CloudDirectorReplica: 'VIRTUAL_MACHINE',
    VSphereCdpReplica: 'VIRTUAL_MACHINE',
    CdpReplica: 'VIRTUAL_MACHINE',
    CloudDirectorBackup: 'VIRTUAL_MACHINE',
    NutanixAHVBackupJob: 'VIRTUAL_MACHINE',
    ProxmoxBackupJob: 'VIRTUAL_MACHINE',
    WindowsAgentBackup: 'PHYSICAL_MACHINE',
    WindowsAgentBackupFailoverCluster: 'PHYSICAL_MACHINE',
    WindowsAgentBackupWorkstationPolicy: 'PHYSICAL_MACHINE',
    WindowsAgentBackupServerPolicy: 'PHYSICAL_MACHINE',
    LinuxAgentBackup: 'PHYSICAL_MACHINE',
    LinuxAgentBackupWorkstationPolicy: 'PHYSICAL_MACHINE',
    LinuxAgentBackupServerPolicy: 'PHYSICAL_MACHINE',
    FileBackup: 'FILE_SYSTEM',
    ObjectStorageBackup: 'OBJECT_STORAGE',
    CloudBackupAzure: 'CLOUD_INSTANCE',
    CloudBackupAWS: 'CLOUD_INSTANCE',
    CloudBackupGoogle: 'CLOUD_INSTANCE',
    EntraIDTenantBackup: 'IDENTITY',
    EntraIDTenantBackupCopy: 'IDENTITY',
    EntraIDAuditLogBackup: 'IDENTITY',
    IrisBackup: 'DATABASE',
  },
  null,
);

const WORKLOADS_BY_WORD = new Words<Workload>(
  {
    application: 'APPLICATION',
    cloudVm: 'CLOUD_INSTANCE',
    file: 'FILE_SYSTEM',
    server: 'PHYSICAL_MACHINE',
    workstation: 'PHYSICAL_MACHINE',
    vm: 'VIRTUAL_MACHINE',
  },
  'OTHER',
);

/** What a job protects, by its type and, where the type leaves it open, by the row's own word. */
export function workloadOf(type: string | null, workload: string | null): Workload {
  return WORKLOADS_BY_TYPE.of(type) ?? WORKLOADS_BY_WORD.of(workload);
}
