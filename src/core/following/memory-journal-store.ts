import { compareTexts } from '../ordering/ordering.js';
import {
  matchesSession,
  sessionComparator,
  sessionPosition,
  sessionRowComparator,
} from '../ordering/session-criteria.js';
import type { Instant } from '../model/instant.js';
import { GOOD_RESULTS, sessionIdentity } from '../model/session.js';
import type { SessionRecord } from '../model/session.js';
import type { SessionCriteria } from '../ports/activity.js';
import { MOST_UNFINISHED } from '../ports/journal-store.js';
import type {
  FollowState,
  Followership,
  JournalContent,
  JournalQuery,
  JournalStore,
} from '../ports/journal-store.js';
import { LocalClaims } from './local-claims.js';

/** How much is held of all servers together. */
export interface MemoryBounds {
  readonly rows: number;
  /** As JSON text; in memory it is about three times as much. */
  readonly bytes: number;
}

const DEFAULT_BOUNDS: MemoryBounds = { rows: 100_000, bytes: 32 * 2 ** 20 };

/** Room is made for this share more than is needed, so that it is not made anew for every session. */
const SPARE = 0.1;

interface Row {
  readonly session: SessionRecord;
  readonly bytes: number;
}

interface HeldSessions {
  readonly rows: Map<string, Row>;
  /** What began before this has gone. */
  floor: Instant;
  state: FollowState | null;
  bytes: number;
}

/**
 * A bounded window of the journal that ends with the process. Where it is full, the server that holds most loses its oldest sessions,
 * and its cover begins behind them.
 */
export class MemoryJournalStore implements JournalStore {
  private readonly byServer = new Map<string, HeldSessions>();
  private readonly claims = new LocalClaims();

  constructor(private readonly bounds: MemoryBounds = DEFAULT_BOUNDS) {}

  async state(server: string): Promise<FollowState | null> {
    const held = this.byServer.get(server);
    return held?.state ? raised(held.state, held.floor) : null;
  }

  async record(server: string, sessions: readonly SessionRecord[], state: FollowState): Promise<void> {
    const held = this.heldOf(server);
    for (const session of sessions) put(held, session);
    held.state = state;
    this.makeRoom();
  }

  async read({ server, criteria, order, after, limit }: JournalQuery): Promise<readonly SessionRecord[]> {
    const compare = sessionComparator(order);
    const place = after && { ...after, server };
    return this.sessionsOf(server)
      .filter(
        (session) =>
          matchesSession(session, criteria) &&
          (place === undefined || compare(sessionPosition(session, order), place) > 0),
      )
      .sort(sessionRowComparator(order))
      .slice(0, limit);
  }

  async count(server: string, criteria: SessionCriteria): Promise<number | null> {
    return this.sessionsOf(server).filter((session) => matchesSession(session, criteria)).length;
  }

  async newest(
    server: string,
    policies: readonly string[],
    goodOnly: boolean,
  ): Promise<ReadonlyMap<string, SessionRecord>> {
    const wanted = new Set(policies);
    const newest = new Map<string, SessionRecord>();
    for (const session of this.sessionsOf(server)) {
      const { policyId, result } = session;
      if (policyId == null || !wanted.has(policyId)) continue;
      if (goodOnly && !GOOD_RESULTS.includes(result)) continue;
      const best = newest.get(policyId);
      if (best === undefined || isNewer(session, best)) newest.set(policyId, session);
    }
    return newest;
  }

  async unfinished(server: string): Promise<readonly SessionRecord[]> {
    return this.sessionsOf(server)
      .filter(({ state }) => state !== 'FINISHED')
      .sort((a, b) => b.startTime - a.startTime)
      .slice(0, MOST_UNFINISHED);
  }

  async get(server: string, type: string, nativeId: string): Promise<SessionRecord | null> {
    return this.byServer.get(server)?.rows.get(sessionIdentity({ type, nativeId }))?.session ?? null;
  }

  async forget(server: string, sessions: readonly SessionRecord[]): Promise<void> {
    const held = this.byServer.get(server);
    if (held !== undefined) for (const session of sessions) remove(held, sessionIdentity(session));
  }

  async expire(before: Instant): Promise<number> {
    let gone = 0;
    for (const held of this.byServer.values()) {
      for (const [key, { session }] of held.rows)
        if (session.startTime < before) {
          remove(held, key);
          gone++;
        }
      held.floor = Math.max(held.floor, before);
    }
    return gone;
  }

  async contents(): Promise<readonly JournalContent[]> {
    return Promise.all(
      [...this.byServer].map(async ([server, { rows }]) => {
        const starts = [...rows.values()].map(({ session }) => session.startTime);
        return {
          server,
          sessions: rows.size,
          oldest: starts.length === 0 ? null : starts.reduce((a, b) => Math.min(a, b)),
          newest: starts.length === 0 ? null : starts.reduce((a, b) => Math.max(a, b)),
          state: await this.state(server),
        };
      }),
    );
  }

  async claim(server: string): Promise<Followership | null> {
    return this.claims.take(server);
  }

  async tell(): Promise<void> {
    // There is no other replica.
  }

  onNews(): () => void {
    return () => undefined;
  }

  async close(): Promise<void> {
    this.byServer.clear();
  }

  private sessionsOf(server: string): SessionRecord[] {
    return [...(this.byServer.get(server)?.rows.values() ?? [])].map(({ session }) => session);
  }

  private heldOf(server: string): HeldSessions {
    const held = this.byServer.get(server) ?? {
      rows: new Map<string, Row>(),
      floor: -Infinity,
      state: null,
      bytes: 0,
    };
    this.byServer.set(server, held);
    return held;
  }

  private makeRoom(): void {
    while (this.isOver()) {
      const fullest = [...this.byServer.values()].reduce((a, b) => (b.bytes > a.bytes ? b : a));
      const oldestFirst = [...fullest.rows].sort(([, a], [, b]) => a.session.startTime - b.session.startTime);
      const going = oldestFirst.slice(0, Math.ceil(oldestFirst.length * SPARE));
      for (const [key, { session }] of going) {
        remove(fullest, key);
        fullest.floor = Math.max(fullest.floor, session.startTime + 1);
      }
    }
  }

  private isOver(): boolean {
    let rows = 0;
    let bytes = 0;
    for (const held of this.byServer.values()) {
      rows += held.rows.size;
      bytes += held.bytes;
    }
    return rows > this.bounds.rows || bytes > this.bounds.bytes;
  }
}

function raised(state: FollowState, floor: Instant): FollowState {
  return state.cover.from >= floor ? state : { ...state, cover: { from: floor, isWhole: false } };
}

function put(held: HeldSessions, session: SessionRecord): void {
  const key = sessionIdentity(session);
  remove(held, key);
  const bytes = JSON.stringify(session).length;
  held.rows.set(key, { session, bytes });
  held.bytes += bytes;
}

function remove(held: HeldSessions, key: string): void {
  held.bytes -= held.rows.get(key)?.bytes ?? 0;
  held.rows.delete(key);
}

function isNewer(one: SessionRecord, than: SessionRecord): boolean {
  return (
    one.startTime > than.startTime ||
    (one.startTime === than.startTime && compareTexts(one.nativeId, than.nativeId) < 0)
  );
}
