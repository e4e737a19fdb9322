import { ArgsType, Field, ID, InputType } from '@nestjs/graphql';
import type { PolicyOrderField } from '../../core/federation/policy-list.js';
import type { PolicyKind, PolicyStatus, Workload } from '../../core/model/policy.js';
import type { SessionResult } from '../../core/model/session.js';
import type { SortDirection } from '../../core/ports/activity.js';
import type { RecoveryPointStatus } from '../../core/reports/recovery-point.js';
import { IdOf } from '../../platform/graphql/checks/id-kind-check.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';
import { SessionResultEnum } from '../sessions/session.enums.js';
import { AND, NOT, OR } from '../shared/filter-logic.js';
import { MaxAgeArgs, PageArgs } from '../shared/page-args.js';
import { SortDirectionEnum } from '../shared/sort-direction.enum.js';
import { StringFilter } from '../shared/string-filter.input.js';
import { ServerScopeFilter } from '../shared/server-scope.input.js';
import {
  PolicyKindEnum,
  PolicyOrderFieldEnum,
  PolicyStatusEnum,
  RecoveryPointStatusEnum,
  WorkloadEnum,
} from './policy.enums.js';

@InputType('PolicyFilter', {
  description: 'Which policies; every given condition must hold. An empty list matches nothing.',
})
export class PolicyFilter extends ServerScopeFilter {
  @Field(() => StringFilter, { nullable: true, description: 'By name.' })
  readonly name?: StringFilter | null;

  @Field(() => [PolicyKindEnum], { nullable: true, description: 'Of one of these kinds.' })
  readonly kinds?: PolicyKind[] | null;

  @Field(() => [WorkloadEnum], { nullable: true, description: 'Protecting one of these.' })
  readonly workloads?: Workload[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Switched on, or switched off.' })
  readonly enabled?: boolean | null;

  @Field(() => [PolicyStatusEnum], { nullable: true, description: 'In one of these states now.' })
  readonly status?: PolicyStatus[] | null;

  @Field(() => [SessionResultEnum], { nullable: true, description: 'Whose last run ended so.' })
  readonly lastResult?: SessionResult[] | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'Without a good run (SUCCESS or WARNING) at or after this time; those that never had one match too.',
  })
  readonly lastSuccessBefore?: number | null;

  @Field(() => [RecoveryPointStatusEnum], {
    nullable: true,
    description: 'Whose recovery point fares so against its objective.',
  })
  readonly recoveryPoint?: RecoveryPointStatus[] | null;

  @IdOf('Repository')
  @Field(() => ID, { nullable: true, description: 'That write to this repository (id of a Repository).' })
  readonly repository?: string | null;

  @Field(() => [PolicyFilter], { nullable: true, description: AND })
  readonly and?: PolicyFilter[] | null;

  @Field(() => [PolicyFilter], { nullable: true, description: OR })
  readonly or?: PolicyFilter[] | null;

  @Field(() => PolicyFilter, { nullable: true, description: NOT })
  readonly not?: PolicyFilter | null;
}

@InputType('PolicyOrder', { description: 'How policies are sorted; ties by server key, then native id.' })
export class PolicyOrder {
  @Field(() => PolicyOrderFieldEnum, { description: 'By what.' })
  readonly field!: PolicyOrderField;

  @Field(() => SortDirectionEnum, { defaultValue: 'ASC', description: 'Which end first.' })
  readonly direction!: SortDirection;
}

/** Arguments of a list of policies below another object. */
@ArgsType()
export class PolicyArgs extends PageArgs {
  @Field(() => PolicyFilter, { nullable: true, description: 'Which policies. Absent: all.' })
  readonly filter?: PolicyFilter | null;

  @Field(() => PolicyOrder, { nullable: true, description: 'How they are sorted. Absent: by name.' })
  readonly orderBy?: PolicyOrder | null;
}

/** Arguments of the root list of policies. */
@ArgsType()
export class RootPolicyArgs extends MaxAgeArgs {
  @Field(() => PolicyFilter, { nullable: true, description: 'Which policies. Absent: all of all servers.' })
  readonly filter?: PolicyFilter | null;

  @Field(() => PolicyOrder, { nullable: true, description: 'How they are sorted. Absent: by name.' })
  readonly orderBy?: PolicyOrder | null;
}
