import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { HORIZON_DAYS } from '../../core/forecast/capacity-forecast.js';
import type { ForecastUse } from '../../core/forecast/capacity-outlook.js';
import type { Instant, Milliseconds } from '../../core/model/instant.js';
import { BytesScalar, DateTimeScalar, DurationScalar } from '../../platform/graphql/scalars.js';
import { Estimated } from '../../platform/graphql/checks/estimate.js';
import { CapacityForecastArgs } from './capacity-forecast.args.js';
import { CURVE_DAYS, CapacityForecastType, ForecastPointType } from './capacity-forecast.type.js';
import { SteppedHistoryArgs } from '../shared/history.args.js';
import type { CapacityHistoryType } from './capacity-history.type.js';
import { ForecastField, HistoryField, forecastOf, historyOf } from './capacity-past.js';
import { RepositoryType } from './repository.type.js';

@Resolver(() => RepositoryType)
export class RepositoryPastResolver {
  @ForecastField(
    'When it is full, by how it filled so far: the gateway notes every half hour how full each repository is. VBR and VB_M365; with VB_AWS the reason is NO_CAPACITY.',
  )
  forecast(
    @Parent() { record, operation }: RepositoryType,
    @Args() args: CapacityForecastArgs,
  ): Promise<CapacityForecastType> {
    return forecastOf(operation, [record], args);
  }

  @HistoryField(
    'How full it was, by what the gateway noted every half hour or was given by an import. VBR and VB_M365; with VB_AWS the reason is NO_CAPACITY.',
  )
  history(
    @Parent() { record, operation }: RepositoryType,
    @Args() args: SteppedHistoryArgs,
  ): Promise<CapacityHistoryType> {
    return historyOf(operation, [record], args);
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
