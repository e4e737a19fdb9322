import type { Row } from '../../../platform/products-kit/row.js';

export interface AwsTag {
  readonly key: string;
  readonly value: string;
}

/** Volumes that a policy leaves out. */
export interface ExcludedVolumes {
  readonly excludeSystemVolumes: boolean | null;
  readonly excludedItems: readonly { readonly id: string; readonly type: string | null }[];
}

/** Scripts around a snapshot on one kind of system. */
export interface SnapshotScript {
  readonly enabled: boolean | null;
  readonly preSnapshotScript: string | null;
  readonly preSnapshotArguments: string | null;
  readonly postSnapshotScript: string | null;
  readonly postSnapshotArguments: string | null;
  readonly runOnlyForBackupSnapshots: boolean | null;
  readonly ignoreMissingScripts: boolean | null;
  readonly ignoreScriptErrors: boolean | null;
}

export interface SnapshotScripts {
  readonly windowsScripts: SnapshotScript | null;
  readonly linuxScripts: SnapshotScript | null;
}

/** What copies of snapshots are tagged with. */
export interface ReplicaTagging {
  readonly additionalTags: readonly AwsTag[];
  readonly copyTagsFromVolumeEnabled: boolean | null;
}

/** Where worker instances run. */
export interface ProductionWorkers {
  readonly useProductionWorkers: boolean | null;
  readonly workerRoleId: string | null;
  readonly workerRoleAccountName: string | null;
}

export function tagsOf(settings: Row): AwsTag[] {
  return settings
    .objects('additionalTags')
    .map((tag) => ({ key: tag.text('key') ?? '', value: tag.text('value') ?? '' }));
}

export function excludedVolumesOf(settings: Row | null): ExcludedVolumes | null {
  return (
    settings && {
      excludeSystemVolumes: settings.flag('excludeSystemVolumes'),
      excludedItems: settings.objects('excludedItems').flatMap((item) => {
        const id = item.id('id');
        return id === null ? [] : [{ id, type: item.text('type') }];
      }),
    }
  );
}

export function scriptsOf(settings: Row | null): SnapshotScripts | null {
  return (
    settings && {
      windowsScripts: scriptOf(settings.object('windowsScripts')),
      linuxScripts: scriptOf(settings.object('linuxScripts')),
    }
  );
}

function scriptOf(script: Row | null): SnapshotScript | null {
  return (
    script && {
      enabled: script.flag('enabled'),
      preSnapshotScript: script.text('preSnapshotScript'),
      preSnapshotArguments: script.text('preSnapshotArguments'),
      postSnapshotScript: script.text('postSnapshotScript'),
      postSnapshotArguments: script.text('postSnapshotArguments'),
      runOnlyForBackupSnapshots: script.flag('runOnlyForBackupSnapshots'),
      ignoreMissingScripts: script.flag('ignoreMissingScripts'),
      ignoreScriptErrors: script.flag('ignoreScriptErrors'),
    }
  );
}

export function replicaTaggingOf(settings: Row | null): ReplicaTagging | null {
  return (
    settings && {
      additionalTags: tagsOf(settings),
      copyTagsFromVolumeEnabled: settings.flag('copyTagsFromVolumeEnabled'),
    }
  );
}

export function productionWorkersOf(settings: Row | null): ProductionWorkers | null {
  return (
    settings && {
      useProductionWorkers: settings.flag('useProductionWorkers'),
      workerRoleId: settings.id('workerRoleId'),
      workerRoleAccountName: settings.text('workerRoleAccountName'),
    }
  );
}
