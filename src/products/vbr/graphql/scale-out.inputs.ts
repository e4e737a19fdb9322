import { Field, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayNotEmpty, ArrayUnique, IsOptional, Matches, ValidateNested } from 'class-validator';
import { ChangeInput } from '../../../schema/changes/change.inputs.js';
import { NOT_EMPTY, NO_REPEATS } from './scale-out-parts.inputs.js';
import {
  VbrArchiveTierInput,
  VbrCapacityTierInput,
  VbrPerformanceTierInput,
  VbrPlacementPolicyInput,
} from './scale-out-tiers.inputs.js';

const NOT_BLANK = { message: 'must not be blank' };

/** What create and edit say alike. */
@InputType({ isAbstract: true })
abstract class VbrScaleOutSettingsInput extends ChangeInput {
  @Field(() => VbrPlacementPolicyInput, {
    nullable: true,
    description:
      'How backups are spread over the extents. null: as it is; for a new one as the server has it.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => VbrPlacementPolicyInput)
  readonly placementPolicy?: VbrPlacementPolicyInput | null;

  @Field(() => VbrCapacityTierInput, {
    nullable: true,
    description: 'Object storage as a second tier. null: as it is; for a new one none.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => VbrCapacityTierInput)
  readonly capacityTier?: VbrCapacityTierInput | null;

  @Field(() => VbrArchiveTierInput, {
    nullable: true,
    description: 'Archive storage as a third tier. null: as it is; for a new one none.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => VbrArchiveTierInput)
  readonly archiveTier?: VbrArchiveTierInput | null;
}

@InputType('VbrCreateScaleOutRepositoryInput', { description: 'What a new scale-out repository is to be.' })
export class VbrCreateScaleOutRepositoryInput extends VbrScaleOutSettingsInput {
  @Field(() => ID, { description: 'The VBR server that gets it: its id or key.' })
  readonly server!: string;

  @Field(() => String, { description: 'Name, which no other repository of the server has.' })
  @Matches(/\S/, NOT_BLANK)
  readonly name!: string;

  @Field(() => String, { defaultValue: '', description: 'Words for people.' })
  readonly description!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'An id that stays the same when the configuration moves to another server. null: the server makes one.',
  })
  readonly uniqueId?: string | null;

  @Field(() => VbrPerformanceTierInput, {
    description: 'The repositories that backups are written to first; at least one.',
  })
  @ValidateNested()
  @Type(() => VbrPerformanceTierInput)
  readonly performanceTier!: VbrPerformanceTierInput;
}

@InputType('VbrEditScaleOutRepositoryInput', {
  description: 'Which scale-out repository to change, and what of it; the rest stays as it is.',
})
export class VbrEditScaleOutRepositoryInput extends VbrScaleOutSettingsInput {
  @Field(() => ID, { description: 'Id of the scale-out repository.' })
  readonly repository!: string;

  @Field(() => String, { nullable: true, description: 'New name. null: as it is.' })
  @IsOptional()
  @Matches(/\S/, NOT_BLANK)
  readonly name?: string | null;

  @Field(() => String, { nullable: true, description: 'New words for people. null: as they are.' })
  readonly description?: string | null;

  @Field(() => VbrPerformanceTierInput, {
    nullable: true,
    description: 'The repositories that backups are written to first. null: as they are.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => VbrPerformanceTierInput)
  readonly performanceTier?: VbrPerformanceTierInput | null;
}

@InputType('VbrRemoveScaleOutRepositoryInput', {
  description: 'Which scale-out repository to remove, said twice.',
})
export class VbrRemoveScaleOutRepositoryInput extends ChangeInput {
  @Field(() => ID, { description: 'Id of the scale-out repository.' })
  readonly repository!: string;

  @Field(() => String, { description: 'Its current name, so that nothing is removed by mistake.' })
  @Matches(/\S/, NOT_BLANK)
  readonly confirmName!: string;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether the backups it holds are deleted too. false: they stay on the extents, unknown to the server.',
  })
  readonly deleteBackups!: boolean;
}

@InputType('VbrScaleOutExtentsInput', { description: 'Which extents of a scale-out repository to act on.' })
export class VbrScaleOutExtentsInput extends ChangeInput {
  @Field(() => ID, { description: 'Id of the scale-out repository.' })
  readonly repository!: string;

  @Field(() => [ID], { description: 'Ids of repositories that are its extents.' })
  @ArrayNotEmpty(NOT_EMPTY)
  @ArrayUnique(NO_REPEATS)
  readonly extents!: string[];
}
