import type { PolicyRecord } from '../../core/model/policy.js';
import type { PolicyRetention, StartPlan } from '../../core/model/policy-terms.js';
import type { RepositoryRecord } from '../../core/model/repository.js';
import type { SessionRecord } from '../../core/model/session.js';
import type { VbrMonth, VbrWeekday } from './calendar.js';
import type { VbrConsumptionLimit, VbrStorageSettings } from './repository-model.js';
import type {
  VbrAllowedBackups,
  VbrDayInMonth,
  VbrEncryptionType,
  VbrImmutabilityMode,
  VbrPlacement,
} from './repository-words.js';

export const VBR_JOB = 'VbrJob';
export const VBR_REPOSITORY = 'VbrRepository';
export const VBR_SCALE_OUT_REPOSITORY = 'VbrScaleOutRepository';
export const VBR_SESSION = 'VbrSession';

export type VbrJobRecord = PolicyRecord<VbrJobState>;
export type VbrRepositoryRecord = RepositoryRecord<VbrRepositoryState>;
export type VbrScaleOutRepositoryRecord = RepositoryRecord<VbrScaleOut>;
export type VbrSessionRecord = SessionRecord<VbrSessionFacts>;

export function isScaleOut(repository: RepositoryRecord): repository is VbrScaleOutRepositoryRecord {
  return repository.type === VBR_SCALE_OUT_REPOSITORY;
}

/** What the list of job states says of a job beyond what every policy has; null throughout where the revision has no such field. */
export interface VbrJobState {
  /** The product's own status word. */
  readonly status: string | null;
  readonly objectsCount: number | null;
  readonly highPriority: boolean | null;
  /** When it runs next, in the server's words ("After [other job]"). */
  readonly nextRunPolicy: string | null;
  /** 0 to 100. */
  readonly progressPercent: number | null;
  readonly progress: VbrProgress | null;
  readonly runAfterJobId: string | null;
  readonly copyMode: string | null;
  readonly storageSnapshot: boolean | null;
  readonly targetName: string | null;
}

/** Sizes are bytes. */
export interface VbrProgress {
  readonly duration: string | null;
  readonly processingRate: string | null;
  readonly bottleneck: string | null;
  readonly processed: number | null;
  readonly read: number | null;
  readonly transferred: number | null;
}

/** What only the full list of jobs says. */
export interface VbrJobDetails {
  readonly schedule: VbrSchedule | null;
  /** The schedule in words that all products share; so is `kept` for the retention. */
  readonly plan: StartPlan | null;
  readonly storage: VbrJobStorage;
  readonly retention: VbrRetention | null;
  readonly kept: PolicyRetention | null;
  readonly selectedObjects: readonly VbrSelectedObject[];
  readonly excludedObjects: readonly VbrSelectedObject[];
  /** Native ids of the jobs whose backups this one copies or scans. */
  readonly sourceJobIds: readonly string[];
  readonly sourceRepositoryIds: readonly string[];
  readonly applicationAware: boolean | null;
  readonly guestIndexing: boolean | null;
}

export interface VbrSchedule {
  /** One readable line, times in the server's local time. */
  readonly summary: string;
  readonly automatic: boolean;
  readonly daily: VbrDailySchedule | null;
  readonly monthly: VbrMonthlySchedule | null;
  readonly periodic: VbrPeriodicSchedule | null;
  readonly continuous: boolean;
  readonly afterJobName: string | null;
  readonly retryCount: number | null;
  readonly retryWaitMinutes: number | null;
  /** Hours in which it may run; null: any time. */
  readonly window: readonly VbrWindowDay[] | null;
}

export interface VbrDailySchedule {
  readonly time: string | null;
  readonly days: readonly VbrWeekday[];
}

export interface VbrMonthlySchedule {
  readonly time: string | null;
  /** "Second Saturday", "Day 15", "Last day". */
  readonly day: string;
  readonly months: readonly VbrMonth[];
}

export interface VbrPeriodicSchedule {
  readonly every: number;
  readonly unit: string;
}

export interface VbrWindowDay {
  readonly day: VbrWeekday;
  /** Hours 0 to 23 in which it is permitted. */
  readonly hours: readonly number[];
}

export interface VbrJobStorage {
  readonly repositoryId: string | null;
  readonly archiveRepositoryId: string | null;
  readonly secondaryRepositoryIds: readonly string[];
  readonly proxiesAutoSelected: boolean | null;
  readonly proxyIds: readonly string[];
  readonly backupMode: string | null;
  readonly compressionLevel: string | null;
  readonly encrypted: boolean | null;
  readonly replicaHost: string | null;
  readonly replicaDatastore: string | null;
  readonly replicaNameSuffix: string | null;
}

export interface VbrRetention {
  readonly quantity: number;
  /** RestorePoints, Days, Months, Years. */
  readonly unit: string;
  readonly gfs: {
    readonly weeks: number | null;
    readonly months: number | null;
    readonly years: number | null;
  } | null;
  readonly archive: { readonly quantity: number; readonly unit: string } | null;
}

export interface VbrSelectedObject {
  readonly name: string;
  readonly type: string | null;
  readonly platform: string | null;
  readonly hostName: string | null;
  readonly objectId: string | null;
  readonly size: string | null;
}

/** What the list of repository states says of a repository beyond what every repository has. */
export interface VbrRepositoryState {
  readonly hostId: string | null;
  readonly hostName: string | null;
  readonly path: string | null;
  readonly online: boolean | null;
  /** Since 1.3-rev0. */
  readonly outOfDate: boolean | null;
  /** The scale-out repository it is an extent of, in whichever tier. */
  readonly scaleOutRepositoryId: string | null;
  readonly tier: VbrTier | null;
  /** Status words of the extent; [] for a repository that is none. */
  readonly extentStatuses: readonly string[];
}

export const VBR_TIERS = ['PERFORMANCE', 'CAPACITY', 'ARCHIVE'] as const;
export type VbrTier = (typeof VBR_TIERS)[number];

/** What only the full list of repositories says. */
export interface VbrRepositoryDetails extends VbrStorageSettings {
  readonly uniqueId: string | null;
  readonly hostId: string | null;
  readonly path: string | null;
  readonly immutable: boolean | null;
  /** As they are set, be it off. */
  readonly immutabilityDays: number | null;
  readonly immutabilityMode: VbrImmutabilityMode | null;
  readonly taskLimit: number | null;
  readonly readWriteRate: number | null;
  readonly perVmBackup: boolean | null;
  readonly fastClone: boolean | null;
  readonly rotatedDrives: boolean | null;
  readonly container: string | null;
  readonly folder: string | null;
  readonly region: string | null;
  readonly servicePoint: string | null;
  readonly sharePath: string | null;
  readonly consumptionLimit: VbrConsumptionLimit | null;
  readonly mountServerIds: readonly string[];
}

/** How a scale-out repository is built. */
export interface VbrScaleOut {
  readonly uniqueId: string | null;
  readonly placementPolicy: VbrPlacementPolicy;
  readonly performanceTier: VbrPerformanceTier;
  readonly extents: readonly VbrExtent[];
  readonly capacityTier: VbrCapacityTier;
  readonly archiveTier: VbrArchiveTier;
}

export interface VbrPlacementPolicy {
  readonly type: VbrPlacement | null;
  readonly strict: boolean | null;
  readonly settings: readonly VbrPlacementSetting[];
}

export interface VbrPlacementSetting {
  /** Native id of the repository. */
  readonly extentId: string;
  readonly allowedBackups: VbrAllowedBackups | null;
}

/** Its extents are those of the scale-out repository; so it is with the other tiers. */
export interface VbrPerformanceTier {
  readonly perVmBackup: boolean | null;
  readonly fullWhenExtentOffline: boolean | null;
}

export interface VbrExtent {
  /** Native id of the repository. */
  readonly id: string;
  readonly name: string;
  readonly tier: VbrTier;
  readonly statuses: readonly string[];
  /** Key that decrypts what a lower tier held before; null: none, or not told. */
  readonly cryptoKeyId: string | null;
}

export interface VbrCapacityTier {
  readonly enabled: boolean | null;
  readonly copyPolicy: boolean | null;
  readonly movePolicy: boolean | null;
  readonly operationalRestoreDays: number | null;
  readonly overridePolicy: VbrOverridePolicy | null;
  readonly encrypted: boolean | null;
  readonly encryption: VbrTierEncryption | null;
  readonly offloadWindow: readonly VbrWindowDay[] | null;
  readonly backupHealth: VbrHealthCheck | null;
}

export interface VbrOverridePolicy {
  readonly enabled: boolean | null;
  readonly thresholdPercent: number | null;
}

export interface VbrTierEncryption {
  readonly enabled: boolean | null;
  readonly type: VbrEncryptionType | null;
  readonly passwordId: string | null;
  readonly passwordUniqueId: string | null;
  readonly kmsServerId: string | null;
}

/** When restore points are checked. */
export interface VbrHealthCheck {
  readonly enabled: boolean | null;
  readonly weekly: VbrWeeklyCheck | null;
  readonly monthly: VbrMonthlyCheck | null;
}

export interface VbrWeeklyCheck {
  readonly enabled: boolean | null;
  readonly days: readonly VbrWeekday[];
  readonly time: string | null;
}

export interface VbrMonthlyCheck {
  readonly enabled: boolean | null;
  readonly dayNumberInMonth: VbrDayInMonth | null;
  readonly dayOfWeek: VbrWeekday | null;
  readonly dayOfMonth: number | null;
  readonly lastDayOfMonth: boolean | null;
  readonly months: readonly VbrMonth[];
  readonly time: string | null;
}

export interface VbrArchiveTier {
  readonly enabled: boolean | null;
  readonly archiveAfterDays: number | null;
  readonly costOptimized: boolean | null;
  readonly deduplication: boolean | null;
  readonly copyPolicy: boolean | null;
  readonly movePolicy: boolean | null;
  readonly encryption: VbrTierEncryption | null;
}

/** What a session row says beyond what every session has. */
export interface VbrSessionFacts {
  /** The product's own state word. */
  readonly state: string | null;
  readonly platform: string | null;
  readonly parentSessionId: string | null;
  readonly relatedSessionId: string | null;
  readonly algorithm: string | null;
  readonly progress: VbrProgress | null;
  readonly retryNumber: number | null;
  readonly healthCheckRetry: boolean | null;
  /** Native id of the backup the session worked on, read from its resource reference. */
  readonly backupId: string | null;
}
