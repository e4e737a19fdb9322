import type { SessionKind } from '../../../core/model/session.js';
import type { REVISIONS } from '../revision.js';
import { isAtLeast } from '../revision.js';
import { Words } from '../../../platform/products-kit/words.js';

type Revision = (typeof REVISIONS)[number];

/** The session types each revision brought, by what the session does. Types of older revisions stay in newer ones. */
const TYPES: readonly { readonly since: Revision; readonly kinds: Partial<Record<SessionKind, string>> }[] = [
  {
    since: '1.2-rev1',
    kinds: {
      BACKUP: 'BackupJob',
      REPLICATION: 'ReplicaJob',
      RESTORE:
        'PublishBackupContentViaMount RestoreVm InstantRecovery FirstClassDiskInstantRestore QuickMigration FileLevelRestore LinuxFileLevelRestore Failover PlannedFailover PermanentFailover UndoFailover Failback CommitFailback UndoFailback SwitchReplicaToProduction CloudDirectorVmRestore CloudDirectorVAppRestore FirstClassDiskQuickMigration EntraIdRestore NasRestore UnstructuredDataBrowse UnstructuredDownloadMeta',
      RETENTION: 'DeleteBackup',
      RESCAN: 'ConfigurationResynchronize EntraIdRescanRepository',
      CONFIGURATION: 'Infrastructure Automation ConfigurationBackup AzureApplianceDeploy FileServerSave',
      MAINTENANCE: 'RepositoryMaintenance RepositoryEvacuate InfrastructureItemDeletion BackgroundOperation',
    },
  },
  {
    since: '1.3-rev0',
    kinds: {
      BACKUP: 'SqlLogBackup OracleLogBackup PostgreSqlLogBackup AgentPolicy AgentBackup',
      BACKUP_COPY: 'UnstructuredDataBackupCopy',
      RESTORE:
        'EntraIdRestoreFromCopy AzureInstantRecovery AzureInstantRecoveryMigration AzureInstantRecoverySwitchover AzureInstantRecoveryStart AzureInstantRecoveryStop AzureInstantRecoveryMigrationUndo AzureInstantRecoveryMount PublishBackupContentViaNfs FailoverPlan FailoverPlanTask ArchiveRehydration RetrieveBackup ArchiveTierDownload',
      RETENTION: 'CheckpointRemoval Retention',
      RESCAN: 'VolumesDiscover AgentDiscovery',
      CONFIGURATION: 'TestCredentials',
      MAINTENANCE:
        'LogsExport ApplianceUpdatesInstall HostComponentsUpdate CopyBackup FileBackupHealthCheck ArchiveBackup ArchiveSync ArchiveCopy ArchiveFreezing DirectBackupSync',
    },
  },
  {
    since: '1.3-rev1',
    kinds: {
      BACKUP_COPY: 'BackupCopyJob',
      RESTORE: 'FileInstantRecovery FileInstantRecoveryMigration',
      MAINTENANCE: 'AgentOperationPurgeCache',
    },
  },
  {
    since: '1.3-rev2',
    kinds: {
      BACKUP:
        'IrisBackup PlatformServiceJob PlatformBackupJob AgentOperationBackupNow AgentOperationActiveFull EndpointBackup',
      BACKUP_COPY: 'BackupCopyJobParent',
      SNAPSHOT: 'PlatformSnapshotJob PlatformSnapshotCopyJob',
      RESTORE:
        'ApplicationLevelRestore AdForestRestore RestoreRecoveryApplianceVolumes RestoreAgentVolumes EndpointRestore FileBackupArchiveRetrievalProlonging InstantDiskRecovery DiskRestore',
      RESCAN: 'StorageDiscovery StorageMonitoring',
      CONFIGURATION:
        'AgentManagement VeeamUpdaterSettingsSync AgentsRecoveryAppliancesManagement HaSwitchover HaClusterEdit',
      MAINTENANCE:
        'EpAgentOperationStopBackup BackupCacheSync PerVmMoveBackup PerVmCopyBackup IndexCollection',
    },
  },
];

const ENTRIES = TYPES.flatMap(({ since, kinds }) =>
  Object.entries(kinds).flatMap(([kind, words]) =>
    words.split(' ').map((word) => ({ since, word, kind: kind as SessionKind })),
  ),
);

/** "Job" is in no revision's list, but the vendor's samples have it. Security scans and SureBackup are among the others. */
export const SESSION_KINDS_BY_TYPE = new Words<SessionKind>(
  {
    ...Object.fromEntries(ENTRIES.map(({ word, kind }) => [word, kind])),
    Job: 'BACKUP',
    HyperVReplica: 'REPLICATION',
    CdpReplica: 'REPLICATION',
  },
  'OTHER',
);

/**
 * The type words of a revision for these kinds; null where words cannot say it exactly: OTHER is whatever nobody knows, and
 * backups may carry a word that is in no revision's list, which a filter would refuse.
 */
export function typesOfKinds(kinds: readonly SessionKind[], revision: string): readonly string[] | null {
  if (kinds.includes('OTHER') || kinds.includes('BACKUP')) return null;
  return ENTRIES.filter(({ kind, since }) => kinds.includes(kind) && isAtLeast(revision, since)).map(
    ({ word }) => word,
  );
}
