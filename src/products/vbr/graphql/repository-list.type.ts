import { ArgsType, Field, ID, InputType } from '@nestjs/graphql';
import { IdOf } from '../../../platform/graphql/checks/id-kind-check.js';
import { connectionOf } from '../../../schema/shared/connection-of.js';
import { MaxAgeArgs } from '../../../schema/shared/page-args.js';
import { ProductListFilter } from '../../../schema/shared/product-list.inputs.js';
import { StringFilter } from '../../../schema/shared/string-filter.input.js';
import type { VbrRepositoryRecord, VbrTier } from '../model.js';
import { VbrRepository } from './repository.type.js';
import { VbrTierEnum } from './tier.enum.js';

@InputType('VbrRepositoryFilter', {
  description:
    'Which VBR repositories; every given condition must hold, an empty list matches nothing. The gateway compares what it has read of all of them, so that every condition means the same on every revision.',
})
export class VbrRepositoryFilter extends ProductListFilter {
  @Field(() => [String], {
    nullable: true,
    description:
      'On one of these managed servers, by `nativeId` of VbrManagedServer (hostIdFilter). Leaves out storage without a host.',
  })
  readonly hostIds?: string[] | null;

  @Field(() => StringFilter, {
    nullable: true,
    description: 'Conditions on `hostName`. Leaves out storage without a host.',
  })
  readonly hostName?: StringFilter | null;

  @Field(() => StringFilter, {
    nullable: true,
    description: 'Conditions on `path` (pathFilter). Leaves out repositories whose path is not told.',
  })
  readonly path?: StringFilter | null;

  @Field(() => [String], {
    nullable: true,
    description:
      "Of one of these types, in the product's words as `nativeType` tells them (typeFilter), without regard to case. The names that revision 1.3-rev2 changed stand for one another.",
  })
  readonly types?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'true: leaves out extents of scale-out repositories (excludeExtents). false or null: extents are in the list.',
  })
  readonly excludeExtents?: boolean | null;

  @IdOf('VbrScaleOutRepository')
  @Field(() => ID, {
    nullable: true,
    description: 'Extents of this scale-out repository (id of a VbrScaleOutRepository; sobrIdFilter).',
  })
  readonly scaleOutRepository?: string | null;

  @Field(() => StringFilter, {
    nullable: true,
    description:
      'Extents of scale-out repositories whose name meets these conditions (sobrMembershipFilter).',
  })
  readonly scaleOutRepositoryName?: StringFilter | null;

  @Field(() => [VbrTierEnum], {
    nullable: true,
    description: 'Extents of one of these tiers (sobrExtentTypeFilter).',
  })
  readonly tiers?: VbrTier[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether the server reaches them (isOnlineFilter). Either value leaves out those of which it is not told.',
  })
  readonly online?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether components on them are older than the server (isOutOfDateFilter). Either value leaves out those of which it is not told, so all of a server before 1.3-rev0.',
  })
  readonly outOfDate?: boolean | null;
}

@ArgsType()
export class VbrRepositoryArgs extends MaxAgeArgs {
  @Field(() => VbrRepositoryFilter, {
    nullable: true,
    description: 'Which repositories. Absent: all of all VBR servers.',
  })
  readonly filter?: VbrRepositoryFilter | null;
}

export const VbrRepositoryConnection = connectionOf<VbrRepositoryRecord, VbrRepository>(
  VbrRepository,
  'VbrRepository',
  { one: 'a repository', many: 'repositories', servers: 'VBR servers' },
);
