import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { ResultCounts } from '../../core/reports/session-stats.js';

/** What some runs came to, beside a count of them all. */
@ObjectType({ isAbstract: true })
export abstract class RunCountsType implements ResultCounts {
  @Field(() => Int, { description: 'Of them, those that ended SUCCESS.' })
  readonly success!: number;

  @Field(() => Int, { description: 'Of them, those that ended WARNING.' })
  readonly warning!: number;

  @Field(() => Int, { description: 'Of them, those that ended FAILED.' })
  readonly failed!: number;

  @Field(() => Int, { description: 'Of them, those that ended CANCELLED.' })
  readonly cancelled!: number;

  @Field(() => Int, { description: 'Of them, those that have not ended.' })
  readonly running!: number;
}
