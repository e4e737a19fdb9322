import type { PolicyRecord } from '../../../core/model/policy.js';
import { SLA_POLICY_TYPE } from '../policy-routes.js';
import type {
  ExcludedVolumes,
  ProductionWorkers,
  ReplicaTagging,
  SnapshotScripts,
} from './policy-settings.js';
import type { PolicySchedule, Retention } from './schedule-parts.js';

/** The IAM role's account or the AWS organization a policy works under. */
export interface PolicyIdentity {
  readonly nativeId: string | null;
  readonly name: string | null;
  /** The product's word: Account, or an organization's. */
  readonly kind: string | null;
  readonly awsId: string | null;
  readonly regionType: string | null;
}

/** What a policy protects in its regions. */
export type PolicySelection = 'ALL_ITEMS' | 'SELECTED_ITEMS';

/** Native ids of resources and AWS tags. */
export interface ItemSelection {
  /** Of EC2 instances; those of other workloads are among `resourceIds` only. */
  readonly virtualMachineIds: readonly string[];
  readonly resourceIds: readonly string[];
  readonly tagIds: readonly string[];
  /** null: the product does not say. */
  readonly excludedVolumes: ExcludedVolumes | null;
}

export interface PolicyNotifications {
  readonly email: string | null;
  readonly onSuccess: boolean | null;
  readonly onWarning: boolean | null;
  readonly onFailure: boolean | null;
}

export interface SnapshotSettings {
  readonly additionalTags: readonly { readonly key: string; readonly value: string }[];
  readonly copyTagsFromVolumeEnabled: boolean | null;
  readonly tryCreateVSSSnapshot: boolean | null;
  readonly snapshotScripts: SnapshotScripts | null;
}

export interface ReplicaMapping {
  readonly sourceRegionId: string | null;
  readonly targetRegionId: string | null;
  readonly targetIAMRoleId: string | null;
  readonly encryptionKey: string | null;
  readonly encryptOnlyEncryptedVolumes: boolean | null;
}

export interface OrganizationScope {
  readonly limitedScopeId: string | null;
  readonly excludedMembers: readonly string[];
}

/** What policies of every workload carry, the single VPC policy apart. */
interface WorkloadNative {
  readonly priority: number | null;
  readonly warning: string | null;
  readonly identity: PolicyIdentity | null;
  /** null: the product does not say, or a word we do not know. */
  readonly backupType: PolicySelection | null;
  readonly selected: ItemSelection | null;
  readonly excluded: ItemSelection | null;
  readonly regionIds: readonly string[];
  readonly retryTimes: number | null;
  readonly snapshots: SnapshotSettings | null;
  readonly replicas: readonly ReplicaMapping[];
  readonly organization: OrganizationScope | null;
  readonly productionWorkers: boolean | null;
}

export interface ScheduledPolicyNative extends WorkloadNative {
  readonly kind: 'SCHEDULED';
  readonly createdBy: string | null;
  readonly modifiedBy: string | null;
  readonly schedule: PolicySchedule;
  readonly notifications: PolicyNotifications | null;
  readonly backupRepositoryId: string | null;
  readonly archiveRepositoryId: string | null;
  /** EFS only: where the backups of each region go. */
  readonly backupVaults: readonly { readonly regionId: string | null; readonly vaultId: string | null }[];
  /** The words of the last run, as they came. */
  readonly lastStatus: string | null;
  readonly lastFinishedSessionId: string | null;
}

export interface SlaPolicyNative extends WorkloadNative {
  readonly kind: 'SLA';
  readonly slaTemplateId: string | null;
  readonly storageTemplateId: string | null;
  readonly replicaTagging: ReplicaTagging | null;
  readonly workers: ProductionWorkers | null;
  readonly notifications: {
    readonly email: string | null;
    readonly enableNotifications: boolean | null;
    readonly includeOnlyMissedSlaAndRemovedVms: boolean | null;
    /** As the product writes it; its format is not published. */
    readonly sendOnSpecificTime: string | null;
  } | null;
}

export interface VpcPolicyNative {
  readonly kind: 'VPC';
  readonly regions: readonly { readonly id: string | null; readonly name: string | null }[];
  readonly retention: Retention | null;
  /** How often it runs, as the product writes it. */
  readonly interval: Retention | null;
  /** `backupOptionsEnabled` as it came. */
  readonly backupEnabled: boolean | null;
}

export type VbAwsPolicyNative = ScheduledPolicyNative | SlaPolicyNative | VpcPolicyNative;
/** Its schedule and its native part are read from the row when they are first asked for. */
export interface ScheduledPolicyRecord extends PolicyRecord<ScheduledPolicyNative> {
  readonly lastFinishedSessionId: string | null;
}
export type SlaPolicyRecord = PolicyRecord<SlaPolicyNative>;
export type VpcPolicyRecord = PolicyRecord<VpcPolicyNative>;

/** The id of the newest session that the policy names as finished; null: it names none. */
export function lastFinishedSessionId(policy: PolicyRecord): string | null {
  return (policy as Partial<ScheduledPolicyRecord>).lastFinishedSessionId ?? null;
}

/** The template that says where an SLA-based policy stores to; null: it names none, or it is another policy. */
export function storageTemplateId(policy: PolicyRecord): string | null {
  return policy.type === SLA_POLICY_TYPE ? (policy as SlaPolicyRecord).native.storageTemplateId : null;
}
