import { HistoryAway } from '../errors/history-away.js';
import { SourceFailure } from '../errors/source-failure.js';
import type { HistoryEvent } from '../history/capacity-events.js';
import { eventsOfEach } from '../history/capacity-history.js';
import type { Instant } from '../model/instant.js';
import type { RepositoryRecord } from '../model/repository.js';
import type { ServerScope } from './fleet.js';
import type { FleetReader } from './fleet-reader.js';
import type { ServerReader } from './server-reader.js';

/** Something that happened to a repository. */
export interface FleetEvent extends HistoryEvent {
  readonly repository: RepositoryRecord;
}

/** What happened to the repositories of the chosen servers, oldest first; nothing of servers that cannot be read. */
export async function fleetEvents(
  fleet: FleetReader,
  scope: ServerScope,
  { from, to }: { readonly from: Instant; readonly to: Instant },
): Promise<FleetEvent[]> {
  const found = await Promise.all(fleet.select(scope).map((reader) => eventsOfServer(reader, from, to)));
  return found.flat().sort((a, b) => a.time - b.time);
}

async function eventsOfServer(reader: ServerReader, from: Instant, to: Instant): Promise<FleetEvent[]> {
  try {
    const { items } = (await reader.repositories()).value;
    const pasts = items.map((record) => ({ record, past: reader.capacityPast }));
    const found = await eventsOfEach(pasts, from, to, reader.budget);
    return found.map(({ record, event }) => ({ ...event, repository: record }));
  } catch (error) {
    if (!(error instanceof SourceFailure) && !(error instanceof HistoryAway)) throw error;
    reader.noteFailure();
    return [];
  }
}
