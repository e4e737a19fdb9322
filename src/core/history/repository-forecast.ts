import { HistoryAway } from '../errors/history-away.js';
import { DAY_LENGTH, dayOf } from '../forecast/capacity-days.js';
import { firstDay, forecastCapacity, unforeseeable } from '../forecast/capacity-forecast.js';
import type { CapacityForecast, ForecastQuestion } from '../forecast/capacity-forecast.js';
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
): Promise<RepositoryForecast> {
  const told = repositories.filter(({ record }) => record.capacity !== null && record.free !== null);
  if (told.length === 0) return { forecast: unforeseeable('NO_CAPACITY'), events: [] };
  const until = (dayOf(question.now) + 1) * DAY_LENGTH;
  try {
    const seen = await seenOf(told, 'DAY', firstDay(question) * DAY_LENGTH, until);
    const days = daysTogether(seen);
    const forecast = forecastCapacity(days, lastSeen(seen), question);
    return { forecast, events: capacityEvents(days, forecast.shifts) };
  } catch (error) {
    if (error instanceof HistoryAway) return { forecast: unforeseeable('OFF'), events: [] };
    throw error;
  }
}

/** When the one that was not seen for longest was last seen; those that were never seen add nothing. */
function lastSeen(seen: readonly Seen[]): number | null {
  const times = seen.flatMap(({ buckets }) => buckets.at(-1)?.seenAt ?? []);
  return times.length === 0 ? null : Math.min(...times);
}
