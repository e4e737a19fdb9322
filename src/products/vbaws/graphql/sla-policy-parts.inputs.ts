import { Field, InputType } from '@nestjs/graphql';
import { Matches } from 'class-validator';
import {
  Count,
  Key,
  OptionalKey,
  OptionalKeys,
  OptionalPart,
  OptionalParts,
  OptionalSwitch,
  OptionalText,
} from './input-rules.js';

const AS_IS = 'Absent: as the appliance has it or chooses.';

@InputType('VbAwsIncludedItemsInput', { description: 'What a policy protects (selectedItems).' })
export class VbAwsIncludedItemsInput {
  @OptionalKeys(`The appliance's own ids of EC2 instances (virtualMachineIds). ${AS_IS}`)
  readonly virtualMachineIds?: string[] | null;

  @OptionalKeys(`The appliance's own ids of AWS tags; what carries them is protected (tagIds). ${AS_IS}`)
  readonly tagIds?: string[] | null;
}

@InputType('VbAwsExcludedVolumeInput', {
  description: 'A volume, or what the product calls so, to leave out.',
})
export class VbAwsExcludedVolumeInput {
  @Key("The appliance's own id of it (id).")
  readonly id!: string;

  @Field(() => String, {
    defaultValue: 'Volume',
    description: "The product's word for what it is (type). Only Volume is published.",
  })
  @Matches(/\S/, { message: 'must not be blank' })
  readonly type!: string;
}

@InputType('VbAwsExcludedVolumesInput', { description: 'Which volumes are left out (excludedVolumes).' })
export class VbAwsExcludedVolumesInput {
  @OptionalSwitch(`Whether volumes with the operating system are left out (excludeSystemVolumes). ${AS_IS}`)
  readonly excludeSystemVolumes?: boolean | null;

  @OptionalParts(() => VbAwsExcludedVolumeInput, `Volumes left out one by one (excludedItems). ${AS_IS}`)
  readonly excludedItems?: VbAwsExcludedVolumeInput[] | null;
}

@InputType('VbAwsExcludedItemsInput', { description: 'What a policy leaves out (excludedItems).' })
export class VbAwsExcludedItemsInput extends VbAwsIncludedItemsInput {
  @OptionalPart(() => VbAwsExcludedVolumesInput, `Volumes that are left out (excludedVolumes). ${AS_IS}`)
  readonly excludedVolumes?: VbAwsExcludedVolumesInput | null;
}

@InputType('VbAwsTagInput', { description: 'An AWS tag.' })
class VbAwsTagInput {
  @Field(() => String, { description: 'Key of the tag (key).' })
  @Matches(/\S/, { message: 'must not be blank' })
  readonly key!: string;

  @Field(() => String, { description: 'Value of the tag (value); may be empty.' })
  readonly value!: string;
}

@InputType('VbAwsSnapshotScriptInput', {
  description: 'Scripts that run around a snapshot on one kind of system.',
})
export class VbAwsSnapshotScriptInput {
  @OptionalSwitch(`Whether they run (enabled). ${AS_IS}`)
  readonly enabled?: boolean | null;

  @OptionalText(`Path of the script before the snapshot (preSnapshotScript). ${AS_IS}`)
  readonly preSnapshotScript?: string | null;

  @OptionalText(`Its arguments (preSnapshotArguments). ${AS_IS}`)
  readonly preSnapshotArguments?: string | null;

  @OptionalText(`Path of the script after the snapshot (postSnapshotScript). ${AS_IS}`)
  readonly postSnapshotScript?: string | null;

  @OptionalText(`Its arguments (postSnapshotArguments). ${AS_IS}`)
  readonly postSnapshotArguments?: string | null;

  @OptionalSwitch(
    `Whether they run only for snapshots that a backup is made of (runOnlyForBackupSnapshots). ${AS_IS}`,
  )
  readonly runOnlyForBackupSnapshots?: boolean | null;

  @OptionalSwitch(`Whether a missing script is no failure (ignoreMissingScripts). ${AS_IS}`)
  readonly ignoreMissingScripts?: boolean | null;

  @OptionalSwitch(`Whether a script that fails is no failure (ignoreScriptErrors). ${AS_IS}`)
  readonly ignoreScriptErrors?: boolean | null;
}

@InputType('VbAwsSnapshotScriptsInput', {
  description: 'Scripts that run around a snapshot (snapshotScripts).',
})
export class VbAwsSnapshotScriptsInput {
  @OptionalPart(() => VbAwsSnapshotScriptInput, `On Windows (windowsScripts). ${AS_IS}`)
  readonly windowsScripts?: VbAwsSnapshotScriptInput | null;

  @OptionalPart(() => VbAwsSnapshotScriptInput, `On Linux (linuxScripts). ${AS_IS}`)
  readonly linuxScripts?: VbAwsSnapshotScriptInput | null;
}

@InputType({ isAbstract: true })
abstract class VbAwsTaggingInput {
  @OptionalParts(() => VbAwsTagInput, `Tags that every one gets (additionalTags). ${AS_IS}`)
  readonly additionalTags?: VbAwsTagInput[] | null;

  @OptionalSwitch(`Whether the tags of the volume are copied (copyTagsFromVolumeEnabled). ${AS_IS}`)
  readonly copyTagsFromVolumeEnabled?: boolean | null;
}

@InputType('VbAwsSnapshotSettingsInput', { description: 'How snapshots are made (snapshotSettings).' })
export class VbAwsSnapshotSettingsInput extends VbAwsTaggingInput {
  @OptionalSwitch(
    `Whether Windows instances are asked for a consistent state (tryCreateVSSSnapshot). ${AS_IS}`,
  )
  readonly tryCreateVSSSnapshot?: boolean | null;

  @OptionalPart(() => VbAwsSnapshotScriptsInput, `Scripts around a snapshot (snapshotScripts). ${AS_IS}`)
  readonly snapshotScripts?: VbAwsSnapshotScriptsInput | null;
}

@InputType('VbAwsReplicaMappingInput', { description: 'Where snapshots of one region are copied to.' })
export class VbAwsReplicaMappingInput {
  @Key("The appliance's own id of the region copied from (sourceRegionId).")
  readonly sourceRegionId!: string;

  @Key("The appliance's own id of the region copied to (targetRegionId).")
  readonly targetRegionId!: string;

  @OptionalKey(`The appliance's own id of the IAM role that copies (targetIAMRoleId). ${AS_IS}`)
  readonly targetIAMRoleId?: string | null;

  @OptionalText(
    'The key that copies are encrypted with, as the product names it (encryptionKey). Absent: none.',
  )
  readonly encryptionKey?: string | null;

  @OptionalSwitch(`Whether only encrypted volumes are encrypted (encryptOnlyEncryptedVolumes). ${AS_IS}`)
  readonly encryptOnlyEncryptedVolumes?: boolean | null;
}

@InputType('VbAwsReplicaSettingsInput', {
  description: 'How and where snapshots are copied (replicaSettings).',
})
export class VbAwsReplicaSettingsInput extends VbAwsTaggingInput {
  @OptionalParts(
    () => VbAwsReplicaMappingInput,
    `From which region to which; replaces all (mapping). ${AS_IS}`,
  )
  readonly mapping?: VbAwsReplicaMappingInput[] | null;
}

@InputType('VbAwsRetryInput', { description: 'How failures are tried again (retrySettings).' })
export class VbAwsRetryInput {
  @Count('How often: 0 or more (retryTimes).', 0)
  readonly retryTimes!: number;
}

@InputType('VbAwsSlaNotificationsInput', { description: 'Who hears of it (notificationSettings).' })
export class VbAwsSlaNotificationsInput {
  @OptionalText(`Address of the mail (email). ${AS_IS}`)
  readonly email?: string | null;

  @OptionalSwitch(`Whether mails are sent (enableNotifications). ${AS_IS}`)
  readonly enableNotifications?: boolean | null;

  @OptionalSwitch(
    `Whether only missed targets and removed instances are told (includeOnlyMissedSlaAndRemovedVms). ${AS_IS}`,
  )
  readonly includeOnlyMissedSlaAndRemovedVms?: boolean | null;

  @OptionalText(`When, as the product writes it; its format is not published (sendOnSpecificTime). ${AS_IS}`)
  readonly sendOnSpecificTime?: string | null;
}

@InputType('VbAwsProductionWorkersInput', {
  description: 'Where worker instances run (productionWorkersSettings).',
})
export class VbAwsProductionWorkersInput {
  @OptionalSwitch(`Whether in the production account (useProductionWorkers). ${AS_IS}`)
  readonly useProductionWorkers?: boolean | null;

  @OptionalKey(`The appliance's own id of the IAM role they run under (workerRoleId). ${AS_IS}`)
  readonly workerRoleId?: string | null;

  @OptionalText(`Name of the account of that role (workerRoleAccountName). ${AS_IS}`)
  readonly workerRoleAccountName?: string | null;
}

@InputType('VbAwsOrganizationInput', {
  description: 'Which part of an AWS organization; only where `identityId` is one (organizationSettings).',
})
export class VbAwsOrganizationInput {
  @OptionalKey('Id of the unit it is limited to (limitedScopeId). Absent: the whole organization.')
  readonly limitedScopeId?: string | null;

  @OptionalKeys(`Ids of members that are left out (excludedMembers). ${AS_IS}`)
  readonly excludedMembers?: string[] | null;
}
