import type { SourceFailure } from '../errors/source-failure.js';
import type { Instant, Milliseconds } from '../model/instant.js';
import type { JournalStore } from '../ports/journal-store.js';
import type { Journal } from './journal.js';

/** How servers are followed. */
export interface FollowSetting {
  readonly store: JournalStore;
  /** Between two looks, while somebody asks or follows. */
  readonly active: Milliseconds;
  /** Between two looks otherwise. */
  readonly idle: Milliseconds;
  /** How far back the journal is filled. */
  readonly backfill: Milliseconds;
  /** How old a look may be that answers a question which does not say. */
  readonly freshness: Milliseconds;
  /** Told of how many sessions no look had found. */
  readonly mended?: (sessions: number) => void;
}

/** The journal as it stands for one question. */
export interface FollowedView {
  readonly journal: Journal;
  readonly lookedAt: Instant;
  /** Why there is no look as young as was asked for; null: there is. */
  readonly stale: SourceFailure | null;
  /** Whether a look as young as was asked for would tell the same. */
  isCurrent(): boolean;
}
