import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import type { PolicyHistory } from '../../core/federation/policy-history.js';
import type { DayCell, PolicyPeriod } from '../../core/history/policy-periods.js';
import type { Instant } from '../../core/model/instant.js';
import type { ObjectiveRule } from '../../core/reports/objective.js';
import { DurationField } from '../../platform/graphql/duration-field.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';
import { RunCountsType } from '../shared/run-counts.type.js';
import { DayCellEnum, ObjectiveRuleEnum } from './policy.enums.js';

@ObjectType('PolicyDay', {
  description: 'What a policy did on one day. A run belongs to the day that it began on, with its retries.',
})
export class PolicyDayType extends RunCountsType {
  constructor({ time: date, ...day }: PolicyPeriod) {
    super();
    Object.assign(this, { date, ...day });
  }

  @Field(() => DateTimeScalar, { description: 'When the day begins in the asked zone.' })
  readonly date!: Instant;

  @Field(() => DayCellEnum, {
    description: 'The day in one word: the worst of its runs, or why there was none.',
  })
  readonly cell!: DayCell;

  @Field(() => Int, { description: 'Its runs, retries counted with what they repeat.' })
  readonly runs!: number;

  @DurationField(
    'How old its newest good run (SUCCESS or WARNING) was on the day at most. null: there was none, or it is not known.',
  )
  readonly oldestRecoveryPoint!: number | null;

  @DurationField(
    'How long of the day its newest good run was older than the objective. null: no objective applies, or it is not known.',
  )
  readonly inBreach!: number | null;

  @DurationField('How old its newest good run may be, as the rule says now. null: no rule applies.')
  readonly objective!: number | null;

  @Field(() => ObjectiveRuleEnum, { description: 'Where the objective comes from.' })
  readonly rule!: ObjectiveRule;

  @Field(() => Float, {
    description: 'Of which part of the day, as far as it is over, its runs are known, 0 to 1.',
  })
  readonly coverage!: number;
}

@ObjectType('PolicyHistory', {
  description:
    'What a policy did day by day, from the sessions that are kept or that its server still has. A server tells nothing from before its oldest session: such days are UNKNOWN.',
})
export class PolicyHistoryType {
  constructor(private readonly history: PolicyHistory) {
    Object.assign(this, { inBreach: history.inBreach });
  }

  @Field(() => [PolicyDayType], { description: 'The days, oldest first; also those without a run.' })
  get days(): readonly PolicyDayType[] {
    return this.history.periods.map((day) => new PolicyDayType(day));
  }

  @Field(() => Float, { description: 'Of which part of the days its runs are known, 0 to 1.' })
  get coverage(): number {
    return this.history.coverage;
  }

  @Field(() => Boolean, { description: 'Whether all runs of the days are known.' })
  get complete(): boolean {
    return this.history.complete;
  }

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Since when nothing is missing. null: the newest is missing, or there is nothing.',
  })
  get coveredFrom(): Instant | null {
    return this.history.coveredFrom;
  }

  @DurationField(
    'How long it was in breach in all, as far as it is known. null: it is not, or no objective applies.',
  )
  readonly inBreach!: number | null;
}
