import { LATEST } from '../model/instant.js';
import type { Clock, Instant, Milliseconds } from '../model/instant.js';
import { sessionIdentity } from '../model/session.js';
import type { SessionRecord } from '../model/session.js';
import type { ActivityPort } from '../ports/activity.js';
import type { CallScope } from '../ports/call-scope.js';
import type { FollowState } from '../ports/journal-store.js';
import type { Journal } from './journal.js';
import type { Told } from './session-changes.js';
import type { Slice, SliceRequest } from './slice.js';
import { isKept, readSlice } from './slice.js';

/** Sessions that show up so long after they began are found by every look. */
export const OVERLAP: Milliseconds = 10 * 60_000;
/** A look asks for so many rows a page; a busy server is read so many pages far before it counts as a gap. */
const LOOK_ROWS = 100;
const LOOK_PAGES = 10;
/** What would take more is read in large ones. */
const MOST_SMALL_PAGES = 3;
/** Where nothing is known yet, and where the past is filled in. */
const PAST_ROWS = 1_000;
/** Sessions that are still under way but began long ago are read one by one, so many a look in turn. */
const MOST_SINGLES = 50;
const AT_ONCE = 4;
/** Before filling in is tried again where it went no further. */
const RETRY: Milliseconds = 10 * 60_000;

/** Reads what a journal lacks: what is new, and what lies before its cover. */
export class Looker {
  /** From where the next look reads on; undefined: not known yet. */
  private mark: Instant | null | undefined;
  /** A look since then came short of something: what it left out counts as a gap. */
  private shortSince: Instant | null = null;
  private turn = 0;
  /** Where filling in went no further, and when it is tried again. */
  private stuck: { readonly at: Instant; readonly until: Instant } | null = null;

  constructor(
    private readonly activity: ActivityPort,
    private readonly journal: Journal,
    private readonly clock: Clock,
    private readonly backfill: Milliseconds,
  ) {}

  /**
   * Reads what is new since the last look, with an overlap, and how what was under way goes on. null: the answer came short of something, so
   * that nobody knows what is missing.
   */
  async look(now: Instant, scope: CallScope): Promise<Told | null> {
    const mark = await this.startOfLook();
    const since = this.shortSince ?? mark;
    const slice = await readSlice(
      this.activity,
      since === null ? { expectedRows: PAST_ROWS, pages: 1 } : await this.requestSince(since),
      scope,
    );
    if (slice === null) {
      this.shortSince = now - OVERLAP;
      await this.journal.commit([], (state) => state && uncovered(state, now));
      return null;
    }
    const others = await this.unfinishedBut(slice.sessions, scope);
    const sessions = [...slice.sessions, ...others];
    await this.journal.commit(sessions, (state) => joined(state, slice, mark, now));
    this.mark = markBehind(slice.sessions, mark, now);
    this.shortSince = null;
    return { sessions, from: slice.from, mark: this.mark };
  }

  /** The journal has gone on without it: the next look begins where that ends. */
  forget(): void {
    this.mark = undefined;
  }

  /** Reads one more page of what lies before the cover. False: there is nothing more to read now. */
  async fillIn(scope: CallScope): Promise<boolean> {
    const cover = (await this.journal.state())?.cover;
    if (cover === undefined || cover.isWhole || cover.from <= this.clock() - this.backfill) return false;
    if (this.stuck?.at === cover.from && this.clock() < this.stuck.until) return false;
    const slice = await readSlice(
      this.activity,
      { before: cover.from, expectedRows: PAST_ROWS, pages: 1 },
      scope,
    );
    const isFurther = slice !== null && slice.from < cover.from;
    if (isFurther)
      await this.journal.commit(
        slice.sessions,
        (state) => state && { ...state, cover: lower(state.cover, cover.from, slice) },
      );
    const reached = (await this.journal.state())?.cover.from;
    if (isFurther && reached !== undefined && reached < cover.from) return true;
    // The store is full, or the list comes short of something here.
    this.stuck = { at: reached ?? cover.from, until: this.clock() + RETRY };
    return false;
  }

  /** What is kept of the overlap comes again, and may be much on a busy server; beyond it a look goes so many pages. */
  private async requestSince(since: Instant): Promise<SliceRequest> {
    const known = (await this.journal.count({ startedAfter: since - 1 })) ?? 0;
    const expectedRows = known > MOST_SMALL_PAGES * LOOK_ROWS ? PAST_ROWS : LOOK_ROWS;
    return { since, expectedRows, pages: LOOK_PAGES + Math.ceil(known / expectedRows) };
  }

  private async startOfLook(): Promise<Instant | null> {
    return this.mark === undefined ? markOf(this.journal) : this.mark;
  }

  private async unfinishedBut(seen: readonly SessionRecord[], scope: CallScope): Promise<SessionRecord[]> {
    const keys = new Set(seen.map(sessionIdentity));
    const left = (await this.journal.unfinished()).filter((session) => !keys.has(sessionIdentity(session)));
    const first = left.length > MOST_SINGLES ? (this.turn * MOST_SINGLES) % left.length : 0;
    this.turn += 1;
    const asked = left.slice(first, first + MOST_SINGLES);
    const found: SessionRecord[] = [];
    for (let start = 0; start < asked.length; start += AT_ONCE)
      found.push(
        ...(await Promise.all(
          asked.slice(start, start + AT_ONCE).map((session) => this.again(session, scope)),
        )),
      );
    return found;
  }

  /** What the server no longer has when it had not ended can have come to anything. */
  private async again(session: SessionRecord, scope: CallScope): Promise<SessionRecord> {
    const now = await this.activity.get(session.type, session.nativeId, scope);
    if (now === null) return { ...session, state: 'FINISHED', result: 'UNKNOWN' };
    return isKept(now) ? now : session;
  }
}

/** From where the next look reads on; the server's own times count, where its clock was ahead for a while those of the gateway. */
export function markBehind(
  sessions: readonly SessionRecord[],
  mark: Instant | null,
  now: Instant,
): Instant | null {
  const newest = sessions.reduce((latest, { startTime }) => Math.max(latest, startTime), -Infinity);
  const next = Math.min(Math.max(newest, (mark ?? -Infinity) + OVERLAP), now) - OVERLAP;
  return Number.isFinite(next) ? next : null;
}

/** From where the next look reads on when nothing but the journal is known. */
export async function markOf(journal: Journal): Promise<Instant | null> {
  const [state, newest] = [await journal.state(), await journal.newestStart()];
  return state === null || newest === null ? null : Math.min(newest, state.lookedAt) - OVERLAP;
}

/** How far a server is followed after a look that went on at `mark`; null: nothing was known. */
function joined(state: FollowState | null, slice: Slice, mark: Instant | null, now: Instant): FollowState {
  const isJoined = state !== null && mark !== null && slice.from <= mark;
  return {
    cover: isJoined ? state.cover : coverOf(slice, now),
    lookedAt: now,
  };
}

function coverOf({ from, sessions }: Slice, now: Instant): FollowState['cover'] {
  if (from !== -Infinity) return { from, isWhole: false };
  return { from: sessions.reduce((first, { startTime }) => Math.min(first, startTime), now), isWhole: true };
}

function lower(cover: FollowState['cover'], from: Instant, slice: Slice): FollowState['cover'] {
  // A gap has come up meanwhile: what was read lies behind it.
  if (cover.from > from) return cover;
  return coverOf(slice, cover.from);
}

function uncovered(state: FollowState, now: Instant): FollowState {
  return { ...state, lookedAt: now, cover: { from: LATEST, isWhole: false } };
}
