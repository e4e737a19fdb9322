import { ArgsType, Field, Float, InputType } from '@nestjs/graphql';
import type { RepositoryOrderField } from '../../core/federation/repository-list.js';
import type { RepositoryKind, RepositoryStatus } from '../../core/model/repository.js';
import type { SortDirection } from '../../core/ports/activity.js';
import { BytesScalar } from '../../platform/graphql/scalars.js';
import { AND, NOT, OR } from '../shared/filter-logic.js';
import { MaxAgeArgs, PageArgs } from '../shared/page-args.js';
import { SortDirectionEnum } from '../shared/sort-direction.enum.js';
import { StringFilter } from '../shared/string-filter.input.js';
import { ServerScopeFilter } from '../shared/server-scope.input.js';
import { RepositoryKindEnum, RepositoryOrderFieldEnum, RepositoryStatusEnum } from './repository.enums.js';

@InputType('RepositoryFilter', {
  description: 'Which repositories; every given condition must hold. An empty list matches nothing.',
})
export class RepositoryFilter extends ServerScopeFilter {
  @Field(() => StringFilter, { nullable: true, description: 'By name.' })
  readonly name?: StringFilter | null;

  @Field(() => [RepositoryKindEnum], { nullable: true, description: 'Of one of these kinds.' })
  readonly kinds?: RepositoryKind[] | null;

  @Field(() => [RepositoryStatusEnum], { nullable: true, description: 'In one of these states.' })
  readonly status?: RepositoryStatus[] | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'At least this part of the capacity is not free, 0 to 1. Leaves out those without a capacity.',
  })
  readonly usedRatioAtLeast?: number | null;

  @Field(() => BytesScalar, {
    nullable: true,
    description: 'Less than this is free. Leaves out those whose free space is not given.',
  })
  readonly freeBelow?: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Full in less than so many days, more than 0, as `forecast { daysLeft }` without arguments tells it. Leaves out those of which that is null.',
  })
  readonly daysLeftBelow?: number | null;

  @Field(() => [RepositoryFilter], { nullable: true, description: AND })
  readonly and?: RepositoryFilter[] | null;

  @Field(() => [RepositoryFilter], { nullable: true, description: OR })
  readonly or?: RepositoryFilter[] | null;

  @Field(() => RepositoryFilter, { nullable: true, description: NOT })
  readonly not?: RepositoryFilter | null;
}

@InputType('RepositoryOrder', {
  description: 'How repositories are sorted; ties by server key, then native id.',
})
export class RepositoryOrder {
  @Field(() => RepositoryOrderFieldEnum, { description: 'By what.' })
  readonly field!: RepositoryOrderField;

  @Field(() => SortDirectionEnum, { defaultValue: 'ASC', description: 'Which end first.' })
  readonly direction!: SortDirection;
}

/** Arguments of a list of repositories below another object. */
@ArgsType()
export class RepositoryArgs extends PageArgs {
  @Field(() => RepositoryFilter, { nullable: true, description: 'Which repositories. Absent: all.' })
  readonly filter?: RepositoryFilter | null;

  @Field(() => RepositoryOrder, { nullable: true, description: 'How they are sorted. Absent: by name.' })
  readonly orderBy?: RepositoryOrder | null;
}

/** Arguments of the root list of repositories. */
@ArgsType()
export class RootRepositoryArgs extends MaxAgeArgs {
  @Field(() => RepositoryFilter, {
    nullable: true,
    description: 'Which repositories. Absent: all of all servers.',
  })
  readonly filter?: RepositoryFilter | null;

  @Field(() => RepositoryOrder, { nullable: true, description: 'How they are sorted. Absent: by name.' })
  readonly orderBy?: RepositoryOrder | null;
}
