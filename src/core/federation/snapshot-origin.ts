import type { Clock, Milliseconds } from '../model/instant.js';
import type { CallScope, CallTally } from '../ports/call-scope.js';
import type { ServerAdapter } from '../ports/server-adapter.js';
import type { SharedReadings } from '../ports/snapshot-store.js';
import type { Upstream } from '../upstream/upstream.js';
import { readShared } from './shared-reading.js';
import { SharedWork } from '../upstream/shared-work.js';

/** The reading a snapshot was made of. */
export interface SnapshotSource {
  /** Names the reading among all readings of all replicas. */
  readonly id: string;
  /** What replicas share of the server in the generation of this reading; null: nothing. */
  readonly shared: SharedReadings | null;
}

/** Something that completes a snapshot. */
export interface SnapshotPart<T> {
  readonly name: string;
  read(adapter: ServerAdapter, scope: CallScope): Promise<T>;
  /** Whether what another replica has read for its copy of the snapshot will do. */
  accepts(value: T): boolean;
}

/** Where a snapshot is from: reads what completes it, for all replicas that hold the same snapshot. */
export class SnapshotOrigin {
  constructor(
    private readonly upstream: Upstream,
    private readonly clock: Clock,
    /** For so long replicas may use it. */
    private readonly keepFor: Milliseconds,
    private readonly source: SnapshotSource,
  ) {}

  /** Begins to read; the calls are counted for whoever asked first. */
  complete<T>({ name, read, accepts }: SnapshotPart<T>, tally: CallTally): SharedWork<T> {
    const { upstream, clock, keepFor, source } = this;
    return new SharedWork(
      upstream,
      clock,
      async (lease) => {
        const reading = await readShared<T>(source.shared, {
          name: `${name} of ${source.id}`,
          accepts: ({ value }) => accepts(value),
          read: () => lease.attempt(read(upstream.adapter, lease.scope)),
          clock,
          keepFor,
          signal: lease.scope.signal,
        });
        return reading.value;
      },
      tally,
    );
  }
}
