import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import { HORIZON_DAYS, usable } from '../../core/forecast/capacity-forecast.js';
import type {
  CapacityForecast,
  ForecastQuestion,
  ForecastReason,
} from '../../core/forecast/capacity-forecast.js';
import { DAY_LENGTH } from '../../core/forecast/capacity-days.js';
import { additionalNeeded, curveOf } from '../../core/forecast/capacity-outlook.js';
import type { ForecastUse } from '../../core/forecast/capacity-outlook.js';
import type { HistoryEvent, HistoryEventKind } from '../../core/history/capacity-events.js';
import type { Instant, Milliseconds } from '../../core/model/instant.js';
import { BytesScalar, DateTimeScalar } from '../../platform/graphql/scalars.js';
import {
  ForecastConfidenceEnum,
  ForecastReasonEnum,
  HistoryEventKindEnum,
} from './capacity-forecast.enums.js';

/** Of a curve whose end nobody names. */
export const CURVE_DAYS = 90;

@ObjectType('HistoryEvent', { description: 'Something that changed on a day of the past.' })
export class HistoryEventType {
  @Field(() => DateTimeScalar, { description: 'The begin of the day, UTC, on which it was first seen.' })
  readonly time!: Instant;

  @Field(() => HistoryEventKindEnum, { description: 'What has changed.' })
  readonly kind!: HistoryEventKind;

  @Field(() => String, { description: 'The change in English words, with its size.' })
  readonly text!: string;
}

@ObjectType('ForecastPoint', {
  description: 'The use of the last known day, or of one that is still to come.',
})
export class ForecastPointType {
  @Field(() => DateTimeScalar, { description: 'The begin of the day, UTC.' })
  readonly time!: Instant;

  @Field(() => BytesScalar, { description: 'What is most likely used by then: capacity without free space.' })
  readonly used!: number;

  @Field(() => BytesScalar, { description: 'Nine times of ten it is more than this.' })
  readonly usedLow!: number;

  @Field(() => BytesScalar, { description: 'Nine times of ten it is less than this.' })
  readonly usedHigh!: number;
}

@ObjectType('CapacityForecast', {
  description:
    'When a repository is full, by how its use grew: one point a day, the largest use, as capacity without free space. VBR and VB_M365; VB_AWS tells no capacity. Where it cannot be told, everything that says when is null and `reason` says why.',
})
export class CapacityForecastType {
  constructor(
    private readonly forecast: CapacityForecast,
    private readonly question: ForecastQuestion,
    /** What happened in the window, oldest first. */
    private readonly past: readonly HistoryEvent[],
  ) {}

  @Field(() => Float, {
    nullable: true,
    description: 'Days until it is full; 0: it is. null: see `reason`.',
  })
  get daysLeft(): number | null {
    return this.forecast.left?.daysLeft ?? null;
  }

  @Field(() => Float, {
    nullable: true,
    description: 'The soonest it is full nine times of ten, in days. null: see `reason`.',
  })
  get daysLeftLow(): number | null {
    return this.forecast.left?.daysLeftLow ?? null;
  }

  @Field(() => Float, {
    nullable: true,
    description: 'The latest it is full nine times of ten, in days. null: see `reason`.',
  })
  get daysLeftHigh(): number | null {
    return this.forecast.left?.daysLeftHigh ?? null;
  }

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: '`daysLeft` from the moment the operation is answered for. null: see `reason`.',
  })
  get fullAt(): Instant | null {
    return this.daysLeft === null ? null : this.question.now + this.daysLeft * DAY_LENGTH;
  }

  @Field(() => Float, {
    nullable: true,
    description: 'Bytes a day, `whatIf` included; negative: it shrinks. null: too little is known.',
  })
  get growthPerDay(): number | null {
    return this.forecast.outlook?.growth.perDay ?? null;
  }

  @Field(() => ForecastConfidenceEnum, { description: 'How far it can be trusted.' })
  get confidence(): CapacityForecast['confidence'] {
    return this.forecast.confidence;
  }

  @Field(() => ForecastReasonEnum, {
    nullable: true,
    description: 'Why there is no forecast. null: there is one.',
  })
  get reason(): ForecastReason | null {
    return this.forecast.reason;
  }

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'With INSUFFICIENT_HISTORY: when there is enough, if every day is seen from now on. null: another reason, or none.',
  })
  get availableFrom(): Instant | null {
    return this.forecast.availableFrom;
  }

  @Field(() => String, { description: 'How it was found, in English words.' })
  get method(): string {
    return 'median of the slopes between days whole weeks apart, without level shifts, since the pace last changed; from the middle of the weekly peaks';
  }

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'The begin of the first day that was looked at, UTC. null: none is known.',
  })
  get windowStart(): Instant | null {
    return this.forecast.windowStart;
  }

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'The begin of the last day that was looked at, UTC. null: none is known.',
  })
  get windowEnd(): Instant | null {
    return this.forecast.windowEnd;
  }

  @Field(() => Int, { description: 'How many days between them are known.' })
  get samples(): number {
    return this.forecast.days;
  }

  @Field(() => Float, { description: 'Which part of the days between them that is, 0 to 1.' })
  get coverage(): number {
    return this.forecast.coverage;
  }

  @Field(() => [HistoryEventType], {
    description: 'What happened between them and does not count as growth, oldest first.',
  })
  get events(): readonly HistoryEvent[] {
    return this.past;
  }

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'Since when it grows at another pace than before; what was before does not count. null: the pace has not changed.',
  })
  get regimeChangedAt(): Instant | null {
    const day = this.forecast.outlook?.growth.changedAt ?? null;
    return day === null ? null : day * DAY_LENGTH;
  }

  @Field(() => Float, {
    nullable: true,
    description:
      'How far the forecast of two weeks ago was off by the last day, as a part of the room that was left then. null: there was none.',
  })
  get backtestError(): number | null {
    return this.forecast.backtestError;
  }

  /** Bytes of capacity to add so that it lasts so long; null: too little is known. */
  toAdd(time: Milliseconds): number | null {
    const { outlook } = this.forecast;
    if (outlook === null) return null;
    const missing = additionalNeeded(outlook, usable(outlook.capacity, this.question), time);
    return Math.min(Number.MAX_SAFE_INTEGER, Math.ceil(missing / this.question.threshold));
  }

  /** The use day by day until then, or for three months. */
  until(time: Instant | null): readonly ForecastUse[] {
    const { outlook } = this.forecast;
    if (outlook === null) return [];
    const last = time ?? (outlook.day + CURVE_DAYS) * DAY_LENGTH;
    return curveOf(outlook, last, HORIZON_DAYS).map(({ time: day, used, usedLow, usedHigh }) => ({
      time: day,
      used: whole(used),
      usedLow: whole(usedLow),
      usedHigh: whole(usedHigh),
    }));
  }
}

function whole(bytes: number): number {
  return Math.min(Number.MAX_SAFE_INTEGER, Math.round(bytes));
}
