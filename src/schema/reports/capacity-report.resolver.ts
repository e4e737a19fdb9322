import { Args, Parent, Resolver } from '@nestjs/graphql';
import { CapacityForecastArgs } from '../repositories/capacity-forecast.args.js';
import type { CapacityForecastType } from '../repositories/capacity-forecast.type.js';
import { SteppedHistoryArgs } from '../shared/history.args.js';
import type { CapacityHistoryType } from '../repositories/capacity-history.type.js';
import { ForecastField, HistoryField, forecastOf, historyOf } from '../repositories/capacity-past.js';
import { CapacityGroupType, CapacityStatsType } from './capacity-report.type.js';

const FORECAST =
  'When their capacity is full, all of it together, as if each could use the room of all. Repositories that tell no capacity are left out; days on which one of them was not seen are as well.';
const HISTORY =
  'How full they were, all together: the repositories that there are now, extents within their scale-out repository, storage that they share once.';

@Resolver(() => CapacityStatsType)
export class CapacityStatsPastResolver {
  @ForecastField(FORECAST)
  forecast(
    @Parent() { operation, of }: CapacityStatsType,
    @Args() args: CapacityForecastArgs,
  ): Promise<CapacityForecastType> {
    return forecastOf(operation, of, args);
  }

  @HistoryField(HISTORY)
  history(
    @Parent() { operation, of }: CapacityStatsType,
    @Args() args: SteppedHistoryArgs,
  ): Promise<CapacityHistoryType> {
    return historyOf(operation, of, args);
  }
}

@Resolver(() => CapacityGroupType)
export class CapacityGroupPastResolver {
  @ForecastField(FORECAST)
  forecast(
    @Parent() { stats }: CapacityGroupType,
    @Args() args: CapacityForecastArgs,
  ): Promise<CapacityForecastType> {
    return forecastOf(stats.operation, stats.of, args);
  }

  @HistoryField(HISTORY)
  history(
    @Parent() { stats }: CapacityGroupType,
    @Args() args: SteppedHistoryArgs,
  ): Promise<CapacityHistoryType> {
    return historyOf(stats.operation, stats.of, args);
  }
}
