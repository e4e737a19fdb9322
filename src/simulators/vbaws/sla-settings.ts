import type { Random } from '../kit/random.js';
import type { AccountRecord, ResourceRecord, SlaSettings } from './records.js';

const NO_SCRIPT = {
  enabled: false,
  runOnlyForBackupSnapshots: false,
  ignoreMissingScripts: false,
  ignoreScriptErrors: false,
};

/** The settings an administrator would leave an SLA-based policy with. */
export function defaultSlaSettings(
  random: Random,
  allItems: boolean,
  resources: readonly ResourceRecord[],
  excluded: readonly ResourceRecord[],
  account: AccountRecord,
): SlaSettings {
  const ids = (records: readonly ResourceRecord[]): string[] => records.map(({ id }) => id);
  return {
    ...(!allItems && { selectedItems: { virtualMachineIds: ids(resources), tagIds: [] } }),
    excludedItems: {
      virtualMachineIds: ids(excluded),
      tagIds: [],
      excludedVolumes: { excludeSystemVolumes: random.chance(0.2), excludedItems: [] },
    },
    snapshotSettings: {
      additionalTags: [{ key: 'managed-by', value: 'backup' }],
      copyTagsFromVolumeEnabled: true,
      tryCreateVSSSnapshot: random.chance(0.5),
      snapshotScripts: { windowsScripts: { ...NO_SCRIPT }, linuxScripts: { ...NO_SCRIPT } },
    },
    retrySettings: { retryTimes: 3 },
    notificationSettings: {
      email: 'backup-team@example.org',
      enableNotifications: true,
      includeOnlyMissedSlaAndRemovedVms: true,
      sendOnSpecificTime: '08:00',
    },
    productionWorkersSettings: { useProductionWorkers: false },
    ...(account.isOrganization && { organizationSettings: { excludedMembers: [] } }),
  };
}
