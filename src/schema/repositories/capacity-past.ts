import { applyDecorators } from '@nestjs/common';
import { ResolveField } from '@nestjs/graphql';
import { capacityHistory } from '../../core/history/capacity-history.js';
import type { RepositoryPast } from '../../core/history/capacity-storages.js';
import { forecastRepositories } from '../../core/history/repository-forecast.js';
import type { RepositoryRecord } from '../../core/model/repository.js';
import { Checked } from '../../platform/graphql/checks/argument-check.js';
import { Estimated } from '../../platform/graphql/checks/estimate.js';
import type { Operation } from '../shared/operation.js';
import type { CapacityForecastArgs } from './capacity-forecast.args.js';
import { toForecastQuestion } from './capacity-forecast.args.js';
import { CapacityForecastType } from './capacity-forecast.type.js';
import { pointsOf, toHistoryQuestion } from '../shared/history.args.js';
import type { SteppedHistoryArgs } from '../shared/history.args.js';
import { CapacityHistoryType } from './capacity-history.type.js';

/** Declares a field that foresees when repositories are full. */
export function ForecastField(description: string): MethodDecorator {
  return applyDecorators(
    ResolveField(() => CapacityForecastType, { description }),
    Checked((args: CapacityForecastArgs) => void toForecastQuestion(args, 0)),
  );
}

/** Declares a field that tells how full repositories were. */
export function HistoryField(description: string): MethodDecorator {
  return applyDecorators(
    ResolveField(() => CapacityHistoryType, { description }),
    Checked((args: Partial<SteppedHistoryArgs>) => void toHistoryQuestion(args, Date.now())),
    Estimated({ scan: pointsOf }),
  );
}

/** When repositories are full, all of them together. */
export async function forecastOf(
  { fleet }: Operation,
  records: readonly RepositoryRecord[],
  args: CapacityForecastArgs,
): Promise<CapacityForecastType> {
  const question = toForecastQuestion(args, fleet.now());
  const { forecast, events } = await forecastRepositories(pastOf(fleet, records), question, fleet.budget);
  return new CapacityForecastType(forecast, question, events);
}

/** How full repositories were, all of them together. */
export async function historyOf(
  { fleet }: Operation,
  records: readonly RepositoryRecord[],
  args: SteppedHistoryArgs,
): Promise<CapacityHistoryType> {
  const question = toHistoryQuestion(args, fleet.now());
  return new CapacityHistoryType(await capacityHistory(pastOf(fleet, records), question, fleet.budget));
}

function pastOf(fleet: Operation['fleet'], records: readonly RepositoryRecord[]): RepositoryPast[] {
  return records.map((record) => ({ record, past: fleet.of(record).capacityPast }));
}
