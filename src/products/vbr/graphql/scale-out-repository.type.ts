import { Field, ObjectType } from '@nestjs/graphql';
import { RepositoryType } from '../../../schema/repositories/repository.type.js';
import type { VbrArchiveTier, VbrCapacityTier, VbrScaleOutRepositoryRecord } from '../model.js';
import { VbrPlacementSettingType } from './tier-settings.type.js';
import { VbrArchiveTierType, VbrCapacityTierType, VbrExtentType } from './scale-out-parts.type.js';

@ObjectType('VbrScaleOutRepository', {
  implements: () => [RepositoryType],
  description:
    'A scale-out backup repository of VBR (GET /backupInfrastructure/scaleOutRepositories). Its space is the sum of its performance extents, which are repositories of their own; capacity and archive tier are not in it. Its status is that of the extents: of all of them where they agree, else ONLINE or OUT_OF_DATE as long as one of them works.',
})
export class VbrScaleOutRepository extends RepositoryType<VbrScaleOutRepositoryRecord> {
  @Field(() => String, {
    nullable: true,
    description: 'An id that stays the same when the configuration moves to another server. null: not told.',
  })
  get uniqueId(): string | null {
    return this.record.native.uniqueId;
  }

  @Field(() => String, {
    nullable: true,
    description:
      "The product's word for how backups are spread over extents (placementPolicy.type): DataLocality or Performance. null: not told.",
  })
  get placementPolicy(): string | null {
    return this.record.native.placementPolicy;
  }

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether jobs fail rather than break the placement policy (enforceStrictPlacementPolicy). null: not told.',
  })
  get strictPlacement(): boolean | null {
    return this.record.native.strictPlacement;
  }

  @Field(() => [VbrPlacementSettingType], {
    description:
      'Which backups the performance extents take (placementPolicy.settings). []: any, or not told.',
  })
  get placementSettings(): readonly VbrPlacementSettingType[] {
    return this.record.native.placementSettings.map((setting) => new VbrPlacementSettingType(setting, this));
  }

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether every machine gets backup files of its own (perVmBackup). null: not told.',
  })
  get perVmBackup(): boolean | null {
    return this.record.native.perVmBackup;
  }

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether a full backup is made when the extent with the former one is offline (fullWhenExtentOffline). null: not told.',
  })
  get fullWhenExtentOffline(): boolean | null {
    return this.record.native.fullWhenExtentOffline;
  }

  @Field(() => [VbrExtentType], {
    description: 'The repositories it is made of, all tiers, performance first.',
  })
  get extents(): readonly VbrExtentType[] {
    return this.record.native.extents.map((extent) => new VbrExtentType(extent, this));
  }

  @Field(() => VbrCapacityTierType, { description: 'How it uses object storage as a second tier.' })
  get capacityTier(): VbrCapacityTier {
    return this.record.native.capacityTier;
  }

  @Field(() => VbrArchiveTierType, { description: 'How it uses archive storage as a third tier.' })
  get archiveTier(): VbrArchiveTier {
    return this.record.native.archiveTier;
  }
}
