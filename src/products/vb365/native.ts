import type { Milliseconds } from '../../core/model/instant.js';
import type { PolicyRecord } from '../../core/model/policy.js';
import type { StartPlan } from '../../core/model/policy-terms.js';
import type { RepositoryRecord } from '../../core/model/repository.js';
import type { SessionRecord } from '../../core/model/session.js';
import type { ProxyRow } from './wire/infrastructure.js';
import type { ObjectStorageRow } from './wire/repository.js';
import type { StatisticsRow } from './wire/session.js';

/** Names of the concrete GraphQL types, which records carry. */
export const TYPES = {
  job: 'VbM365Job',
  copyJob: 'VbM365CopyJob',
  repository: 'VbM365Repository',
  jobSession: 'VbM365JobSession',
  restoreSession: 'VbM365RestoreSession',
  proxy: 'VbM365Proxy',
} as const;

/** When a job runs, in the product's terms and in words. */
export interface M365Schedule {
  readonly summary: string;
  /** Periodically, Daily, ManualOnly; of copy jobs Immediate, Periodically, DailyAtTime. */
  readonly type: string | null;
  readonly interval: Milliseconds | null;
  /** Everyday, Workdays, Weekends or a weekday. */
  readonly days: string | null;
  /** "HH:MM:SS" in the server's own time zone. */
  readonly timeOfDay: string | null;
  readonly startOffsetMinutes: number | null;
  /** null: failed runs are not repeated. */
  readonly retries: number | null;
  readonly retryWait: Milliseconds | null;
  readonly window: M365Window | null;
}

/** The hours of a week in which a job may run. */
export interface M365Window {
  /** 168 hours from Sunday 0:00; true: allowed. */
  readonly hours: readonly boolean[];
  readonly offsetMinutes: number | null;
}

/** How long a repository keeps backups. */
export interface M365Retention {
  readonly summary: string;
  /** ItemLevel or SnapshotBased. */
  readonly type: string | null;
  readonly days: number | null;
  readonly months: number | null;
  readonly years: number | null;
  readonly isForever: boolean;
  /** How often the repository is cleaned up: Daily or Monthly. */
  readonly cleanUp: string | null;
}

export interface JobNative {
  readonly lastStatus: string | null;
  readonly schedule: M365Schedule | null;
  /** The same in words that all products share. */
  readonly plan: StartPlan | null;
  readonly organizationId: string | null;
  /** Native id of the copy job that copies its backups; null: none does. */
  readonly copyJobId: string | null;
}

export interface CopyJobNative {
  readonly lastStatus: string | null;
  readonly schedule: M365Schedule | null;
  /** The same in words that all products share. */
  readonly plan: StartPlan | null;
  /** Native id of the job whose backups it copies. */
  readonly sourcePolicyId: string | null;
}

export interface RepositoryNative {
  /** The folder of a local repository, or of the cache of one on object storage. */
  readonly path: string | null;
  /** Of the disk that holds the cache; null for a local repository. */
  readonly cache: { readonly capacity: number | null; readonly free: number | null } | null;
  readonly objectStorage: ObjectStorageRow | null;
  readonly retention: M365Retention;
  readonly isEncrypted: boolean | null;
  readonly isLongTerm: boolean | null;
  readonly isOutOfSync: boolean | null;
  readonly isIndexed: boolean | null;
  readonly outOfOrderReason: string | null;
  readonly proxyId: string | null;
  readonly proxyPoolId: string | null;
}

export interface JobSessionNative {
  /** The session's name is that of its job, as read lately. */
  readonly isNamed: boolean;
  readonly status: string | null;
  readonly retryCount: number | null;
  readonly willBeRetried: boolean | null;
  readonly configType: string | null;
  readonly repositoryId: string | null;
  readonly processedObjects: number | null;
  readonly statistics: StatisticsRow | null;
}

export interface RestoreSessionNative {
  readonly organizationName: string | null;
  readonly scopeName: string | null;
  readonly clientHost: string | null;
  readonly reason: string | null;
}

export type JobRecord = PolicyRecord<JobNative>;
export type CopyJobRecord = PolicyRecord<CopyJobNative>;
export type M365RepositoryRecord = RepositoryRecord<RepositoryNative>;
export type JobSessionRecord = SessionRecord<JobSessionNative>;
export type RestoreSessionRecord = SessionRecord<RestoreSessionNative>;

/** A backup proxy: neither a policy nor a repository, but with an id of its own. */
export interface ProxyRecord {
  readonly type: typeof TYPES.proxy;
  readonly server: string;
  readonly nativeId: string;
  /** Its host name; where none is told, its domain name or its id. */
  readonly name: string;
  readonly native: ProxyRow;
}
