import { Field, ObjectType } from '@nestjs/graphql';
import { RepositoryType } from '../../../schema/repositories/repository.type.js';
import type { VbrScaleOutRepositoryRecord, VbrTier } from '../model.js';
import { VbrPlacementPolicyType, VbrPlacementSettingType } from './placement.type.js';
import {
  VbrArchiveTierType,
  VbrCapacityTierType,
  VbrExtentType,
  VbrPerformanceTierType,
} from './scale-out-parts.type.js';

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

  @Field(() => VbrPlacementPolicyType, {
    description: 'How backups are spread over the performance extents (placementPolicy).',
  })
  get placementPolicy(): VbrPlacementPolicyType {
    const { settings, ...policy } = this.record.native.placementPolicy;
    return { ...policy, settings: settings.map((setting) => new VbrPlacementSettingType(setting, this)) };
  }

  @Field(() => [VbrExtentType], {
    description: 'The repositories it is made of, all tiers, performance first.',
  })
  get extents(): readonly VbrExtentType[] {
    return this.record.native.extents.map((extent) => new VbrExtentType(extent, this));
  }

  @Field(() => VbrPerformanceTierType, { description: 'The repositories that backups are written to first.' })
  get performanceTier(): VbrPerformanceTierType {
    return { ...this.record.native.performanceTier, extents: this.extentsIn('PERFORMANCE') };
  }

  @Field(() => VbrCapacityTierType, { description: 'How it uses object storage as a second tier.' })
  get capacityTier(): VbrCapacityTierType {
    return { ...this.record.native.capacityTier, extents: this.extentsIn('CAPACITY') };
  }

  @Field(() => VbrArchiveTierType, { description: 'How it uses archive storage as a third tier.' })
  get archiveTier(): VbrArchiveTierType {
    const [extent] = this.extentsIn('ARCHIVE');
    return {
      ...this.record.native.archiveTier,
      extent: extent ?? null,
      cryptoKeyId: extent?.cryptoKeyId ?? null,
    };
  }

  private extentsIn(tier: VbrTier): readonly VbrExtentType[] {
    return this.extents.filter((extent) => extent.tier === tier);
  }
}
