import { unlessAway } from '../errors/history-away.js';
import type { OperationBudget } from '../fairness/operation-budget.js';
import { DAY_LENGTH, dayOf } from '../forecast/capacity-days.js';
import { firstDay, forecastCapacity, unforeseeable } from '../forecast/capacity-forecast.js';
import type { CapacityForecast, ForecastQuestion, ForecastReason } from '../forecast/capacity-forecast.js';
import type { RepositoryRecord } from '../model/repository.js';
import { capacityEvents } from './capacity-events.js';
import type { HistoryEvent } from './capacity-events.js';
import { daysTogether, seenOf } from './capacity-storages.js';
import type { RepositoryPast, Seen } from './capacity-storages.js';

export interface RepositoryForecast {
  readonly forecast: CapacityForecast;
  /** What happened in the window, oldest first. */
  readonly events: readonly HistoryEvent[];
}

/** When repositories are full, all of them together, by what was seen of them. Those that tell no capacity are left out. */
export async function forecastRepositories(
  repositories: readonly RepositoryPast[],
  question: ForecastQuestion,
  budget: OperationBudget,
): Promise<RepositoryForecast> {
  const seen = await lately(repositories.filter(tellsCapacity), question);
  return seen === null ? nothing('OFF') : foresee(seen, question, budget);
}

/** When each of them is full. */
export async function forecastEach(
  repositories: readonly RepositoryPast[],
  question: ForecastQuestion,
  budget: OperationBudget,
): Promise<RepositoryForecast[]> {
  const seen = await lately(repositories, question);
  if (seen === null) return repositories.map(() => nothing('OFF'));
  const forecasts: RepositoryForecast[] = [];
  for (const one of seen) forecasts.push(await foresee([one].filter(tellsCapacity), question, budget));
  return forecasts;
}

/** Hundreds may be asked for at once, and each takes its time. */
async function foresee(
  seen: readonly Seen[],
  question: ForecastQuestion,
  budget: OperationBudget,
): Promise<RepositoryForecast> {
  if (seen.length === 0) return nothing('NO_CAPACITY');
  if (budget.isDue) await budget.turn();
  const days = daysTogether(seen);
  const forecast = forecastCapacity(days, lastSeen(seen), question);
  return { forecast, events: capacityEvents(days, forecast.shifts) };
}

function nothing(reason: ForecastReason): RepositoryForecast {
  return { forecast: unforeseeable(reason), events: [] };
}

function tellsCapacity({ record }: { readonly record: RepositoryRecord }): boolean {
  return record.capacity !== null && record.free !== null;
}

/** What was seen in the window; null: it cannot be read. */
function lately(repositories: readonly RepositoryPast[], question: ForecastQuestion): Promise<Seen[] | null> {
  const until = (dayOf(question.now) + 1) * DAY_LENGTH;
  return unlessAway(seenOf(repositories, 'DAY', firstDay(question) * DAY_LENGTH, until), null);
}

/** When the one that was not seen for longest was last seen; those that were never seen add nothing. */
function lastSeen(seen: readonly Seen[]): number | null {
  const times = seen.flatMap(({ buckets }) => buckets.at(-1)?.seenAt ?? []);
  return times.length === 0 ? null : Math.min(...times);
}
