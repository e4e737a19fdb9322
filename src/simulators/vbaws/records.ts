import type { Cadence } from './schedule.js';

/** Kinds of policies; each has a collection (VPC: one object) of its own. */
export type Workload =
  'ec2' | 'ec2Sla' | 'rds' | 'efs' | 'dynamoDb' | 'fsx' | 'redshift' | 'redshiftServerless' | 'vpc';

export type ResourceKind =
  'virtualMachine' | 'rds' | 'efs' | 'dynamoDb' | 'fsx' | 'redshift' | 'redshiftServerless' | 'vpc';

export interface RegionRecord {
  id: string;
  /** "eu-central-1" */
  code: string;
  /** "Europe (Frankfurt)" */
  title: string;
  timeZone: string;
}

export interface AccountRecord {
  id: string;
  name: string;
  description: string;
  awsAccountId: string;
  /** An organization appears as identity of policies but not in the list of accounts. */
  isOrganization: boolean;
}

export interface BucketRecord {
  id: string;
  name: string;
  regionId: string;
}

export interface RepositoryRecord {
  id: string;
  name: string;
  description: string;
  accountId: string;
  bucketId: string;
  folder: string;
  storageClass: string;
  encrypted: boolean;
  /** Days, or null when nothing is immutable. */
  immutableDays: number | null;
}

export interface ResourceRecord {
  id: string;
  kind: ResourceKind;
  name: string;
  /** "i-0a1b…", an ARN or a name, depending on the kind. */
  awsResourceId: string;
  regionId: string;
  accountId: string;
  sizeGigabytes: number;
  /** Gone from AWS; policies still list it. */
  deleted: boolean;
}

export interface SlaTemplateRecord {
  id: string;
  name: string;
  description: string;
  /** Share of planned runs that must succeed, in percent. */
  targetPercent: number;
}

export interface StorageTemplateRecord {
  id: string;
  name: string;
  description: string;
  repositoryId: string;
  archiveRepositoryId: string | null;
}

export interface PolicyRecord {
  /** The VPC policy has an id here too, but never on the wire. */
  id: string;
  workload: Workload;
  name: string;
  description: string;
  priority: number;
  enabled: boolean;
  usn: number;
  /** Account or organization it works under. */
  accountId: string;
  regionIds: string[];
  allItems: boolean;
  /** What it protects (all instances of its regions are written out here too). */
  resourceIds: string[];
  excludedIds: string[];
  /** When it runs; SLA policies run as their template wants. */
  cadence: Cadence;
  timeZone: string;
  retryTimes: number;
  email: string;
  createdBy: string;
  warning: string;
  /** Where it writes to. SLA policies name no repository but a storage template. */
  repositoryId: string | null;
  archiveRepositoryId: string | null;
  slaTemplateId: string | null;
  storageTemplateId: string | null;
  /** Parts of an SLA policy that are kept as they were written. */
  settings: SlaSettings;
}

export interface SlaSettings {
  selectedItems?: Json;
  excludedItems?: Json;
  snapshotSettings?: Json;
  replicaSettings?: Json;
  retrySettings?: Json;
  notificationSettings?: Json;
  productionWorkersSettings?: Json;
  organizationSettings?: Json;
}

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export type Outcome = 'Succeeded' | 'Warning' | 'Failed' | 'Canceled';
export type SessionStatus = Outcome | 'Running';

export type SessionType =
  | 'Policy'
  | 'Job'
  | 'Task'
  | 'RetentionActivity'
  | 'RestoreTask'
  | 'FLRTask'
  | 'ConfigurationBackupActivity'
  | 'ManualTask'
  | 'TombstoneRetention';

/** One session. It is running until `end`, then it has its `outcome`; ask `statusOf` and `endOf` of sessions.js. */
export interface SessionRecord {
  id: string;
  /** Position in `world.sessions`, from 1. */
  usn: number;
  type: SessionType;
  extendedType: string;
  /** The policy's name for its sessions. */
  name: string;
  /** Set for sessions of type Policy only; never on the wire. A retry is one more session of its own. */
  policyId: string | null;
  parentId: string | null;
  /** Epoch milliseconds. */
  start: number;
  /** Epoch milliseconds; in the future while it runs. */
  end: number;
  outcome: Outcome;
  reason: string;
}
