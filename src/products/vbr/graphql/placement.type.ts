import { Field, ObjectType } from '@nestjs/graphql';
import { RepositoryType } from '../../../schema/repositories/repository.type.js';
import type { VbrPlacementPolicy, VbrPlacementSetting } from '../model.js';
import type { VbrAllowedBackups, VbrPlacement } from '../repository-words.js';
import { repositoryById } from './edges.js';
import type { Origin } from './edges.js';
import { VbrAllowedBackupsEnum, VbrPlacementEnum } from './scale-out.enums.js';

@ObjectType('VbrPlacementSetting', {
  description: 'Which backups one performance extent takes (placementPolicy.settings).',
})
export class VbrPlacementSettingType {
  constructor(
    private readonly setting: VbrPlacementSetting,
    private readonly origin: Origin,
  ) {}

  @Field(() => String, { description: "The product's own id of the repository (extentId)." })
  get extentId(): string {
    return this.setting.extentId;
  }

  @Field(() => RepositoryType, {
    nullable: true,
    description: 'The repository, linked by id. null: the server lists no such repository.',
  })
  get extent(): Promise<RepositoryType | null> {
    return repositoryById(this.origin, this.setting.extentId);
  }

  @Field(() => VbrAllowedBackupsEnum, {
    nullable: true,
    description: 'What it takes (allowedBackups). null: not told.',
  })
  get allowedBackups(): VbrAllowedBackups | null {
    return this.setting.allowedBackups;
  }
}

@ObjectType('VbrPlacementPolicy', {
  description: 'How backups are spread over the performance extents (placementPolicy).',
})
export class VbrPlacementPolicyType implements VbrPlacementPolicy {
  @Field(() => VbrPlacementEnum, { nullable: true, description: 'The rule (type). null: not told.' })
  readonly type!: VbrPlacement | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether jobs fail rather than break the rule (enforceStrictPlacementPolicy). null: not told.',
  })
  readonly strict!: boolean | null;

  @Field(() => [VbrPlacementSettingType], {
    description: 'Which backups the performance extents take (settings). []: any, or not told.',
  })
  readonly settings!: readonly VbrPlacementSettingType[];
}
