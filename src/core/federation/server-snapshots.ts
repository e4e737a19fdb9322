import { LRUCache } from 'lru-cache';
import type { Change } from '../following/change-log.js';
import type { Clock, Instant, Milliseconds } from '../model/instant.js';
import { sessionIdentity } from '../model/session.js';
import type { SessionRecord } from '../model/session.js';
import { steadyClock } from '../model/steady-clock.js';
import { CallTally } from '../ports/call-scope.js';
import type { SnapshotStore } from '../ports/snapshot-store.js';
import type { Upstream } from '../upstream/upstream.js';
import { InventorySnapshot } from './inventory-snapshot.js';
import type { SnapshotSetting } from './inventory-snapshot.js';
import type { VersionToken } from './provenance.js';
import type { SnapshotKind } from './snapshot-kinds.js';
import type { Served, SnapshotLifetime, SnapshotRequest } from './snapshot-request.js';

/** The longest time a timer can wait. */
const LONGEST_WAIT: Milliseconds = 2 ** 31 - 1;

/** Calls back after a while, unless it is told not to by what it returns. */
export type Alarm = (wait: Milliseconds, ring: () => void) => () => void;

const alarm: Alarm = (wait, ring) => {
  const timer = setTimeout(ring, Math.min(LONGEST_WAIT, wait)).unref();
  return () => clearTimeout(timer);
};

/** Sessions seen under way that are remembered, so that their end is noticed. */
const MOST_UNDER_WAY = 1_000;

/** The inventory of one server as all operations share it. */
export class ServerSnapshots {
  /** Under which replicas share what they read of it. */
  readonly sharedName: string;
  private readonly snapshots = new Map<string, InventorySnapshot<unknown, unknown>>();
  private readonly setting: SnapshotSetting;
  /** What was told last, also of what counts no more. */
  private readonly former = new Map<string, unknown>();
  private comparing: Promise<void> = Promise.resolve();
  private readonly steady: Clock;
  private cancelAlarm = (): void => undefined;
  private wakesAt: Instant = Infinity;
  private isStopped = false;
  private drops = 0;
  private readonly underWay = new LRUCache<string, true>({ max: MOST_UNDER_WAY });

  /** @param store what replicas share; null: there is only this one. */
  constructor(
    upstream: Upstream,
    clock: Clock,
    readonly lifetime: SnapshotLifetime,
    private readonly store: SnapshotStore | null,
    private readonly setAlarm: Alarm = alarm,
    private readonly onChanges: (changes: readonly Change[]) => void = () => undefined,
  ) {
    const { key, url } = upstream.server;
    this.sharedName = `${key} ${url}`;
    this.steady = steadyClock(clock);
    this.setting = {
      upstream,
      clock,
      ages: this.steady,
      lifetime,
      openShared: async () => (await store?.open(this.sharedName)) ?? null,
      told: (kind, value) => this.compare(kind, value),
      wakeBy: (at) => this.wakeBy(at),
    };
  }

  /** What is fresh enough for the request. Throws SourceFailure where the server fails and nothing may stand in for it. */
  read<R, T>(kind: SnapshotKind<R, T>, request: SnapshotRequest): Promise<Served<T>> {
    // The name tells the kind, and so the types.
    const known = this.snapshots.get(kind.name) as InventorySnapshot<R, T> | undefined;
    if (known !== undefined) return known.read(request);
    const snapshot = new InventorySnapshot(kind, this.setting);
    this.snapshots.set(kind.name, snapshot);
    return snapshot.read(request);
  }

  /** How old what is kept is, by kind. */
  ages(): ReadonlyMap<string, Milliseconds> {
    return new Map(
      [...this.snapshots].flatMap(([kind, { age }]) => (age === null ? [] : [[kind, age] as const])),
    );
  }

  /** Somebody changes the server: nothing read before counts any more, here and on other replicas. */
  async drop(): Promise<void> {
    this.dropHere();
    await this.store?.invalidate(this.sharedName);
  }

  /** Somebody follows a session: at its end what it may have changed counts no more. */
  async follow(session: SessionRecord): Promise<void> {
    const key = sessionIdentity(session);
    if (session.state !== 'FINISHED') this.underWay.set(key, true);
    else if (this.underWay.delete(key)) await this.drop();
  }

  /** Another replica has changed the server. */
  dropHere(): void {
    this.drops += 1;
    for (const snapshot of this.snapshots.values()) snapshot.drop();
    this.snapshots.clear();
  }

  /** Current until somebody changes the server. */
  unchanged(): VersionToken {
    const { drops } = this;
    return { isCurrent: () => this.drops === drops };
  }

  /** Ends what goes on in the background. */
  stop(): void {
    this.isStopped = true;
    this.cancelAlarm();
    for (const snapshot of this.snapshots.values()) snapshot.stop();
    this.snapshots.clear();
  }

  /** One round of refreshing what is used; what is refreshed together shares its upstream calls. */
  private lookAfterAll(): void {
    this.wakesAt = Infinity;
    const tally = new CallTally();
    for (const snapshot of this.snapshots.values()) this.wakeBy(snapshot.lookAfter(tally));
  }

  private compare<T>({ name, changes }: Pick<SnapshotKind<never, T>, 'name' | 'changes'>, value: T): void {
    if (changes === undefined) return;
    // The name tells the type.
    const former = this.former.get(name) as T | undefined;
    this.former.set(name, value);
    const { key: server } = this.setting.upstream.server;
    if (former === undefined) return;
    // One after the other, so that changes are told in the order in which they were read.
    this.comparing = this.comparing
      .then(() => changes(former, value))
      .then((found) => this.onChanges(found.map((change) => ({ ...change, server }))))
      .catch((cause: unknown) => this.setting.upstream.health.unforeseen(cause));
  }

  private wakeBy(at: Instant): void {
    if (this.isStopped || at >= this.wakesAt) return;
    this.cancelAlarm();
    this.wakesAt = at;
    this.cancelAlarm = this.setAlarm(Math.max(1, at - this.steady()), () => this.lookAfterAll());
  }
}
