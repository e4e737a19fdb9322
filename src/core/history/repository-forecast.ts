import { HistoryAway } from '../errors/history-away.js';
import { DAY_LENGTH, dayOf } from '../forecast/capacity-days.js';
import { firstDay, forecastCapacity, unforeseeable } from '../forecast/capacity-forecast.js';
import type { CapacityForecast, ForecastQuestion } from '../forecast/capacity-forecast.js';
import type { RepositoryRecord } from '../model/repository.js';
import { capacityEvents } from './capacity-events.js';
import type { HistoryEvent } from './capacity-events.js';
import type { CapacityPast } from './capacity-past.js';

export interface RepositoryForecast {
  readonly forecast: CapacityForecast;
  /** What happened in the window, oldest first. */
  readonly events: readonly HistoryEvent[];
}

/** When a repository is full, by what was seen of it. */
export async function forecastRepository(
  { nativeId, capacity, free }: RepositoryRecord,
  past: CapacityPast,
  question: ForecastQuestion,
): Promise<RepositoryForecast> {
  if (capacity === null || free === null) return { forecast: unforeseeable('NO_CAPACITY'), events: [] };
  const until = (dayOf(question.now) + 1) * DAY_LENGTH;
  try {
    const buckets = await past.of(nativeId, 'DAY', firstDay(question) * DAY_LENGTH, until);
    const days = buckets.map((one) => ({
      day: dayOf(one.start),
      capacity: one.capacity,
      used: one.headUsed,
    }));
    const forecast = forecastCapacity(days, buckets.at(-1)?.seenAt ?? null, question);
    return { forecast, events: capacityEvents(days, forecast.shifts) };
  } catch (error) {
    if (error instanceof HistoryAway) return { forecast: unforeseeable('OFF'), events: [] };
    throw error;
  }
}
