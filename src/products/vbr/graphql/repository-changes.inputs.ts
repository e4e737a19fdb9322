import { Field, ID, InputType, IntersectionType, PartialType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, Matches, ValidateNested } from 'class-validator';
import { ChangeInput } from '../../../schema/changes/change.inputs.js';
import { OptionalPart, OptionalSwitch, OptionalText, RequiredText } from './repository-rules.js';
import { RepositoryPlace, RepositoryUse } from './repository-settings.inputs.js';
import { VbrRepositoryStorageInput } from './repository-storage.input.js';

@InputType('VbrCreateRepositoryInput', { description: 'A repository to create on a VBR server.' })
export class VbrCreateRepositoryInput extends ChangeInput {
  @Field(() => ID, { description: 'The VBR server: its id or key.' })
  readonly server!: string;

  @RequiredText('Name of the repository; no other repository of the server may have it.')
  readonly name!: string;

  @Field(() => String, { nullable: true, description: 'What it is for. null: nothing.' })
  readonly description?: string | null;

  @OptionalText('An id that stays the same on other servers (uniqueId). null: the product makes one.')
  readonly uniqueId?: string | null;

  @OptionalSwitch(
    'Whether backups found in it are imported (importBackup; since 1.3-rev0). null: not asked for.',
  )
  readonly importBackup?: boolean | null;

  @OptionalSwitch(
    'Whether the index of guest files found in it is imported (importIndex; since 1.3-rev0). null: not asked for.',
  )
  readonly importIndex?: boolean | null;

  @OptionalSwitch(
    'Whether object storage that another backup server owns is taken over (overwriteOwner). That server can then no longer use it. null: it is not.',
  )
  readonly overwriteOwner?: boolean | null;

  @Field(() => VbrRepositoryStorageInput, { description: 'Its storage.' })
  @ValidateNested()
  @Type(() => VbrRepositoryStorageInput)
  readonly storage!: VbrRepositoryStorageInput;
}

@InputType('VbrRepositorySettingsInput', {
  description:
    'What changes in how a repository is set up. What is absent stays; what its storage does not have is refused.',
})
export class VbrRepositorySettingsInput extends IntersectionType(
  PartialType(RepositoryPlace),
  RepositoryUse,
) {}

@InputType('VbrEditRepositoryInput', {
  description: 'Changes to a repository. What is absent stays as it is.',
})
export class VbrEditRepositoryInput extends ChangeInput {
  @Field(() => ID, { description: 'Id of the repository, of type VbrRepository.' })
  readonly repository!: string;

  @OptionalText('Another name. null: the name stays.')
  readonly name?: string | null;

  @Field(() => String, { nullable: true, description: 'Another description. null: it stays.' })
  readonly description?: string | null;

  @OptionalPart(() => VbrRepositorySettingsInput, 'Other settings. null: they stay.')
  readonly settings?: VbrRepositorySettingsInput | null;
}

@InputType('VbrRemoveRepositoryInput', { description: 'A repository to remove from its server.' })
export class VbrRemoveRepositoryInput extends ChangeInput {
  @Field(() => ID, { description: 'Id of the repository, of type VbrRepository.' })
  readonly repository!: string;

  @Field(() => String, { description: 'The name of the repository, said again to be sure.' })
  @Matches(/\S/, { message: 'must not be blank' })
  readonly confirmName!: string;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'true: the backups in it are deleted too and cannot be brought back. false or null: they stay where they are (deleteBackups).',
  })
  @IsOptional()
  readonly deleteBackups?: boolean | null;
}
