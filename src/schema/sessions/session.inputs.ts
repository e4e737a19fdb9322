import { ArgsType, Field, ID, InputType } from '@nestjs/graphql';
import type { SessionKind, SessionResult, SessionState } from '../../core/model/session.js';
import type { SessionOrderField, SortDirection } from '../../core/ports/activity.js';
import { IdOf } from '../../platform/graphql/checks/id-kind-check.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';
import { AND, NOT, OR } from '../shared/filter-logic.js';
import { MaxAgeArgs, PageArgs } from '../shared/page-args.js';
import { SortDirectionEnum } from '../shared/sort-direction.enum.js';
import { StringFilter } from '../shared/string-filter.input.js';
import { ServerScopeFilter } from '../shared/server-scope.input.js';
import {
  SessionKindEnum,
  SessionOrderFieldEnum,
  SessionResultEnum,
  SessionStateEnum,
} from './session.enums.js';

@InputType('SessionFilter', {
  description: 'Which sessions; every given condition must hold. An empty list matches nothing.',
})
export class SessionFilter extends ServerScopeFilter {
  @IdOf('Policy')
  @Field(() => [ID], { nullable: true, description: 'Started by one of these policies (ids of Policy).' })
  readonly policies?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'true: no policy is known for them (`policy` is null): none started them, or it no longer exists. false: one is. Costs the list of policies once a server.',
  })
  readonly withoutPolicy?: boolean | null;

  @Field(() => StringFilter, { nullable: true, description: 'By name.' })
  readonly name?: StringFilter | null;

  @Field(() => [SessionKindEnum], { nullable: true, description: 'Of one of these kinds.' })
  readonly kinds?: SessionKind[] | null;

  @Field(() => [SessionStateEnum], { nullable: true, description: 'In one of these states.' })
  readonly states?: SessionState[] | null;

  @Field(() => [SessionResultEnum], { nullable: true, description: 'With one of these results.' })
  readonly results?: SessionResult[] | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Started later than this; not at it.' })
  readonly startedAfter?: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Started earlier than this; not at it.' })
  readonly startedBefore?: number | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Ended later than this; not at it. Leaves out sessions that have not ended.',
  })
  readonly endedAfter?: number | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Ended earlier than this; not at it. Leaves out sessions that have not ended.',
  })
  readonly endedBefore?: number | null;

  @Field(() => [SessionFilter], { nullable: true, description: AND })
  readonly and?: SessionFilter[] | null;

  @Field(() => [SessionFilter], { nullable: true, description: OR })
  readonly or?: SessionFilter[] | null;

  @Field(() => SessionFilter, { nullable: true, description: NOT })
  readonly not?: SessionFilter | null;
}

@InputType('SessionOrder', { description: 'How sessions are sorted; ties by server key, then native id.' })
export class SessionOrder {
  @Field(() => SessionOrderFieldEnum, { description: 'By what.' })
  readonly field!: SessionOrderField;

  @Field(() => SortDirectionEnum, { defaultValue: 'DESC', description: 'Which end first.' })
  readonly direction!: SortDirection;
}

/** Arguments of a list of sessions below another object. */
@ArgsType()
export class SessionArgs extends PageArgs {
  @Field(() => SessionFilter, { nullable: true, description: 'Which sessions. Absent: all.' })
  readonly filter?: SessionFilter | null;

  @Field(() => SessionOrder, {
    nullable: true,
    description: 'How they are sorted. Absent: newest start first.',
  })
  readonly orderBy?: SessionOrder | null;
}

/** Arguments of the root list of sessions. */
@ArgsType()
export class RootSessionArgs extends MaxAgeArgs {
  @Field(() => SessionFilter, { nullable: true, description: 'Which sessions. Absent: all of all servers.' })
  readonly filter?: SessionFilter | null;

  @Field(() => SessionOrder, {
    nullable: true,
    description: 'How they are sorted. Absent: newest start first.',
  })
  readonly orderBy?: SessionOrder | null;
}
