/** How a job or a session stands, in the product's own words. */
export type Status =
  'Success' | 'Warning' | 'Failed' | 'Stopped' | 'Running' | 'Queued' | 'Disconnected' | 'NotConfigured';

export interface Organization {
  id: string;
  /** The tenant's domain, which is what the product shows as its name. */
  name: string;
  officeName: string;
  description: string;
  type: 'Office365' | 'Hybrid' | 'OnPremises';
  region: 'Worldwide' | 'Germany' | 'USGovernment';
  msid: string;
  /** Epoch ms; null before the first backup. */
  firstBackup: number | null;
  lastBackup: number | null;
}

export interface ProxyPool {
  id: string;
  name: string;
  description: string;
}

export interface Proxy {
  id: string;
  hostName: string;
  fqdn: string;
  description: string;
  type: 'Local' | 'Domain' | 'Workgroup';
  operatingSystem: 'Windows' | 'Linux';
  pool: ProxyPool | null;
  throttlingMbps: number | null;
  threads: number;
  status: 'Online' | 'Offline';
  /** Whether the machine answers; a rescan turns this into the status. */
  reachable: boolean;
  maintenance: 'Disabled' | 'Enabled';
  lastRescan: number | null;
}

export type ObjectStorageType =
  'AzureBlob' | 'AmazonS3' | 'AmazonS3Compatible' | 'AzureBlobArchive' | 'AmazonS3Glacier' | 'WasabiCloud';

export interface ObjectStorage {
  id: string;
  name: string;
  type: ObjectStorageType;
  bucket: string;
  folder: string;
  usedBytes: number;
  /** null: no limit is set. */
  sizeLimitGB: number | null;
  /** null: not immutable. */
  immutabilityDays: number | null;
}

export interface Repository {
  id: string;
  name: string;
  description: string;
  path: string;
  /** The local disk (of an object storage repository: its cache); null when the product does not know. */
  capacityBytes: number | null;
  freeBytes: number | null;
  retentionType: 'ItemLevel' | 'SnapshotBased';
  retention: { days: number } | { months: number } | { years: 'Year1' | 'Years3' | 'Years7' | 'Keep' };
  proxy: Proxy | null;
  pool: ProxyPool | null;
  /** null: a local (JET) repository. */
  objectStorage: ObjectStorage | null;
  longTerm: boolean;
  outdated: boolean;
  outOfSync: boolean;
  outOfOrderReason: string | null;
}

export type DayType = 'Everyday' | 'Workdays' | 'Weekends' | 'Sunday' | 'Saturday';
export type Interval = 'Minutes30' | 'Hours1' | 'Hours4' | 'Hours8';

/** When a job runs. Times of day are "HH:MM:SS" in the server's own time zone. */
export type Schedule =
  | { type: 'Daily'; days: DayType; time: string }
  | { type: 'Periodically'; every: Interval }
  | { type: 'ManualOnly' }
  | { type: 'Immediate' };

export interface JobItem {
  id: string;
  type: 'User' | 'Group' | 'Site' | 'Team' | 'PersonalSites';
  name: string;
  mail: string;
}

interface Policy {
  id: string;
  name: string;
  organization: Organization;
  repository: Repository;
  schedule: Schedule;
  isEnabled: boolean;
  /** Epoch ms; null before the first run. */
  lastRun: number | null;
  /** Epoch ms; null when nothing is scheduled (disabled, manual, immediate copy). */
  nextRun: number | null;
  /** End of the last run that left a backup. */
  lastBackup: number | null;
  lastStatus: Status;
  /** Grows with each change. */
  eTag: number;
}

export interface BackupJob extends Policy {
  kind: 'Backup';
  description: string;
  backupType: 'EntireOrganization' | 'SelectedItems';
  /** How often a failed run is repeated; null: never. */
  retries: number | null;
  selectedItems: JobItem[];
  excludedItems: JobItem[];
  /** How many mailboxes, sites and teams one run goes through. */
  objects: number;
}

export interface CopyJob extends Policy {
  kind: 'Copy';
  source: BackupJob;
}

export type Job = BackupJob | CopyJob;

export type RestoreType = 'Vex' | 'Veod' | 'Vesp' | 'Vet';

export interface RestoreSession {
  id: string;
  type: RestoreType;
  organization: Organization;
  createdAt: number;
  endedAt: number | null;
  state: 'Working' | 'Stopped';
  /** The product always gives one, also while the session works. */
  result: 'Success' | 'Warning' | 'Failed';
  initiatedBy: string;
  reason: string;
  /** How many items it touches; each has its event. */
  items: number;
  eTag: number;
}
