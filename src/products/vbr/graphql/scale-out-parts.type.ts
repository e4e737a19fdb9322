import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { encodeId } from '../../../core/model/ids.js';
import { RepositoryType } from '../../../schema/repositories/repository.type.js';
import type {
  VbrArchiveTier,
  VbrCapacityTier,
  VbrExtent,
  VbrHealthCheck,
  VbrOverridePolicy,
  VbrPerformanceTier,
  VbrTier,
  VbrTierEncryption,
  VbrWindowDay,
} from '../model.js';
import { VBR_REPOSITORY } from '../model.js';
import { repositoryById } from './edges.js';
import type { Origin } from './edges.js';
import { VbrWindowDayType } from './schedule.type.js';
import { VbrTierEnum } from './tier.enum.js';
import { VbrHealthCheckType, VbrTierEncryptionType } from './tier-settings.type.js';

@ObjectType('VbrExtent', { description: 'A repository as a part of a scale-out repository.' })
export class VbrExtentType {
  constructor(
    private readonly extent: VbrExtent,
    private readonly origin: Origin,
  ) {}

  @Field(() => ID, { description: 'Id of the repository, for `node` and for changes.' })
  get id(): string {
    const { server } = this.origin.reader;
    return encodeId({ type: VBR_REPOSITORY, server: server.key, nativeId: this.extent.id });
  }

  @Field(() => String, { description: "The product's own id of the repository." })
  get nativeId(): string {
    return this.extent.id;
  }

  @Field(() => String, {
    description: 'Name of the repository; its id where the server lists no such repository.',
  })
  get name(): string {
    return this.extent.name;
  }

  @Field(() => VbrTierEnum, { description: 'The tier it belongs to.' })
  get tier(): VbrTier {
    return this.extent.tier;
  }

  @Field(() => [String], {
    description:
      "The product's status words: Normal, Sealed, Maintenance, Evacuate, Pending, ResyncRequired, TenantEvacuating. [] for extents of the lower tiers, of which it tells none.",
  })
  get statuses(): readonly string[] {
    return this.extent.statuses;
  }

  @Field(() => String, {
    nullable: true,
    description:
      "The product's own id of the key that decrypts what an extent of a lower tier held before it was added (cryptoKeyId, extentCryptoKeyId). null: none, a performance extent, or revision before 1.3-rev2.",
  })
  get cryptoKeyId(): string | null {
    return this.extent.cryptoKeyId;
  }

  @Field(() => RepositoryType, {
    nullable: true,
    description: 'The repository itself, linked by id. null: the server lists no such repository.',
  })
  get repository(): Promise<RepositoryType | null> {
    return repositoryById(this.origin, this.extent.id);
  }
}

@ObjectType('VbrPerformanceTier', {
  description: 'The repositories that backups are written to first (performanceTier).',
})
export class VbrPerformanceTierType implements VbrPerformanceTier {
  @Field(() => [VbrExtentType], { description: 'The repositories it is made of (performanceExtents).' })
  readonly extents!: readonly VbrExtentType[];

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether every machine gets backup files of its own (perVmBackup). null: not told.',
  })
  readonly perVmBackup!: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether a full backup is made when the extent with the former one is offline (fullWhenExtentOffline). null: not told.',
  })
  readonly fullWhenExtentOffline!: boolean | null;
}

@ObjectType('VbrOverridePolicy', {
  description: 'Moves backups earlier than usual when space runs short (overridePolicy).',
})
class VbrOverridePolicyType implements VbrOverridePolicy {
  @Field(() => Boolean, { nullable: true, description: 'Whether it does (isEnabled). null: not told.' })
  readonly enabled!: boolean | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Fill rate of the performance tier, in percent, from which it does (overrideSpaceThresholdPercents). null: not told.',
  })
  readonly thresholdPercent!: number | null;
}

@ObjectType('VbrCapacityTier', { description: 'How a scale-out repository uses its capacity tier.' })
export class VbrCapacityTierType implements VbrCapacityTier {
  @Field(() => Boolean, { nullable: true, description: 'Whether there is one (isEnabled). null: not told.' })
  readonly enabled!: boolean | null;

  @Field(() => [VbrExtentType], { description: 'The object storage it is made of (extents).' })
  readonly extents!: readonly VbrExtentType[];

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether new backups are copied to it at once (copyPolicyEnabled). null: not told.',
  })
  readonly copyPolicy!: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether old backups are moved to it (movePolicyEnabled). null: not told.',
  })
  readonly movePolicy!: boolean | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Days after which backups may be moved (operationalRestorePeriodDays). null: not told.',
  })
  readonly operationalRestoreDays!: number | null;

  @Field(() => VbrOverridePolicyType, {
    nullable: true,
    description: 'Whether backups are moved earlier when space runs short (overridePolicy). null: not told.',
  })
  readonly overridePolicy!: VbrOverridePolicy | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether backups in it are encrypted (encryption.isEnabled). null: not told.',
  })
  readonly encrypted!: boolean | null;

  @Field(() => VbrTierEncryptionType, {
    nullable: true,
    description: 'How they are encrypted (encryption). null: not told.',
  })
  readonly encryption!: VbrTierEncryption | null;

  @Field(() => [VbrWindowDayType], {
    nullable: true,
    description: 'Hours in which backups are moved and copied (offloadWindow). null: any time, or not told.',
  })
  readonly offloadWindow!: readonly VbrWindowDay[] | null;

  @Field(() => VbrHealthCheckType, {
    nullable: true,
    description:
      'When restore points in it are checked (backupHealth). null: not told, or revision before 1.3-rev0.',
  })
  readonly backupHealth!: VbrHealthCheck | null;
}

@ObjectType('VbrArchiveTier', { description: 'How a scale-out repository uses its archive tier.' })
export class VbrArchiveTierType implements VbrArchiveTier {
  @Field(() => Boolean, { nullable: true, description: 'Whether there is one (isEnabled). null: not told.' })
  readonly enabled!: boolean | null;

  @Field(() => VbrExtentType, {
    nullable: true,
    description: 'The archive storage it is made of (extentId). null: none.',
  })
  readonly extent!: VbrExtentType | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The product's own id of the key that decrypts what it held already (extentCryptoKeyId). null: none, or revision before 1.3-rev2.",
  })
  readonly cryptoKeyId!: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Days after which backups are archived (archivePeriodDays). null: not told.',
  })
  readonly archiveAfterDays!: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether only what stays longer than the storage bills for is archived (costOptimizedArchiveEnabled). null: not told.',
  })
  readonly costOptimized!: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether archived backups share equal blocks (archiveDeduplicationEnabled). null: not told.',
  })
  readonly deduplication!: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether new backups are copied to it at once (copyPolicyEnabled). null: not told, or revision before 1.3-rev2.',
  })
  readonly copyPolicy!: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether backups are moved to it from the capacity tier (movePolicyEnabled). null: not told, or revision before 1.3-rev2.',
  })
  readonly movePolicy!: boolean | null;

  @Field(() => VbrTierEncryptionType, {
    nullable: true,
    description:
      'Whether and how backups in it are encrypted (encryption). null: not told, or revision before 1.3-rev2.',
  })
  readonly encryption!: VbrTierEncryption | null;
}
