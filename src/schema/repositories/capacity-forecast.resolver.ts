import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { HORIZON_DAYS } from '../../core/forecast/capacity-forecast.js';
import { forecastRepository } from '../../core/history/repository-forecast.js';
import type { ForecastUse } from '../../core/forecast/capacity-outlook.js';
import type { Instant, Milliseconds } from '../../core/model/instant.js';
import { BytesScalar, DateTimeScalar, DurationScalar } from '../../platform/graphql/scalars.js';
import { Estimated } from '../../platform/graphql/checks/estimate.js';
import { Checked } from '../../platform/graphql/checks/argument-check.js';
import { CapacityForecastArgs, toForecastQuestion } from './capacity-forecast.args.js';
import { CURVE_DAYS, CapacityForecastType, ForecastPointType } from './capacity-forecast.type.js';
import { RepositoryType } from './repository.type.js';

@Resolver(() => RepositoryType)
export class RepositoryForecastResolver {
  @ResolveField(() => CapacityForecastType, {
    description:
      'When it is full, by how it filled so far: the gateway notes every half hour how full each repository is. VBR and VB_M365; with VB_AWS the reason is NO_CAPACITY.',
  })
  @Checked((args) => void toForecastQuestion(args, 0))
  async forecast(
    @Parent() { record, reader }: RepositoryType,
    @Args() args: CapacityForecastArgs,
  ): Promise<CapacityForecastType> {
    const question = toForecastQuestion(args, reader.now());
    const { forecast, events } = await forecastRepository(record, reader.capacityPast, question);
    return new CapacityForecastType(forecast, question, events);
  }
}

@Resolver(() => CapacityForecastType)
export class CapacityForecastResolver {
  @ResolveField(() => BytesScalar, {
    nullable: true,
    description: 'Bytes of capacity to add so that it lasts so long; 0: none. null: too little is known.',
  })
  additionalNeeded(
    @Parent() forecast: CapacityForecastType,
    @Args('for', {
      type: () => DurationScalar,
      description: 'How long it is to last, from the last known day on.',
    })
    time: Milliseconds,
  ): number | null {
    return forecast.toAdd(time);
  }

  @ResolveField(() => [ForecastPointType], {
    description:
      'The use day by day, from the last known day on. At most 731 points; empty where too little is known.',
  })
  @Estimated({ rows: ({ until }) => (until == null ? CURVE_DAYS : HORIZON_DAYS) + 1 })
  curve(
    @Parent() forecast: CapacityForecastType,
    @Args('until', {
      type: () => DateTimeScalar,
      nullable: true,
      description: 'The last day of it. Absent or null: 90 days from the last known day.',
    })
    until?: Instant | null,
  ): readonly ForecastUse[] {
    return forecast.until(until ?? null);
  }
}
