import { Field, ObjectType } from '@nestjs/graphql';
import type { ServerReader } from '../../../core/federation/server-reader.js';
import type { ReplicaMapping } from '../mappers/policy-native.js';
import type { ReplicaTagging } from '../mappers/policy-settings.js';
import { VbAwsRegionType } from './region.type.js';
import { VbAwsTagType } from './tag.type.js';

@ObjectType('VbAwsReplicaMapping', {
  description: 'Where snapshots of one region are copied to (replicaSettings.mapping).',
})
export class VbAwsReplicaMappingType {
  constructor(
    private readonly mapping: ReplicaMapping,
    private readonly reader: ServerReader,
  ) {}

  @Field(() => VbAwsRegionType, {
    nullable: true,
    description: 'The region copied from (sourceRegionId). null: not told.',
  })
  get sourceRegion(): VbAwsRegionType | null {
    return VbAwsRegionType.of(this.reader, this.mapping.sourceRegionId);
  }

  @Field(() => VbAwsRegionType, {
    nullable: true,
    description: 'The region copied to (targetRegionId). null: not told.',
  })
  get targetRegion(): VbAwsRegionType | null {
    return VbAwsRegionType.of(this.reader, this.mapping.targetRegionId);
  }

  @Field(() => String, {
    nullable: true,
    description: "The appliance's own id of the IAM role that copies (targetIAMRoleId). null: not told.",
  })
  get targetIAMRoleId(): string | null {
    return this.mapping.targetIAMRoleId;
  }

  @Field(() => String, {
    nullable: true,
    description:
      'The key that copies are encrypted with, as the appliance names it (encryptionKey). null: not encrypted, or not told.',
  })
  get encryptionKey(): string | null {
    return this.mapping.encryptionKey;
  }

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether only volumes that are encrypted already are encrypted (encryptOnlyEncryptedVolumes). null: not told.',
  })
  get encryptOnlyEncryptedVolumes(): boolean | null {
    return this.mapping.encryptOnlyEncryptedVolumes;
  }
}

@ObjectType('VbAwsReplicaSettings', {
  description: 'Where snapshots are copied to, and with which tags (replicaSettings).',
})
export class VbAwsReplicaSettingsType implements ReplicaTagging {
  @Field(() => [VbAwsReplicaMappingType], { description: 'From which region to which (mapping).' })
  readonly mapping!: readonly VbAwsReplicaMappingType[];

  @Field(() => [VbAwsTagType], { description: 'Tags that every copy gets (additionalTags).' })
  readonly additionalTags!: readonly VbAwsTagType[];

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the tags of the volume are copied (copyTagsFromVolumeEnabled). null: not told.',
  })
  readonly copyTagsFromVolumeEnabled!: boolean | null;
}
