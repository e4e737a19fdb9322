/** The REST revisions this simulator speaks, oldest first. */
export const REVISIONS = ['1.2-rev1', '1.3-rev0', '1.3-rev1', '1.3-rev2'] as const;
export type Revision = (typeof REVISIONS)[number];

/** The build of the server whose newest revision it is. */
export const BUILDS: Record<Revision, string> = {
  '1.2-rev1': '12.3.1.1139',
  '1.3-rev0': '13.0.0.4967',
  '1.3-rev1': '13.0.1.180',
  '1.3-rev2': '13.1.0.411',
};

export function isRevision(value: unknown): value is Revision {
  return REVISIONS.some((revision) => revision === value);
}

/** Whether `revision` is `reference` or newer. */
export function since(revision: Revision, reference: Revision): boolean {
  return REVISIONS.indexOf(revision) >= REVISIONS.indexOf(reference);
}

/** Words that revisions before 1.3-rev1 write with a small first letter (`running`, `monday`, `onHost`). */
export function cased(revision: Revision, word: string): string {
  return since(revision, '1.3-rev1') ? word : word.charAt(0).toLowerCase() + word.slice(1);
}

/** Job types and the first revision that knows them. */
const JOB_TYPES = {
  VSphereBackup: '1.2-rev1',
  VSphereReplica: '1.2-rev1',
  EntraIDTenantBackup: '1.2-rev1',
  EntraIDAuditLogBackup: '1.2-rev1',
  FileBackupCopy: '1.2-rev1',
  HyperVBackup: '1.3-rev0',
  BackupCopy: '1.3-rev0',
  WindowsAgentBackup: '1.3-rev0',
  LinuxAgentBackup: '1.3-rev0',
  FileBackup: '1.3-rev1',
  ObjectStorageBackup: '1.3-rev1',
  CloudBackupAWS: '1.3-rev1',
  NutanixAHVBackupJob: '1.3-rev2',
  ProxmoxBackupJob: '1.3-rev2',
} as const satisfies Record<string, Revision>;

/** A job type in the words of 1.3-rev2. */
export type JobType = keyof typeof JOB_TYPES;

export function knowsJobType(revision: Revision, type: JobType): boolean {
  return since(revision, JOB_TYPES[type]);
}

/** The word a revision uses for a job type. */
export function jobTypeWord(revision: Revision, type: JobType): string {
  return type === 'VSphereBackup' && !since(revision, '1.3-rev0') ? 'Backup' : type;
}

const OLD_REPOSITORY_TYPES: Record<string, string> = {
  DellDataDomain: 'DDBoost',
  HPEStoreOnce: 'HPStoreOnceIntegration',
  QuantumDXi: 'Quantum',
};

/** Repository types the simulator uses (1.3-rev2 words) and the first revision that has them. */
const REPOSITORY_TYPES = {
  WinLocal: '1.2-rev1',
  LinuxLocal: '1.2-rev1',
  LinuxHardened: '1.2-rev1',
  Smb: '1.2-rev1',
  Nfs: '1.2-rev1',
  AmazonS3: '1.2-rev1',
  AmazonS3Glacier: '1.2-rev1',
  S3Compatible: '1.2-rev1',
  AzureBlob: '1.2-rev1',
  WasabiCloud: '1.2-rev1',
  AzureDataBox: '1.2-rev1',
  AzureArchive: '1.2-rev1',
  AmazonSnowballEdge: '1.2-rev1',
  GoogleCloud: '1.2-rev1',
  IBMCloud: '1.2-rev1',
  DellDataDomain: '1.2-rev1',
  HPEStoreOnce: '1.2-rev1',
  ExaGrid: '1.2-rev1',
  QuantumDXi: '1.2-rev1',
  Infinidat: '1.2-rev1',
  Fujitsu: '1.2-rev1',
  VeeamDataCloudVault: '1.3-rev0',
  VeeamDataCloudVaultArchive: '1.3-rev2',
} as const satisfies Record<string, Revision>;

/** A repository type in the words of 1.3-rev2. */
export type RepositoryType = keyof typeof REPOSITORY_TYPES;

/** Types that have no settings in the API before 1.3-rev2. */
const APPLIANCES: readonly RepositoryType[] = [
  'DellDataDomain',
  'HPEStoreOnce',
  'ExaGrid',
  'QuantumDXi',
  'Infinidat',
  'Fujitsu',
];

/** Whether it is an appliance, which the API manages since 1.3-rev2 only. */
export function isAppliance(type: RepositoryType): boolean {
  return APPLIANCES.includes(type);
}

export function isRepositoryType(value: unknown): value is RepositoryType {
  return typeof value === 'string' && value in REPOSITORY_TYPES;
}

export function knowsRepositoryType(revision: Revision, type: RepositoryType): boolean {
  return since(revision, REPOSITORY_TYPES[type]);
}

/** The word a revision uses for a repository type. */
export function repositoryTypeWord(revision: Revision, type: string): string {
  return since(revision, '1.3-rev2') ? type : (OLD_REPOSITORY_TYPES[type] ?? type);
}

/** The 1.3-rev2 word behind whatever word a client used, old names and case included. */
export function canonicalRepositoryType(word: string): string {
  const wanted = word.toLowerCase();
  const renamed = Object.entries(OLD_REPOSITORY_TYPES).find(([, old]) => old.toLowerCase() === wanted);
  return renamed?.[0] ?? Object.keys(REPOSITORY_TYPES).find((type) => type.toLowerCase() === wanted) ?? word;
}

/** Session types in the words of 1.3-rev2, with the first revision that has them and what older ones say instead. */
const SESSION_TYPES = {
  BackupJob: ['1.2-rev1', 'BackupJob'],
  ReplicaJob: ['1.2-rev1', 'ReplicaJob'],
  ConfigurationBackup: ['1.2-rev1', 'ConfigurationBackup'],
  ConfigurationResynchronize: ['1.2-rev1', 'ConfigurationResynchronize'],
  Infrastructure: ['1.2-rev1', 'Infrastructure'],
  InfrastructureItemDeletion: ['1.2-rev1', 'InfrastructureItemDeletion'],
  RepositoryMaintenance: ['1.2-rev1', 'RepositoryMaintenance'],
  RestoreVm: ['1.2-rev1', 'RestoreVm'],
  FileLevelRestore: ['1.2-rev1', 'FileLevelRestore'],
  MalwareDetection: ['1.2-rev1', 'MalwareDetection'],
  DeleteBackup: ['1.2-rev1', 'DeleteBackup'],
  SecurityComplianceAnalyzer: ['1.2-rev1', 'SecurityComplianceAnalyzer'],
  AgentBackup: ['1.3-rev0', 'BackgroundOperation'],
  UnstructuredDataBackupCopy: ['1.3-rev0', 'BackupJob'],
  Retention: ['1.3-rev0', 'BackgroundOperation'],
  BackupCopyJob: ['1.3-rev1', 'BackupJob'],
  PlatformBackupJob: ['1.3-rev2', 'BackupJob'],
} as const satisfies Record<string, readonly [Revision, string]>;

/** A session type in the words of 1.3-rev2. */
export type SessionType = keyof typeof SESSION_TYPES;
export const SESSION_TYPE_NAMES = Object.keys(SESSION_TYPES) as SessionType[];

/** The word a revision uses for a session type. */
export function sessionTypeWord(revision: Revision, type: SessionType): string {
  const [first, before] = SESSION_TYPES[type];
  return since(revision, first) ? type : before;
}
