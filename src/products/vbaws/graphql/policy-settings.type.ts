import { Field, Int, ObjectType } from '@nestjs/graphql';
import type {
  ExcludedVolumes,
  ProductionWorkers,
  SnapshotScript,
  SnapshotScripts,
} from '../mappers/policy-settings.js';

function Switch(description: string): PropertyDecorator {
  return Field(() => Boolean, { nullable: true, description: `${description} null: not told.` });
}

function Word(description: string): PropertyDecorator {
  return Field(() => String, { nullable: true, description: `${description} null: none, or not told.` });
}

@ObjectType('VbAwsExcludedVolume', { description: 'A volume that a policy leaves out.' })
export class VbAwsExcludedVolumeType {
  @Field(() => String, { description: "The appliance's own id of it (id)." })
  readonly id!: string;

  @Word("The product's word for what it is (type).")
  readonly type!: string | null;
}

@ObjectType('VbAwsExcludedVolumes', { description: 'Which volumes are left out (excludedVolumes).' })
export class VbAwsExcludedVolumesType implements ExcludedVolumes {
  @Switch('Whether volumes with the operating system are left out (excludeSystemVolumes).')
  readonly excludeSystemVolumes!: boolean | null;

  @Field(() => [VbAwsExcludedVolumeType], { description: 'Volumes left out one by one (excludedItems).' })
  readonly excludedItems!: readonly VbAwsExcludedVolumeType[];
}

@ObjectType('VbAwsSnapshotScript', {
  description: 'Scripts that run around a snapshot on one kind of system.',
})
class VbAwsSnapshotScriptType implements SnapshotScript {
  @Switch('Whether they run (enabled).')
  readonly enabled!: boolean | null;

  @Word('Path of the script before the snapshot (preSnapshotScript).')
  readonly preSnapshotScript!: string | null;

  @Word('Its arguments (preSnapshotArguments).')
  readonly preSnapshotArguments!: string | null;

  @Word('Path of the script after the snapshot (postSnapshotScript).')
  readonly postSnapshotScript!: string | null;

  @Word('Its arguments (postSnapshotArguments).')
  readonly postSnapshotArguments!: string | null;

  @Switch('Whether they run only for snapshots that a backup is made of (runOnlyForBackupSnapshots).')
  readonly runOnlyForBackupSnapshots!: boolean | null;

  @Switch('Whether a missing script is no failure (ignoreMissingScripts).')
  readonly ignoreMissingScripts!: boolean | null;

  @Switch('Whether a script that fails is no failure (ignoreScriptErrors).')
  readonly ignoreScriptErrors!: boolean | null;
}

@ObjectType('VbAwsSnapshotScripts', { description: 'Scripts that run around a snapshot (snapshotScripts).' })
export class VbAwsSnapshotScriptsType implements SnapshotScripts {
  @Field(() => VbAwsSnapshotScriptType, {
    nullable: true,
    description: 'On Windows (windowsScripts). null: none, or not told.',
  })
  readonly windowsScripts!: SnapshotScript | null;

  @Field(() => VbAwsSnapshotScriptType, {
    nullable: true,
    description: 'On Linux (linuxScripts). null: none, or not told.',
  })
  readonly linuxScripts!: SnapshotScript | null;
}

@ObjectType('VbAwsRetrySettings', { description: 'How failures are tried again (retrySettings).' })
export class VbAwsRetrySettingsType {
  @Field(() => Int, { description: 'How often: 0 or more (retryTimes).' })
  readonly retryTimes!: number;
}

@ObjectType('VbAwsProductionWorkers', {
  description: 'Where worker instances run (productionWorkersSettings).',
})
export class VbAwsProductionWorkersType implements ProductionWorkers {
  @Switch('Whether in the production account (useProductionWorkers).')
  readonly useProductionWorkers!: boolean | null;

  @Word("The appliance's own id of the IAM role they run under (workerRoleId).")
  readonly workerRoleId!: string | null;

  @Word('Name of the account of that role (workerRoleAccountName).')
  readonly workerRoleAccountName!: string | null;
}
