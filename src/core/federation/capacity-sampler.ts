import { HistoryAway } from '../errors/history-away.js';
import { SourceFailure } from '../errors/source-failure.js';
import type { Fleet, FleetMember } from './fleet.js';
import { REPOSITORIES } from './snapshot-kinds.js';
import type { Instant, Milliseconds } from '../model/instant.js';
import type { RepositoryRecord } from '../model/repository.js';
import { CallTally } from '../ports/call-scope.js';
import type { CapacitySeen, CapacityStore } from '../ports/capacity-store.js';

/** Notes from time to time how full the repositories of every server are. */
export class CapacitySampler {
  private readonly stopping = new AbortController();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly fleet: Fleet,
    private readonly store: CapacityStore,
    private readonly interval: Milliseconds,
  ) {}

  /** Looks at all servers at once and again after every interval; never waits for them. */
  start(): void {
    const round = (): void => {
      for (const member of this.fleet.members) void this.sample(member);
    };
    round();
    this.timer = setInterval(round, this.interval);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
    this.stopping.abort();
  }

  private async sample(member: FleetMember): Promise<void> {
    try {
      const { value, fetchedAt, stale } = await member.snapshots.read(REPOSITORIES, {
        signal: this.stopping.signal,
        tally: new CallTally(),
        maxAge: this.interval / 2,
      });
      if (stale === null) await this.store.recordCapacity(member.server.key, seenAt(fetchedAt, value.items));
    } catch (error) {
      // The server's health and the store have told of theirs. A fault of ours must not end the rounds, or the process.
      if (error instanceof SourceFailure || error instanceof HistoryAway) return;
      if (!this.stopping.signal.aborted) member.health.unforeseen(error);
    }
  }
}

function seenAt(time: Instant, repositories: readonly RepositoryRecord[]): CapacitySeen[] {
  return repositories.flatMap(({ nativeId, capacity, free, used }) =>
    capacity === null || free === null ? [] : [{ repository: nativeId, time, capacity, free, used }],
  );
}
