import { Field, Float, ObjectType } from '@nestjs/graphql';
import type { CapacityHistory, CapacityPoint, HistoryReason } from '../../core/history/capacity-history.js';
import type { HistoryEvent } from '../../core/history/capacity-events.js';
import type { Instant } from '../../core/model/instant.js';
import { BytesScalar, DateTimeScalar } from '../../platform/graphql/scalars.js';
import { HistoryEventType } from './capacity-forecast.type.js';
import { HistoryReasonEnum } from './capacity-history.enums.js';

@ObjectType('CapacityPoint', {
  description:
    'How full it was at the end of one hour, day, week or month, as far as it was seen. Of several repositories: the sums of those that were seen then, storage that they share once.',
})
export class CapacityPointType {
  @Field(() => DateTimeScalar, { description: 'When the hour, day, week or month begins in the asked zone.' })
  readonly time!: Instant;

  @Field(() => BytesScalar, {
    nullable: true,
    description: 'Its size, as it was seen last. null: it was not seen.',
  })
  readonly capacity!: number | null;

  @Field(() => BytesScalar, {
    nullable: true,
    description: 'Space left, as it was seen last. null: it was not seen.',
  })
  readonly free!: number | null;

  @Field(() => BytesScalar, {
    nullable: true,
    description: 'Space taken by backups, as it was seen last. null: it was not seen, or is not told.',
  })
  readonly used!: number | null;

  @Field(() => BytesScalar, {
    nullable: true,
    description: 'The least space that was left. null: it was not seen.',
  })
  readonly freeLowest!: number | null;

  @Field(() => Float, {
    description:
      'In which part of its hours it was seen, 0 to 1, of those that are over. A day that an import tells one time of counts as whole.',
  })
  readonly coverage!: number;
}

@ObjectType('CapacityHistory', {
  description:
    'How full repositories were: one point for each hour, day, week or month, also where nothing was seen. Nothing is interpolated.',
})
export class CapacityHistoryType {
  constructor(history: CapacityHistory) {
    Object.assign(this, history);
  }

  @Field(() => [CapacityPointType], { description: 'The points, oldest first.' })
  readonly points!: readonly CapacityPoint[];

  @Field(() => [HistoryEventType], { description: 'What happened meanwhile, oldest first.' })
  readonly events!: readonly HistoryEvent[];

  @Field(() => Float, { description: 'In which part of all hours it was seen, 0 to 1.' })
  readonly coverage!: number;

  @Field(() => Boolean, { description: 'Whether it was seen in every hour that is over.' })
  readonly complete!: boolean;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Since when nothing is missing. null: the last hour is missing, or there is nothing.',
  })
  readonly coveredFrom!: Instant | null;

  @Field(() => HistoryReasonEnum, {
    nullable: true,
    description: 'Why something is missing. null: nothing is.',
  })
  readonly reason!: HistoryReason | null;
}
