import type { SourceFailure } from '../errors/source-failure.js';
import type { Instant, Milliseconds } from '../model/instant.js';
import type { VersionToken } from './provenance.js';
import type { Waiter } from '../upstream/shared-work.js';

export interface SnapshotLifetime {
  /** How long a snapshot counts as fresh; 0: never. */
  readonly inventory: Milliseconds;
  /** How old a snapshot may be that stands in for a server that fails; 0: none does. */
  readonly staleIfError: Milliseconds;
}

/** Who asks, and how old it may be; maxAge undefined: as old as the gateway is configured to keep it. */
export interface SnapshotRequest extends Waiter {
  readonly maxAge: Milliseconds | undefined;
}

/** What a reader gets. */
export interface Served<T> {
  readonly value: T;
  /** When the server was asked for it. */
  readonly fetchedAt: Instant;
  /** Why it is older than the reader asked for; null: it is not. */
  readonly stale: SourceFailure | null;
  /** null: it is not to be used for another answer. */
  readonly token: VersionToken | null;
}
