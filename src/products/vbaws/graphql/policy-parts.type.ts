import { Field, ObjectType } from '@nestjs/graphql';
import type { ServerReader } from '../../../core/federation/server-reader.js';
import type {
  ItemSelection,
  OrganizationScope,
  PolicyIdentity,
  PolicyNotifications,
  SnapshotSettings,
} from '../mappers/policy-native.js';
import type { ExcludedVolumes, SnapshotScripts } from '../mappers/policy-settings.js';
import { VbAwsExcludedVolumesType, VbAwsSnapshotScriptsType } from './policy-settings.type.js';
import { VbAwsTagType } from './tag.type.js';
import { VbAwsRegionType } from './region.type.js';

@ObjectType('VbAwsIdentity', {
  description:
    'The AWS account (through an IAM role) or AWS organization that something works under (identity).',
})
export class VbAwsIdentityType implements PolicyIdentity {
  @Field(() => String, { nullable: true, description: "The appliance's own id of it. null: not told." })
  readonly nativeId!: string | null;

  @Field(() => String, { nullable: true, description: 'Name in the appliance. null: not told.' })
  readonly name!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The product's word for what it is (identity.type): Account, or an organization's. null: not told.",
  })
  readonly kind!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "AWS's own number of the account or organization. null: not told.",
  })
  readonly awsId!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The product's word for the AWS partition (regionType): Global, Government, China. null: not told.",
  })
  readonly regionType!: string | null;
}

@ObjectType('VbAwsItemSelection', {
  description: 'Resources and AWS tags that a policy names (selectedItems, excludedItems).',
})
export class VbAwsItemSelectionType implements ItemSelection {
  @Field(() => [String], {
    description:
      "The appliance's own ids of EC2 instances (virtualMachineIds). [] for other workloads: see `resourceIds`.",
  })
  readonly virtualMachineIds!: readonly string[];

  @Field(() => [String], {
    description:
      "The appliance's own ids of the resources: EC2 instances, databases, file systems … by workload.",
  })
  readonly resourceIds!: readonly string[];

  @Field(() => [String], { description: "The appliance's own ids of AWS tags; what carries them is meant." })
  readonly tagIds!: readonly string[];

  @Field(() => VbAwsExcludedVolumesType, {
    nullable: true,
    description: 'Volumes that are left out (excludedVolumes). null: none, not told, or what is protected.',
  })
  readonly excludedVolumes!: ExcludedVolumes | null;
}

@ObjectType('VbAwsOrganizationScope', {
  description: 'Which part of an AWS organization a policy covers (organizationSettings).',
})
export class VbAwsOrganizationScopeType implements OrganizationScope {
  @Field(() => String, {
    nullable: true,
    description: 'Id of the unit it is limited to (limitedScopeId). null: the whole organization.',
  })
  readonly limitedScopeId!: string | null;

  @Field(() => [String], { description: 'Ids of members that are left out (excludedMembers).' })
  readonly excludedMembers!: readonly string[];
}

@ObjectType('VbAwsNotifications', {
  description: 'Who hears of the runs of a schedule-based policy (policyNotificationSettings).',
})
export class VbAwsNotificationsType implements PolicyNotifications {
  @Field(() => String, {
    nullable: true,
    description: 'Address of the mail (email). null: the global one, or not told.',
  })
  readonly email!: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether good runs are told (notifyOnSuccess). null: not told.',
  })
  readonly onSuccess!: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether runs with warnings are told (notifyOnWarning). null: not told.',
  })
  readonly onWarning!: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether failed runs are told (notifyOnFailure). null: not told.',
  })
  readonly onFailure!: boolean | null;
}

@ObjectType('VbAwsSnapshotSettings', {
  description: 'How cloud-native snapshots are made (snapshotSettings).',
})
export class VbAwsSnapshotSettingsType implements SnapshotSettings {
  @Field(() => [VbAwsTagType], { description: 'Tags that every snapshot gets (additionalTags).' })
  readonly additionalTags!: readonly { readonly key: string; readonly value: string }[];

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether tags of the volume are copied to the snapshot (copyTagsFromVolumeEnabled). null: not told.',
  })
  readonly copyTagsFromVolumeEnabled!: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether Windows instances are asked for a consistent state through VSS (tryCreateVSSSnapshot). null: not told.',
  })
  readonly tryCreateVSSSnapshot!: boolean | null;

  @Field(() => VbAwsSnapshotScriptsType, {
    nullable: true,
    description: 'Scripts around a snapshot (snapshotScripts). null: none, or not told.',
  })
  readonly snapshotScripts!: SnapshotScripts | null;
}

@ObjectType('VbAwsBackupVault', {
  description: 'The AWS vault that backups of one region go to (EFS policies: regions).',
})
export class VbAwsBackupVaultType {
  constructor(
    private readonly vault: { readonly regionId: string | null; readonly vaultId: string | null },
    private readonly reader: ServerReader,
  ) {}

  @Field(() => VbAwsRegionType, { nullable: true, description: 'The region (regionId). null: not told.' })
  get region(): VbAwsRegionType | null {
    return VbAwsRegionType.of(this.reader, this.vault.regionId);
  }

  @Field(() => String, {
    nullable: true,
    description: "The appliance's own id of the vault (backupVaultId). null: not told.",
  })
  get vaultId(): string | null {
    return this.vault.vaultId;
  }
}
