import type { Row } from '../../../platform/products-kit/row.js';
import { Words } from '../../../platform/products-kit/words.js';
import type { WirePolicy } from '../wire/policy.js';
import type {
  ItemSelection,
  OrganizationScope,
  PolicyIdentity,
  PolicyNotifications,
  PolicySelection,
  ReplicaMapping,
  ScheduledPolicyNative,
  SlaPolicyNative,
  SnapshotSettings,
} from './policy-native.js';
import {
  excludedVolumesOf,
  productionWorkersOf,
  replicaTaggingOf,
  scriptsOf,
  tagsOf,
} from './policy-settings.js';
import { scheduleOf } from './schedule.js';

const SELECTIONS = new Words<PolicySelection | null>(
  { AllItems: 'ALL_ITEMS', SelectedItems: 'SELECTED_ITEMS' },
  null,
);

type SharedParts = Omit<
  SlaPolicyNative,
  'kind' | 'slaTemplateId' | 'storageTemplateId' | 'notifications' | 'replicaTagging' | 'workers'
>;

export function scheduledParts(wire: WirePolicy): ScheduledPolicyNative {
  const { fields } = wire;
  return {
    kind: 'SCHEDULED',
    ...sharedParts(wire),
    createdBy: wire.createdBy,
    modifiedBy: wire.modifiedBy,
    schedule: scheduleOf(fields.object('scheduleSettings')),
    notifications: notificationsOf(fields.object('policyNotificationSettings')),
    backupRepositoryId: wire.backupRepositoryId,
    archiveRepositoryId: wire.archiveRepositoryId,
    backupVaults: fields
      .objects('regions')
      .map((region) => ({ regionId: region.id('regionId'), vaultId: region.id('backupVaultId') })),
    lastStatus: wire.lastPolicySessionStatus,
    lastFinishedSessionId: wire.lastFinishedSessionId,
  };
}

export function slaParts(wire: WirePolicy): SlaPolicyNative {
  const notifications = wire.fields.object('notificationSettings');
  return {
    kind: 'SLA',
    ...sharedParts(wire),
    slaTemplateId: wire.slaTemplateId,
    storageTemplateId: wire.storageTemplateId,
    replicaTagging: replicaTaggingOf(wire.fields.object('replicaSettings')),
    workers: productionWorkersOf(wire.fields.object('productionWorkersSettings')),
    notifications: notifications && {
      email: notifications.text('email'),
      enableNotifications: notifications.flag('enableNotifications'),
      includeOnlyMissedSlaAndRemovedVms: notifications.flag('includeOnlyMissedSlaAndRemovedVms'),
      sendOnSpecificTime: notifications.text('sendOnSpecificTime'),
    },
  };
}

function sharedParts(wire: WirePolicy): SharedParts {
  const { fields } = wire;
  const regions = fields.objects('regions').flatMap((region) => region.id('regionId') ?? []);
  const workers = fields.object('productionWorkersSettings') ?? fields.object('backupSettings');
  return {
    priority: wire.priority,
    warning: wire.warning,
    identity: identityOf(fields),
    backupType: SELECTIONS.of(wire.backupType),
    selected: selectionOf(fields.object('selectedItems')),
    excluded: selectionOf(fields.object('excludedItems')),
    regionIds: [...new Set([...fields.ids('regionIds'), ...regions])],
    retryTimes: fields.object('retrySettings')?.count('retryTimes') ?? null,
    snapshots: snapshotsOf(fields.object('snapshotSettings')),
    replicas: (fields.object('replicaSettings')?.objects('mapping') ?? []).map(replicaOf),
    organization: organizationOf(fields.object('organizationSettings')),
    productionWorkers: workers?.flag('useProductionWorkers') ?? null,
  };
}

/** Before 1.2 a policy names the account of its role by id only. */
function identityOf(policy: Row): PolicyIdentity | null {
  const identity = policy.object('identity');
  const id = identity?.id('id') ?? policy.id('amazonAccountId');
  if (!identity && id === null) return null;
  return {
    nativeId: id,
    name: identity?.text('name') ?? null,
    kind: identity?.text('type') ?? null,
    awsId: identity?.text('awsId') ?? null,
    regionType: identity?.text('regionType') ?? null,
  };
}

/** Every workload names its resources differently (virtualMachineIds, rdsIds …); tags are called the same everywhere. */
function selectionOf(items: Row | null): ItemSelection | null {
  if (!items) return null;
  const lists = items.names.filter((name) => name.endsWith('Ids') && name !== 'tagIds');
  return {
    virtualMachineIds: items.ids('virtualMachineIds'),
    resourceIds: lists.flatMap((name) => items.ids(name)),
    tagIds: items.ids('tagIds'),
    excludedVolumes: excludedVolumesOf(items.object('excludedVolumes')),
  };
}

function notificationsOf(settings: Row | null): PolicyNotifications | null {
  return (
    settings && {
      email: settings.text('email') ?? settings.text('recipient'),
      onSuccess: settings.flag('notifyOnSuccess'),
      onWarning: settings.flag('notifyOnWarning'),
      onFailure: settings.flag('notifyOnFailure'),
    }
  );
}

function snapshotsOf(settings: Row | null): SnapshotSettings | null {
  return (
    settings && {
      additionalTags: tagsOf(settings),
      copyTagsFromVolumeEnabled: settings.flag('copyTagsFromVolumeEnabled'),
      tryCreateVSSSnapshot: settings.flag('tryCreateVSSSnapshot'),
      snapshotScripts: scriptsOf(settings.object('snapshotScripts')),
    }
  );
}

function replicaOf(mapping: Row): ReplicaMapping {
  return {
    sourceRegionId: mapping.id('sourceRegionId'),
    targetRegionId: mapping.id('targetRegionId'),
    targetIAMRoleId: mapping.id('targetIAMRoleId') ?? mapping.id('targetAmazonAccountId'),
    encryptionKey: mapping.text('encryptionKey'),
    encryptOnlyEncryptedVolumes: mapping.flag('encryptOnlyEncryptedVolumes'),
  };
}

function organizationOf(settings: Row | null): OrganizationScope | null {
  return (
    settings && {
      limitedScopeId: settings.id('limitedScopeId'),
      excludedMembers: settings.ids('excludedMembers'),
    }
  );
}
