import type { Appliance } from './appliance.js';
import { compact, link, self } from './links.js';
import type { Link, Wire } from './links.js';
import type { AccountRecord, Json, PolicyRecord } from './records.js';
import { renderSchedule } from './render-schedule.js';
import { statusOf } from './sessions.js';
import type { WorkloadTraits } from './workloads.js';

export function renderIdentity(account: AccountRecord | undefined): Json {
  if (!account) return {};
  const { id, name, awsAccountId, isOrganization } = account;
  return {
    id,
    type: isOrganization ? 'Organization' : 'Account',
    awsId: awsAccountId,
    name,
    regionType: 'Global',
  };
}

/** A schedule-based policy, with the fields of its workload. */
export function renderPolicy(appliance: Appliance, traits: WorkloadTraits, policy: PolicyRecord): Json {
  const path = `${traits.policies}/${policy.id}`;
  const account = appliance.world.accounts.find(({ id }) => id === policy.accountId);
  return compact({
    ...common(appliance, policy),
    identity: renderIdentity(account),
    scheduleSettings: renderSchedule(policy),
    organizationSettings: account?.isOrganization ? { excludedMembers: [] } : undefined,
    ...specifics(policy),
    _embedded: embedded(appliance, policy, path),
    ...self(path),
    ...appliance.world.oddities.get(policy.id),
  });
}

function common(appliance: Appliance, policy: PolicyRecord): Wire {
  const last = appliance.sessionsOfPolicy(policy.id).at(-1);
  return {
    id: policy.id,
    name: policy.name,
    description: policy.description,
    priority: policy.priority,
    isEnabled: policy.enabled,
    backupType: policy.allItems ? 'AllItems' : 'SelectedItems',
    lastPolicySessionStatus: last ? statusOf(last, appliance.now) : 'NeverExecuted',
    createdBy: policy.createdBy,
    modifiedBy: policy.createdBy,
    warning: policy.warning,
    usn: policy.usn,
    retrySettings: { retryTimes: policy.retryTimes },
    policyNotificationSettings: {
      email: policy.email,
      notifyOnSuccess: false,
      notifyOnWarning: true,
      notifyOnFailure: true,
      suppressNotificationUntilLastRetry: true,
    },
  };
}

function specifics(policy: PolicyRecord): Wire {
  const { workload, regionIds, repositoryId, archiveRepositoryId } = policy;
  const selectedItems = policy.allItems ? undefined : items(policy, policy.resourceIds);
  const excludedItems = items(policy, policy.excludedIds);
  const target = repositoryId === null ? undefined : { targetRepositoryId: repositoryId };
  const archive = archiveRepositoryId === null ? undefined : { targetRepositoryId: archiveRepositoryId };
  const snapshotSettings = { additionalTags: [] };
  switch (workload) {
    case 'efs':
      return {
        regions: regionIds.map((regionId) => ({ regionId, backupVaultId: vaultOf(regionId) })),
        selectedItems,
        backupIndexingSettings: {},
      };
    case 'rds':
      return {
        regionIds,
        selectedItems,
        excludedItems,
        snapshotSettings,
        rdsBackupSettings: target,
        rdsArchiveSettings: archive,
      };
    case 'ec2':
      return {
        regionIds,
        selectedItems,
        excludedItems,
        snapshotSettings: {
          ...snapshotSettings,
          copyTagsFromVolumeEnabled: true,
          tryCreateVSSSnapshot: false,
        },
        backupSettings: target && { ...target, useProductionWorkers: false },
        archiveSettings: archive,
      };
    default:
      return { regionIds, selectedItems, excludedItems };
  }
}

function items(policy: PolicyRecord, ids: string[]): Json {
  const key = policy.workload === 'ec2' ? 'virtualMachineIds' : `${policy.workload}Ids`;
  return { [key]: ids, tagIds: [] };
}

/** Each region has one backup vault; its id differs from the region's in the first digit only. */
function vaultOf(regionId: string): string {
  return `${regionId.startsWith('f') ? 'e' : 'f'}${regionId.slice(1)}`;
}

function embedded(appliance: Appliance, policy: PolicyRecord, path: string): Record<string, Link> {
  const sessions = appliance.sessionsOfPolicy(policy.id);
  const last = sessions.at(-1);
  const finished = sessions.findLast(({ end }) => end <= appliance.now);
  return {
    ...(last && { lastBackupSession: link('LastBackupSession', `/sessions/${last.id}`) }),
    ...(finished && {
      lastFinishedBackupSession: link('LastFinishedBackupSession', `/sessions/${finished.id}`),
    }),
    ...(policy.repositoryId !== null && {
      targetRepository: link('TargetRepository', `/repositories/${policy.repositoryId}`),
    }),
    protectedResources: link('ProtectedResources', `${path}/protectedResources`),
    excludedResources: link('ExcludedResources', `${path}/excludedItems`),
    regions: link('Regions', `${path}/regions`),
  };
}

/** An EC2 SLA-based policy: no schedule, no last session, no links. */
export function renderSlaPolicy(appliance: Appliance, policy: PolicyRecord): Json {
  const account = appliance.world.accounts.find(({ id }) => id === policy.accountId);
  return compact({
    id: policy.id,
    name: policy.name,
    description: policy.description,
    priority: policy.priority,
    isEnabled: policy.enabled,
    identity: renderIdentity(account),
    usn: policy.usn,
    regionIds: policy.regionIds,
    backupType: policy.allItems ? 'AllItems' : 'SelectedItems',
    warning: policy.warning,
    storageTemplateId: policy.storageTemplateId ?? undefined,
    slaTemplateId: policy.slaTemplateId ?? undefined,
    ...policy.settings,
    ...appliance.world.oddities.get(policy.id),
  });
}

/** The VPC policy: one object, without an id or a name. */
export function renderVpcPolicy(appliance: Appliance, policy: PolicyRecord): Json {
  const regions = appliance.world.regions.filter(({ id }) => policy.regionIds.includes(id));
  const runsPerDay = policy.cadence.kind === 'daily' ? policy.cadence.runsPerDay : 1;
  return {
    backupOptionsEnabled: policy.enabled,
    sourceOptions: {
      selectedLocations: [{ regions: regions.map(({ id, title }) => ({ id, displayName: title })) }],
    },
    scheduleOptions: {
      dailySchedule: {
        retention: { type: 'Days', count: 30 },
        schedule: { type: 'TimesPerDay', count: runsPerDay },
      },
    },
  };
}
