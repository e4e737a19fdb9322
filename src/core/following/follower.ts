import { setImmediate as nextTurn } from 'node:timers/promises';
import { HistoryAway, unlessAway } from '../errors/history-away.js';
import { AbandonedCall, SourceFailure } from '../errors/source-failure.js';
import type { Upstream } from '../upstream/upstream.js';
import { SharedWork } from '../upstream/shared-work.js';
import type { Waiter } from '../upstream/shared-work.js';
import type { Clock, Instant, Milliseconds } from '../model/instant.js';
import { CallTally } from '../ports/call-scope.js';
import type { CallScope } from '../ports/call-scope.js';
import type { Followership, ReplicaNews } from '../ports/journal-store.js';
import type { ChangeLog } from './change-log.js';
import type { FollowSetting, FollowedView } from './follow-setting.js';
import { Journal } from './journal.js';
import { Looker } from './looker.js';
import { Reconciler } from './reconciler.js';
import { retold } from './retold.js';
import { Rhythm } from './rhythm.js';
import { SessionChanges } from './session-changes.js';

/** What the server would not show now is not shown from the journal either. */
const REFUSALS: readonly string[] = ['FORBIDDEN', 'UNSUPPORTED'];

/** So many windows are compared between two looks. */
const STEPS_A_ROUND = 5;
/** Other replicas are told so often that somebody asks. */
const BETWEEN_WISHES: Milliseconds = 30_000;

interface LastLook {
  readonly at: Instant;
  readonly age: Instant;
  readonly unchanged: () => boolean;
}

interface Look {
  readonly work: SharedWork<void>;
  hasBegun: boolean;
}

/** Asks one server for new sessions, once for everybody, and keeps them in its journal. */
export class Follower {
  readonly journal: Journal;
  private readonly looker: Looker;
  private readonly reconciler: Reconciler;
  private readonly rhythm: Rhythm;
  private readonly sessions: SessionChanges;
  private claim: Followership | null = null;
  private running: Look | undefined;
  private next: Look | undefined;
  /** The last look that came to its end, by both clocks. */
  private last: LastLook | undefined;
  private isStopped = false;
  private hearing: Promise<void> | undefined;
  /** When the look began of which others have told last; null: that is taken in. */
  private told: Instant | null = null;
  /** Whether somebody has changed the server since then. */
  private heardSince: { readonly age: Instant; readonly token: { isCurrent(): boolean } } | undefined;
  private wantedAt: Instant = -Infinity;
  private readonly deafen: () => void;

  /**
   * @param ages a steady clock.
   * @param changes tells whether somebody has changed the server since it was asked for.
   * @param log takes what looks find to be new.
   */
  constructor(
    private readonly upstream: Upstream,
    private readonly setting: FollowSetting,
    private readonly clock: Clock,
    private readonly ages: Clock,
    private readonly changes: () => { isCurrent(): boolean },
    private readonly log: ChangeLog,
  ) {
    this.journal = new Journal(setting.store, upstream.server.key);
    this.looker = new Looker(upstream.adapter.activity, this.journal, clock, setting.backfill);
    this.reconciler = new Reconciler(upstream.adapter.activity, this.journal, ages, setting.backfill);
    this.sessions = new SessionChanges(upstream.server.key);
    this.rhythm = new Rhythm(setting, ages, () => this.round(), upstream.health.unforeseen);
    this.deafen = setting.store.onNews((news) => this.heard(news));
  }

  /** Follows from now on, in a steady rhythm. */
  start(): void {
    this.rhythm.start();
  }

  stop(): void {
    this.isStopped = true;
    this.deafen();
    this.rhythm.stop();
    this.running?.work.release();
    this.next?.work.release();
    void this.claim?.release();
  }

  /** Somebody follows the server from now on; returns how to stop. */
  subscribe(): () => void {
    return this.rhythm.subscribe();
  }

  /**
   * The journal with a look at most so old (undefined: as old as is configured), by whichever replica. null: it is not followed yet, or
   * nothing may stand in for what the server refuses.
   */
  async view(waiter: Waiter, maxAge: Milliseconds | undefined): Promise<FollowedView | null> {
    this.rhythm.asked();
    const allowed = maxAge ?? this.setting.freshness;
    if (this.isStopped || this.last === undefined) return null;
    if (this.isFresh(allowed)) {
      waiter.tally.hit();
      return this.viewOf(allowed, null);
    }
    try {
      await this.look(waiter.tally).work.join(waiter);
      return this.viewOf(allowed, null);
    } catch (error) {
      if (error instanceof HistoryAway) return null;
      if (!(error instanceof SourceFailure) || error instanceof AbandonedCall) throw error;
      return REFUSALS.includes(error.code) ? null : this.viewOf(allowed, error);
    }
  }

  private get isFollowing(): boolean {
    return this.claim !== null && !this.claim.signal.aborted && !this.isStopped;
  }

  private isFresh(allowed: Milliseconds): boolean {
    const { last } = this;
    return allowed > 0 && last !== undefined && this.ages() - last.age <= allowed && last.unchanged();
  }

  private viewOf(allowed: Milliseconds, stale: SourceFailure | null): FollowedView | null {
    const { last } = this;
    if (last === undefined) return null;
    return {
      journal: this.journal,
      lookedAt: last.at,
      stale,
      isCurrent: () => stale === null && this.last === last && this.isFresh(allowed),
    };
  }

  /** The look that begins next: it serves whoever asks before it begins. */
  private look(tally: CallTally, unattended = false): Look {
    const { running } = this;
    if (running === undefined || running.work.abandoned)
      return (this.running = this.open(undefined, tally, unattended));
    if (!running.hasBegun) return running;
    if (this.next === undefined || this.next.work.abandoned)
      this.next = this.open(running, tally, unattended);
    return this.next;
  }

  private open(former: Look | undefined, tally: CallTally, unattended: boolean): Look {
    const begin = async (scope: CallScope): Promise<void> => {
      // Whoever asks in the same turn asks before it begins.
      await Promise.all([nextTurn(), former?.work.settled(), this.hearing]);
      look.hasBegun = true;
      if (this.next === look) [this.running, this.next] = [look, undefined];
      const began = { at: this.clock(), age: this.ages(), token: this.changes() };
      const told = await this.looker.look(began.at, scope);
      this.last = { at: began.at, age: began.age, unchanged: () => began.token.isCurrent() };
      this.log.add(this.sessions.after(told));
    };
    const look: Look = {
      hasBegun: false,
      work: new SharedWork(
        this.upstream,
        this.ages,
        (lease) => lease.attempt(begin(lease.scope)),
        tally,
        unattended,
      ),
    };
    const end = (): void => {
      if (this.running === look) this.running = this.next;
      if (this.next === look || this.running === this.next) this.next = undefined;
    };
    look.work.whenDone(end, end);
    return look;
  }

  /** One round in the background: a look, then what is still to be filled in. Throws when the server fails. */
  private async round(): Promise<boolean> {
    if (!this.isFollowing) this.claim = await this.claimed();
    if (!this.isFollowing) {
      await this.leaveToOthers();
      return false;
    }
    this.last ??= await this.lastKept();
    const waiter: Waiter = { signal: this.rhythm.signal, tally: new CallTally() };
    if (!this.isFresh(this.rhythm.pause / 2)) await this.look(waiter.tally, true).work.join(waiter);
    while (this.isFollowing && (await this.fillIn(waiter.signal)));
    await this.reconcile(waiter.signal);
    return true;
  }

  /** A few steps at a time, so that the server hardly notices. */
  private async reconcile(signal: AbortSignal): Promise<void> {
    let mended = 0;
    for (let step = 0; step < STEPS_A_ROUND && this.isFollowing && (await this.reconciler.isDue()); step += 1)
      mended += await this.inBackground(signal, (scope) => this.reconciler.next(scope));
    if (mended === 0) return;
    this.setting.mended?.(mended);
    this.tellGap();
    await this.setting.store.tell({ kind: 'MENDED', server: this.upstream.server.key });
  }

  /** Those who follow the changes ask anew. */
  private tellGap(): void {
    this.log.add([{ kind: 'GAP', server: this.upstream.server.key }]);
  }

  /** Another replica looks at the server: it hears that somebody asks here, and what it tells is taken in. */
  private async leaveToOthers(): Promise<void> {
    if (this.last === undefined) await this.takeIn(-Infinity);
    if (!this.rhythm.isWanted || this.ages() - this.wantedAt < BETWEEN_WISHES) return;
    this.wantedAt = this.ages();
    await this.setting.store.tell({ kind: 'WANTED', server: this.upstream.server.key });
  }

  private heard(news: ReplicaNews): void {
    if (news.kind === 'MISSED') void this.takeIn(-Infinity);
    else if (news.server !== this.upstream.server.key) return;
    else if (news.kind === 'WANTED') this.rhythm.asked();
    else if (news.kind === 'MENDED') this.tellGap();
    else void this.takeIn(this.ages() - news.age);
  }

  /** Takes in what other replicas have told, by a look that began at `began`; what comes meanwhile is taken in after it. */
  private takeIn(began: Instant): Promise<void> {
    this.told = began;
    this.hearing ??= this.takeInAll().finally(() => (this.hearing = undefined));
    return this.hearing;
  }

  private async takeInAll(): Promise<void> {
    try {
      while (this.told !== null && !this.isStopped) {
        const began = this.told;
        this.told = null;
        await this.takeInOnce(began);
      }
    } catch (error) {
      if (!(error instanceof HistoryAway)) this.upstream.health.unforeseen(error);
    }
  }

  private async takeInOnce(began: Instant): Promise<void> {
    const before = this.last;
    const since = this.heardSince;
    this.heardSince = { age: this.ages(), token: this.changes() };
    this.looker.forget();
    const news = await retold(this.journal, this.sessions);
    if (news === null) return;
    if (this.last !== before) {
      // A look of our own has told more meanwhile.
      this.told ??= began;
      return;
    }
    if (before === undefined || began > before.age)
      this.last = {
        at: news.lookedAt,
        age: began,
        unchanged: () => since !== undefined && since.age <= began && since.token.isCurrent(),
      };
    this.log.add(this.sessions.after(news.told));
  }

  /** The last look of whoever followed the server before, which stands in while the server fails. */
  private async lastKept(): Promise<Follower['last']> {
    const state = await this.journal.state();
    return state === null ? undefined : { at: state.lookedAt, age: -Infinity, unchanged: () => false };
  }

  private async claimed(): Promise<Followership | null> {
    const claim = await unlessAway(this.setting.store.claim(this.upstream.server.key), null);
    // It may have been stopped meanwhile: whoever follows the server next must find it free.
    if (this.isStopped) await claim?.release();
    return claim;
  }

  /** One more page of what lies before the cover. False: there is nothing more to fill in now. */
  private fillIn(signal: AbortSignal): Promise<boolean> {
    return this.inBackground(signal, (scope) => this.looker.fillIn(scope));
  }

  /** One thing that nobody waits for, under the limits of all calls. */
  private inBackground<T>(signal: AbortSignal, work: (scope: CallScope) => Promise<T>): Promise<T> {
    const shared = new SharedWork(
      this.upstream,
      this.ages,
      (lease) => lease.attempt(work(lease.scope)),
      new CallTally(),
    );
    return shared.join({ signal, tally: new CallTally() });
  }
}
