import { HistoryAway } from '../errors/history-away.js';
import { SourceFailure } from '../errors/source-failure.js';
import type { Instant, Milliseconds } from '../model/instant.js';
import type { RepositoryRecord } from '../model/repository.js';
import { CallTally } from '../ports/call-scope.js';
import type { CapacitySeen } from '../ports/capacity-store.js';
import type { Fleet, FleetMember } from './fleet.js';
import { Rounds } from './rounds.js';
import { REPOSITORIES } from './snapshot-kinds.js';

/** Notes from time to time how full the repositories of every server are. */
export class CapacitySampler extends Rounds {
  constructor(fleet: Fleet, interval: Milliseconds) {
    super(fleet, interval, (member, signal) => sample(member, signal, interval / 2));
  }
}

async function sample(member: FleetMember, signal: AbortSignal, maxAge: Milliseconds): Promise<void> {
  try {
    const { value, fetchedAt, stale } = await member.snapshots.read(REPOSITORIES, {
      signal,
      tally: new CallTally(),
      maxAge,
    });
    if (stale === null)
      await member.capacity.recordCapacity(member.server.key, seenAt(fetchedAt, value.items));
  } catch (error) {
    // The server's health and the store have told of theirs.
    if (!(error instanceof SourceFailure) && !(error instanceof HistoryAway)) throw error;
  }
}

function seenAt(time: Instant, repositories: readonly RepositoryRecord[]): CapacitySeen[] {
  return repositories.flatMap(({ nativeId, capacity, free, used }) =>
    capacity === null || free === null ? [] : [{ repository: nativeId, time, capacity, free, used }],
  );
}
