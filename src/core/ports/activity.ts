import type { Instant } from '../model/instant.js';
import type { PolicyRecord } from '../model/policy.js';
import type {
  SessionItem,
  SessionKind,
  SessionLogEntry,
  SessionRecord,
  SessionResult,
  SessionState,
} from '../model/session.js';
import type { Tested } from '../model/criteria-tests.js';
import type { CallScope } from './call-scope.js';
import type { MissingPart, Truncation } from './listing.js';

export type SortDirection = 'ASC' | 'DESC';
export type SessionOrderField = 'START_TIME' | 'END_TIME' | 'NAME';

export interface SessionOrder {
  readonly field: SessionOrderField;
  readonly direction: SortDirection;
}

/** The order of everybody who wishes none. */
export const NEWEST_FIRST: SessionOrder = { field: 'START_TIME', direction: 'DESC' };

/** Case-insensitive; every given part must hold. */
export interface TextCriteria {
  readonly eq?: string;
  readonly contains?: string;
  readonly startsWith?: string;
  readonly in?: readonly string[];
}

/**
 * Which sessions are wanted; absent: no restriction. Bounds exclude themselves ("after", "before"). `endedAfter` and
 * `endedBefore` leave out sessions without an end. Products may leave `also` to the caller.
 */
export interface SessionCriteria extends Tested<SessionCriteria> {
  /** The policies that started them. The federation resolves global ids to records of this server first. */
  readonly policies?: readonly PolicyRecord[];
  readonly name?: TextCriteria;
  readonly kinds?: readonly SessionKind[];
  readonly states?: readonly SessionState[];
  readonly results?: readonly SessionResult[];
  readonly startedAfter?: Instant;
  readonly startedBefore?: Instant;
  readonly endedAfter?: Instant;
  readonly endedBefore?: Instant;
}

export interface SessionQuery {
  readonly criteria: SessionCriteria;
  readonly order: SessionOrder;
  /** About how many rows the caller will read; a hint for the page size, so that one call is enough where it can be. */
  readonly expectedRows: number;
}

export interface SessionPage {
  readonly items: readonly SessionRecord[];
  /**
   * How many sessions of this stream match the whole criteria; null unless the upstream said so and every criterion was
   * pushed to it exactly.
   */
  readonly total: number | null;
  /** Rows of this page that could not be read. */
  readonly unreadable: number;
  readonly truncated: Truncation;
  /** Lists that could not be read and without which sessions may be missing; absent: none. */
  readonly missing?: readonly MissingPart[];
}

/** One upstream list of sessions, read page by page as far as somebody needs it. */
export interface SessionStream {
  /** As people would look it up in the product's REST reference; absent: "sessions". */
  readonly list?: string;
  /**
   * True: rows come in the asked order (equal keys in any order); the federation verifies it. False: any order, the
   * federation reads the stream to its end and sorts.
   */
  readonly ordered: boolean;
  /** Starts from the beginning; may be called again. Each step asks the upstream for one page. */
  pages(): AsyncIterable<SessionPage>;
}

/**
 * A policy's newest session. "unknown": not decided within the cap among so many policies; asked for fewer it may be. "untold": the
 * product has no way to find it within reason.
 */
export type LatestAnswer = SessionRecord | 'unknown' | 'untold';

/** How a session worked. */
export interface SessionWork {
  /** The product's word, such as Full; null: not told. */
  readonly algorithm: string | null;
  /** Bytes that it moved; null: not told. */
  readonly transferred: number | null;
}

/** Sessions of one server, their logs and items. */
export interface ActivityPort {
  /**
   * The streams that together hold every session of the criteria, each session in exactly one. Rows that do not match may be
   * among them: criteria are pushed to the upstream where it understands them exactly and are applied again by the caller.
   */
  open(query: SessionQuery, scope: CallScope): readonly SessionStream[];
  /**
   * The newest session of each policy, or with `goodOnly` the newest that ended SUCCESS or WARNING, by native policy id, by
   * the product's cheapest plan: a fixed number of calls plus a capped number of single ones. A policy absent from the answer
   * has none.
   */
  latest(
    policies: readonly PolicyRecord[],
    options: { readonly goodOnly: boolean },
    scope: CallScope,
  ): Promise<ReadonlyMap<string, LatestAnswer>>;
  /** One session by its native id; null: the server does not have it. */
  get(type: string, nativeId: string, scope: CallScope): Promise<SessionRecord | null>;
  log(session: SessionRecord, scope: CallScope): Promise<readonly SessionLogEntry[]>;
  /** null: the product, or the revision it is spoken to in, does not tell them. */
  items(session: SessionRecord, scope: CallScope): Promise<readonly SessionItem[] | null>;
  /** What the row of a session says of how it worked; absent: the product says nothing. */
  workOf?(session: SessionRecord): SessionWork;
  /**
   * For products whose sessions do not name their policy: native policy id by native session id, null for "no policy".
   * Asked with many sessions at once.
   */
  linkPolicies?(
    sessions: readonly SessionRecord[],
    policies: readonly PolicyRecord[],
    scope: CallScope,
  ): Promise<ReadonlyMap<string, string | null>>;
}
