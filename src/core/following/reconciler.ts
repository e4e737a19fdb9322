import type { Clock, Instant, Milliseconds } from '../model/instant.js';
import { sessionIdentity } from '../model/session.js';
import type { SessionRecord } from '../model/session.js';
import { NEWEST_FIRST } from '../ports/activity.js';
import type { ActivityPort, SessionCriteria } from '../ports/activity.js';
import type { CallScope } from '../ports/call-scope.js';
import { floorOf } from './journal.js';
import type { Journal } from './journal.js';
import { OVERLAP, markOf } from './looker.js';
import { readSlice } from './slice.js';

const HOUR: Milliseconds = 3_600_000;
const DAY: Milliseconds = 24 * HOUR;

/** Soon after the start, so that a gateway that is often started again comes to it, too. */
const FIRST_RECENT: Milliseconds = 10 * 60_000;
const BETWEEN_RECENT: Milliseconds = HOUR;
const FIRST_ALL: Milliseconds = 2 * HOUR;
const BETWEEN_ALL: Milliseconds = DAY;
/** An hour with more is not compared row by row. */
const ROWS_A_PAGE = 1_000;
const MOST_PAGES = 10;
const MOST_KEPT = 20_000;

interface Window {
  readonly from: Instant;
  readonly until: Instant;
}

/**
 * Compares what is kept with the server's own list: by counts, day by day and then hour by hour; an hour that differs is read. So what
 * showed up so late that no look found it comes in, and what the server gave other ids is not kept twice. What the server no longer has stays.
 */
export class Reconciler {
  private recentAt: Instant;
  private allAt: Instant;
  private readonly due: Window[] = [];
  /** How many more are kept than the server has, because it has purged some. */
  private readonly settled = new Map<string, number>();

  /** @param ages a steady clock. */
  constructor(
    private readonly activity: ActivityPort,
    private readonly journal: Journal,
    private readonly ages: Clock,
    private readonly backfill: Milliseconds,
  ) {
    this.recentAt = ages() + FIRST_RECENT;
    this.allAt = ages() + FIRST_ALL;
  }

  /** Whether there is something to compare now. */
  async isDue(): Promise<boolean> {
    const now = this.ages();
    if (this.due.length > 0) return true;
    if (now < this.recentAt && now < this.allAt) return false;
    const [state, mark] = [await this.journal.state(), await markOf(this.journal)];
    if (state === null || mark === null) return false;
    const reach = now >= this.allAt ? this.backfill : DAY;
    if (now >= this.allAt) this.allAt = now + BETWEEN_ALL;
    this.recentAt = now + BETWEEN_RECENT;
    // Looks see to what lies behind.
    const until = Math.max(mark, state.lookedAt - OVERLAP);
    // Whole days, so that the same parts come again.
    const from = Math.max(floorOf(state.cover), Math.floor((until - reach) / DAY) * DAY);
    this.due.push(...parts({ from, until }, DAY));
    return this.due.length > 0;
  }

  /** Compares one window, and mends it; how many sessions were mended. */
  async next(scope: CallScope): Promise<number> {
    const [window] = this.due;
    if (window === undefined) return 0;
    const mended = await this.compare(window, scope);
    this.due.shift();
    return mended;
  }

  private async compare(window: Window, scope: CallScope): Promise<number> {
    const there = await this.glance(window, scope);
    const isSmall = window.until - window.from <= HOUR;
    const kept = await this.journal.count(criteriaOf(window));
    const excess = there.count === null || kept === null ? null : kept - there.count;
    const name = `${isSmall ? 'hour' : 'day'} ${String(window.from)}`;
    if (excess !== null && !there.isStrange && excess === (this.settled.get(name) ?? 0)) return 0;
    const mended = isSmall || there.count === null ? await this.mend(window, scope) : null;
    if (mended === null && !isSmall) this.due.splice(1, 0, ...parts(window, HOUR));
    // Only now: where the mending fails it is tried again.
    if (excess !== null) this.settle(name, excess);
    return mended ?? 0;
  }

  /** One small page of each list: how many sessions there are (null: the server does not say), and whether the newest is not known. */
  private async glance(
    window: Window,
    scope: CallScope,
  ): Promise<{ readonly count: number | null; readonly isStrange: boolean }> {
    let count: number | null = 0;
    let isStrange = false;
    const query = { criteria: criteriaOf(window), order: NEWEST_FIRST, expectedRows: 1 };
    for (const stream of this.activity.open(query, scope))
      for await (const { total, items } of stream.pages()) {
        count = total === null || count === null ? null : count + total;
        const newest = items.find(({ startTime }) => startTime >= window.from && startTime < window.until);
        isStrange ||= newest !== undefined && (await this.journal.get(newest.type, newest.nativeId)) === null;
        break;
      }
    return { count, isStrange };
  }

  /** null: it holds too much, or the answer came short of something. */
  private async mend(window: Window, scope: CallScope): Promise<number | null> {
    const slice = await readSlice(
      this.activity,
      { since: window.from, before: window.until, expectedRows: ROWS_A_PAGE, pages: MOST_PAGES },
      scope,
    );
    const kept = await this.journal.read({
      criteria: criteriaOf(window),
      order: NEWEST_FIRST,
      limit: MOST_KEPT,
    });
    if (slice === null || slice.from > window.from || kept === null) return null;
    const known = new Map(kept.found.map((session) => [sessionIdentity(session), session]));
    const there = new Set(slice.sessions.map(sessionIdentity));
    const missing = slice.sessions.filter((session) => !known.has(sessionIdentity(session)));
    const gone = kept.found.filter((session) => !there.has(sessionIdentity(session)));
    const looks = new Set(slice.sessions.map(looksOf));
    const renumbered = gone.filter((session) => looks.has(looksOf(session)));
    if (missing.length + renumbered.length > 0) await this.journal.mend(missing, renumbered);
    return missing.length;
  }

  private settle(name: string, excess: number): void {
    this.settled.delete(name);
    this.settled.set(name, excess);
    const [oldest] = this.settled.keys();
    if (this.settled.size > MOST_KEPT && oldest !== undefined) this.settled.delete(oldest);
  }
}

/** What stays the same when only ids change: two that look the same are one. */
function looksOf({ type, nativeType, name, startTime, endTime, result }: SessionRecord): string {
  return JSON.stringify([type, nativeType, name, startTime, endTime, result]);
}

/** Newest first, begun at whole days or hours. */
function parts({ from, until }: Window, length: Milliseconds): Window[] {
  const windows: Window[] = [];
  for (let end = until; end > from;) {
    const start = Math.max(from, Math.floor((end - 1) / length) * length);
    windows.push({ from: start, until: end });
    end = start;
  }
  return windows;
}

/** Bounds exclude themselves. */
function criteriaOf({ from, until }: Window): SessionCriteria {
  return { startedAfter: from - 1, startedBefore: until };
}
