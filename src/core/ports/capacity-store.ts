import type { Instant } from '../model/instant.js';

/** How finely the capacity of the past is kept: hours for some months, days (UTC) for years. */
export type CapacityStep = 'HOUR' | 'DAY';

/** What was seen of a repository at one time, in bytes. */
export interface CapacitySeen {
  /** Its native id. */
  readonly repository: string;
  readonly time: Instant;
  readonly capacity: number;
  readonly free: number;
  /** null: not told. */
  readonly used: number | null;
}

/** What was seen within one step, in bytes. */
export interface CapacityBucket {
  /** Its begin. */
  readonly start: Instant;
  /** When it was last seen within it, and what was seen then. */
  readonly seenAt: Instant;
  readonly capacity: number;
  readonly free: number;
  readonly used: number | null;
  readonly freeLowest: number;
  /** The largest capacity - free. */
  readonly headUsed: number;
  /** In which hours of its day (UTC) it was seen: one bit each, the lowest for the first. */
  readonly hours: number;
}

/** Where the capacity of repositories is kept, by the key of their server. Rejects with `HistoryAway` where it cannot be used. */
export interface CapacityStore {
  /** Keeps what was seen, all or nothing; what was seen before in the same steps stays. */
  recordCapacity(server: string, seen: readonly CapacitySeen[]): Promise<void>;
  /** The buckets of repositories that begin from `from` on and before `until`, oldest first; those without any are absent. */
  capacity(
    server: string,
    repositories: readonly string[],
    step: CapacityStep,
    from: Instant,
    until: Instant,
  ): Promise<ReadonlyMap<string, readonly CapacityBucket[]>>;
  /** Forgets buckets of a step that began before this. */
  expireCapacity(step: CapacityStep, before: Instant): Promise<void>;
}
