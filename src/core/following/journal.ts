import { HistoryAway } from '../errors/history-away.js';
import type { Instant } from '../model/instant.js';
import type { SessionRecord } from '../model/session.js';
import type { SessionCriteria } from '../ports/activity.js';
import type { Cover, FollowState, JournalQuery, JournalStore } from '../ports/journal-store.js';

/** A part of the journal as it was read, and since when nothing is missing of it. */
export interface JournalRows {
  readonly rows: readonly SessionRecord[];
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

  /** null: nothing is kept. The store may make room while it is read: what is told to be covered was so before and after. */
  async read(query: Omit<JournalQuery, 'server'>): Promise<JournalRows | null> {
    const before = await this.state();
    if (before === null) return null;
    const rows = await unlessAway(this.store.read({ ...query, server: this.server }), null);
    const after = await this.state();
    return rows === null || after === null ? null : { rows, state: narrower(before, after) };
  }

  /** null: not known. */
  count(criteria: SessionCriteria): Promise<number | null> {
    return unlessAway(this.store.count(this.server, criteria), null);
  }

  /** The newest session of each policy that is kept; null: nothing is kept. */
  async newest(
    policies: readonly string[],
    goodOnly: boolean,
  ): Promise<{ readonly found: ReadonlyMap<string, SessionRecord>; readonly state: FollowState } | null> {
    const before = await this.state();
    if (before === null) return null;
    const found = await unlessAway(this.store.newest(this.server, policies, goodOnly), null);
    const after = await this.state();
    return found === null || after === null ? null : { found, state: narrower(before, after) };
  }

  /** Sessions that had not ended when they were told. */
  unfinished(): Promise<readonly SessionRecord[]> {
    return this.store.unfinished(this.server);
  }

  /** When the newest session that is kept began; null: none is. */
  async newestStart(): Promise<Instant | null> {
    const order = { field: 'START_TIME', direction: 'DESC' } as const;
    const [newest] = await this.store.read({ server: this.server, criteria: {}, order, limit: 1 });
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

async function unlessAway<T>(reading: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof HistoryAway) return otherwise;
    throw error;
  }
}
