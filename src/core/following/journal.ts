import { unlessAway } from '../errors/history-away.js';
import type { Instant } from '../model/instant.js';
import type { SessionRecord } from '../model/session.js';
import { NEWEST_FIRST } from '../ports/activity.js';
import type { SessionCriteria } from '../ports/activity.js';
import type { Cover, FollowState, JournalQuery, JournalStore } from '../ports/journal-store.js';

/** What was read of the journal, and since when nothing is missing of it. */
export interface Kept<T> {
  readonly found: T;
  readonly state: FollowState;
}

/** The journal of one server. Where the store is away it is as if nothing were kept. */
export class Journal {
  private committing: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly store: JournalStore,
    readonly server: string,
  ) {}

  /** null: nothing is kept. */
  state(): Promise<FollowState | null> {
    return unlessAway(this.store.state(this.server), null);
  }

  /** null: nothing is kept. */
  read(query: Omit<JournalQuery, 'server'>): Promise<Kept<readonly SessionRecord[]> | null> {
    return this.steadily(() => this.store.read({ ...query, server: this.server }));
  }

  /** null: not known. */
  count(criteria: SessionCriteria): Promise<number | null> {
    return unlessAway(this.store.count(this.server, criteria), null);
  }

  /** The newest session of each policy that is kept; null: nothing is kept. */
  newest(
    policies: readonly string[],
    goodOnly: boolean,
  ): Promise<Kept<ReadonlyMap<string, SessionRecord>> | null> {
    return this.steadily(() => this.store.newest(this.server, policies, goodOnly));
  }

  /** Sessions that had not ended when they were told. */
  unfinished(): Promise<readonly SessionRecord[]> {
    return this.store.unfinished(this.server);
  }

  /** null: it is not kept. */
  get(type: string, nativeId: string): Promise<SessionRecord | null> {
    return this.store.get(this.server, type, nativeId);
  }

  /** When the newest session that is kept began; null: none is. */
  async newestStart(): Promise<Instant | null> {
    const query = { server: this.server, criteria: {}, order: NEWEST_FIRST, limit: 1 };
    const [newest] = await this.store.read(query);
    return newest?.startTime ?? null;
  }

  /** Keeps sessions and how far the server is followed with them, one commit after the other. Throws HistoryAway. */
  commit(
    sessions: readonly SessionRecord[],
    next: (state: FollowState | null) => FollowState | null,
  ): Promise<void> {
    const commit = this.committing.then(async () => {
      const state = next(await this.store.state(this.server));
      if (state !== null) await this.store.record(this.server, sessions, state);
    });
    this.committing = commit.catch(() => undefined);
    return commit;
  }

  /** Keeps sessions that no look had found, in the place of others. Throws HistoryAway. */
  async mend(sessions: readonly SessionRecord[], instead: readonly SessionRecord[]): Promise<void> {
    await this.commit(sessions, (state) => state);
    if (instead.length > 0) await this.store.forget(this.server, instead);
  }

  /** The store may make room while it is read: what is told to be covered was so before and after. null: nothing is kept. */
  private async steadily<T>(read: () => Promise<T>): Promise<Kept<T> | null> {
    const before = await this.state();
    if (before === null) return null;
    const found = await unlessAway(read(), null);
    const after = await this.state();
    return found === null || after === null ? null : { found, state: narrower(before, after) };
  }
}

/** Nothing that began since then is missing of what is kept. */
export function floorOf({ from, isWhole }: Cover): Instant {
  return isWhole ? -Infinity : from;
}

function narrower(a: FollowState, b: FollowState): FollowState {
  return {
    ...b,
    cover: {
      from: Math.max(a.cover.from, b.cover.from),
      isWhole: a.cover.isWhole && b.cover.isWhole,
    },
  };
}
