import type { Instant, Milliseconds } from '../model/instant.js';
import type { SessionRecord } from '../model/session.js';
import type { SessionCriteria, SessionOrder } from './activity.js';

/** The span of a server's sessions, by their start, that is kept without a gap: from here to the last look. */
export interface Cover {
  /** Every session that the server had and that began at or after this is kept. */
  readonly from: Instant;
  /** The server had nothing older when `from` was reached: nothing is missing before it either. */
  readonly isWhole: boolean;
}

/** How far a server has been followed. */
export interface FollowState {
  readonly cover: Cover;
  /** When the server was asked last, by the clock of the gateway. What began until then is kept. */
  readonly lookedAt: Instant;
}

/** Which sessions of one server are wanted, in the order they are wanted in. */
export interface JournalQuery {
  readonly server: string;
  /** What the store understands exactly of it narrows what is read; whoever asks applies all of it again. */
  readonly criteria: SessionCriteria;
  readonly order: SessionOrder;
  /** Begins behind this place; absent: at the beginning. */
  readonly after?: { readonly key: string | number | null; readonly nativeId: string };
  readonly limit: number;
}

/** A server with more sessions under way tells nonsense. */
export const MOST_UNFINISHED = 1_000;

/** What a store holds of one server. */
export interface JournalContent {
  readonly server: string;
  readonly sessions: number;
  /** null: it holds none. */
  readonly oldest: Instant | null;
  readonly newest: Instant | null;
  /** null: it was never followed. */
  readonly state: FollowState | null;
}

/** What another replica tells. */
export type ReplicaNews =
  /** It has recorded something of a server that it had looked at so long ago. */
  | { readonly kind: 'RECORDED'; readonly server: string; readonly age: Milliseconds }
  /** Somebody there asks for it, or follows it. */
  | { readonly kind: 'WANTED'; readonly server: string }
  /** Older sessions that nobody had found before are kept now. */
  | { readonly kind: 'MENDED'; readonly server: string }
  /** Nobody could be heard for a while. */
  | { readonly kind: 'MISSED' };

/** The right to follow a server, which one replica has at a time. */
export interface Followership {
  /** Aborted when the right is lost: the connection that holds it ended. */
  readonly signal: AbortSignal;
  release(): Promise<void>;
}

/**
 * Where the sessions of all servers are kept. Servers are named by their journal key (`FleetMember.snapshots.sharedName` is not it: a server
 * that moves to another address stays the same server). Every method may reject with `HistoryAway`, and then nothing of it was done.
 */
export interface JournalStore {
  /** null: the server was never followed. */
  state(server: string): Promise<FollowState | null>;
  /**
   * Keeps what a look told, all or nothing: sessions replace those of the same type and native id. When it resolves, it survives the
   * end of the process at any moment.
   */
  record(server: string, sessions: readonly SessionRecord[], state: FollowState): Promise<void>;
  /** At most `limit` sessions, equal keys by native id in ascending order; sessions without an end stand as `SessionOrder` says. */
  read(query: JournalQuery): Promise<readonly SessionRecord[]>;
  /** How many sessions match; null: the criteria hold something that the store cannot count by itself. */
  count(server: string, criteria: SessionCriteria): Promise<number | null>;
  /** The newest session of each policy by native policy id, or with `goodOnly` the newest that ended SUCCESS or WARNING. */
  newest(
    server: string,
    policies: readonly string[],
    goodOnly: boolean,
  ): Promise<ReadonlyMap<string, SessionRecord>>;
  /** Sessions that had not ended when they were told, the newest `MOST_UNFINISHED` of them. */
  unfinished(server: string): Promise<readonly SessionRecord[]>;
  /** null: it is not kept. */
  get(server: string, type: string, nativeId: string): Promise<SessionRecord | null>;
  /** Forgets these sessions of a server. */
  forget(server: string, sessions: readonly SessionRecord[]): Promise<void>;
  /** Forgets sessions that began before this, and gives the room back. Resolves with how many went. */
  expire(before: Instant): Promise<number>;
  contents(): Promise<readonly JournalContent[]>;
  /** null: another replica follows the server. */
  claim(server: string): Promise<Followership | null>;
  /** Tells other replicas something of a server. */
  tell(news: Exclude<ReplicaNews, { kind: 'RECORDED' | 'MISSED' }>): Promise<void>;
  /** Hears other replicas, never this one. Returns how to stop listening. */
  onNews(listener: (news: ReplicaNews) => void): () => void;
  close(): Promise<void>;
}
