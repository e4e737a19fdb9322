import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayNotEmpty, ArrayUnique, IsOptional, IsUUID, Max, Min, ValidateNested } from 'class-validator';
import { VbrAllowedBackupsEnum, VbrPlacementEnum } from './scale-out.enums.js';
import type { VbrAllowedBackups, VbrPlacement } from '../repository-words.js';
import {
  AS_UUID,
  NOT_EMPTY,
  NO_REPEATS,
  VbrHealthCheckInput,
  VbrTierEncryptionInput,
  VbrWindowDayInput,
} from './scale-out-parts.inputs.js';

const NOT_NEGATIVE = { message: 'must not be negative' };
const PERCENT = { message: 'must be a percentage from 0 to 100' };

@InputType('VbrPerformanceTierInput', {
  description: 'The repositories that backups are written to first (performanceTier).',
})
export class VbrPerformanceTierInput {
  @Field(() => [ID], {
    nullable: true,
    description:
      'Ids of all the repositories it is made of; needed for a new one. Those left out are taken from it. null: as they are.',
  })
  @IsOptional()
  @ArrayNotEmpty(NOT_EMPTY)
  @ArrayUnique(NO_REPEATS)
  readonly extents?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether every machine gets backup files of its own (perVmBackup); servers from version 13 on do not take false for true. null: as it is.',
  })
  readonly perVmBackup?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether a full backup is made when the extent with the former one is offline (fullWhenExtentOffline). null: as it is.',
  })
  readonly fullWhenExtentOffline?: boolean | null;
}

@InputType('VbrPlacementSettingInput', { description: 'Which backups one performance extent takes.' })
export class VbrPlacementSettingInput {
  @Field(() => ID, { description: 'Id of the repository, one of the performance extents.' })
  readonly extent!: string;

  @Field(() => VbrAllowedBackupsEnum, { description: 'What it takes (allowedBackups).' })
  readonly allowedBackups!: VbrAllowedBackups;
}

@InputType('VbrPlacementPolicyInput', {
  description: 'How backups are spread over the performance extents (placementPolicy).',
})
export class VbrPlacementPolicyInput {
  @Field(() => VbrPlacementEnum, { description: 'The rule (type).' })
  readonly type!: VbrPlacement;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether jobs fail rather than break the rule (enforceStrictPlacementPolicy). null: as it is.',
  })
  readonly strict?: boolean | null;

  @Field(() => [VbrPlacementSettingInput], {
    nullable: true,
    description: 'What the extents take, each named once (settings). null: as it is.',
  })
  @IsOptional()
  @ValidateNested({ each: true })
  @ArrayUnique(({ extent }: VbrPlacementSettingInput) => extent, NO_REPEATS)
  @Type(() => VbrPlacementSettingInput)
  readonly settings?: VbrPlacementSettingInput[] | null;
}

@InputType('VbrCapacityExtentInput', { description: 'Object storage as a part of the capacity tier.' })
export class VbrCapacityExtentInput {
  @Field(() => ID, { description: 'Id of the object storage repository.' })
  readonly repository!: string;

  @Field(() => String, {
    nullable: true,
    description:
      "The product's own id of the key that decrypts what it holds already (cryptoKeyId; since 1.3-rev2). null: as it is, or not encrypted.",
  })
  @IsOptional()
  @IsUUID('loose', AS_UUID)
  readonly cryptoKeyId?: string | null;
}

@InputType('VbrOverridePolicyInput', {
  description: 'Moves backups earlier than usual when space runs short (overridePolicy).',
})
export class VbrOverridePolicyInput {
  @Field(() => Boolean, { description: 'Whether it does (isEnabled).' })
  readonly enabled!: boolean;

  @Field(() => Int, {
    nullable: true,
    description:
      'Fill rate of the performance tier, in percent, from which it does (overrideSpaceThresholdPercents); needed where it is enabled. null: as it is.',
  })
  @IsOptional()
  @Min(0, PERCENT)
  @Max(100, PERCENT)
  readonly thresholdPercent?: number | null;
}

@InputType('VbrCapacityTierInput', {
  description: 'How object storage is used as a second tier (capacityTier).',
})
export class VbrCapacityTierInput {
  @Field(() => Boolean, { description: 'Whether there is one (isEnabled).' })
  readonly enabled!: boolean;

  @Field(() => [VbrCapacityExtentInput], {
    nullable: true,
    description: 'All the object storage it is made of; needed where it is enabled. null: as it is.',
  })
  @IsOptional()
  @ArrayNotEmpty(NOT_EMPTY)
  @ValidateNested({ each: true })
  @ArrayUnique(({ repository }: VbrCapacityExtentInput) => repository, NO_REPEATS)
  @Type(() => VbrCapacityExtentInput)
  readonly extents?: VbrCapacityExtentInput[] | null;

  @Field(() => [VbrWindowDayInput], {
    nullable: true,
    description:
      'Hours in which backups are moved and copied (offloadWindow); not at all on days that are not named. null: as it is.',
  })
  @IsOptional()
  @ArrayNotEmpty(NOT_EMPTY)
  @ValidateNested({ each: true })
  @ArrayUnique(({ day }: VbrWindowDayInput) => day, NO_REPEATS)
  @Type(() => VbrWindowDayInput)
  readonly offloadWindow?: VbrWindowDayInput[] | null;

  @Field(() => VbrHealthCheckInput, {
    nullable: true,
    description: 'When restore points in it are checked (backupHealth; since 1.3-rev0). null: as it is.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => VbrHealthCheckInput)
  readonly backupHealth?: VbrHealthCheckInput | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether new backups are copied to it at once (copyPolicyEnabled). null: as it is.',
  })
  readonly copyPolicy?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether old backups are moved to it (movePolicyEnabled). null: as it is.',
  })
  readonly movePolicy?: boolean | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Days after which backups may be moved (operationalRestorePeriodDays); 0: on the day they are made. null: as it is.',
  })
  @IsOptional()
  @Min(0, NOT_NEGATIVE)
  readonly operationalRestoreDays?: number | null;

  @Field(() => VbrOverridePolicyInput, {
    nullable: true,
    description: 'Whether backups are moved earlier when space runs short. null: as it is.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => VbrOverridePolicyInput)
  readonly overridePolicy?: VbrOverridePolicyInput | null;

  @Field(() => VbrTierEncryptionInput, {
    nullable: true,
    description: 'Whether backups in it are encrypted (encryption). null: as it is.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => VbrTierEncryptionInput)
  readonly encryption?: VbrTierEncryptionInput | null;
}

@InputType('VbrArchiveTierInput', {
  description: 'How archive storage is used as a third tier (archiveTier).',
})
export class VbrArchiveTierInput {
  @Field(() => Boolean, { description: 'Whether there is one (isEnabled).' })
  readonly enabled!: boolean;

  @Field(() => ID, {
    nullable: true,
    description: 'Id of the archive storage repository; needed where it is enabled. null: as it is.',
  })
  readonly extent?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The product's own id of the key that decrypts what it holds already (extentCryptoKeyId; since 1.3-rev2). null: as it is, or not encrypted.",
  })
  @IsOptional()
  @IsUUID('loose', AS_UUID)
  readonly cryptoKeyId?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Days after which backups are archived (archivePeriodDays); 0: on the day they are made. null: as it is.',
  })
  @IsOptional()
  @Min(0, NOT_NEGATIVE)
  readonly archiveAfterDays?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether new backups are copied to it at once (copyPolicyEnabled; since 1.3-rev2). null: as it is.',
  })
  readonly copyPolicy?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether backups are moved to it from the capacity tier (movePolicyEnabled; since 1.3-rev2). null: as it is.',
  })
  readonly movePolicy?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether only what stays longer than the storage bills for is archived (costOptimizedArchiveEnabled). null: as it is.',
  })
  readonly costOptimized?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether archived backups share equal blocks (archiveDeduplicationEnabled). null: as it is.',
  })
  readonly deduplication?: boolean | null;

  @Field(() => VbrTierEncryptionInput, {
    nullable: true,
    description: 'Whether backups in it are encrypted (encryption; since 1.3-rev2). null: as it is.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => VbrTierEncryptionInput)
  readonly encryption?: VbrTierEncryptionInput | null;
}
