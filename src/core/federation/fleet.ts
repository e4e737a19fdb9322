import type { CallerScope } from '../model/caller.js';
import { EVERY_SERVER, isVisible } from '../model/caller.js';
import type { Clock } from '../model/instant.js';
import { steadyClock } from '../model/steady-clock.js';
import type { Product, Server, Tag } from '../model/server.js';
import type { ServerAdapter } from '../ports/server-adapter.js';
import { MemoryCapacityStore } from '../history/memory-capacity-store.js';
import type { CapacityStore } from '../ports/capacity-store.js';
import type { SnapshotStore } from '../ports/snapshot-store.js';
import { ChangeLog } from '../following/change-log.js';
import { Follower } from '../following/follower.js';
import type { FollowSetting } from '../following/follow-setting.js';
import { FinishedSessions } from './finished-sessions.js';
import type { FinishedSessionsOfServer } from './finished-sessions.js';
import type { VersionToken } from './provenance.js';
import { ServerHealth } from '../upstream/server-health.js';
import { ServerSnapshots } from './server-snapshots.js';
import type { SnapshotLifetime } from './snapshot-request.js';
import type { Upstream } from '../upstream/upstream.js';

/** Which servers a question is about; absent: no restriction. Tags: every given one must be on the server. */
export interface ServerScope {
  /** Keys of servers. */
  readonly servers?: readonly string[];
  readonly products?: readonly Product[];
  readonly tags?: readonly Tag[];
}

/** One server of the fleet with what all operations share of it. */
export interface FleetMember extends Upstream {
  readonly snapshots: ServerSnapshots;
  readonly finished: FinishedSessionsOfServer;
  /** How full its repositories were. */
  readonly capacity: CapacityStore;
  /** null: servers are not followed. */
  readonly follower: Follower | null;
}

/** What is kept of servers between operations. */
export interface FleetMemory {
  readonly lifetime: SnapshotLifetime;
  /** null: nothing is shared with other replicas. */
  readonly store: SnapshotStore | null;
  /** How full repositories were; absent: it is known for as long as the process lives. */
  readonly capacity?: CapacityStore;
  /** Absent: servers are not followed. */
  readonly following?: FollowSetting;
}

const NO_MEMORY: FleetMemory = { lifetime: { inventory: 0, staleIfError: 0 }, store: null };

/** The servers that exist for one caller, in the order of the configuration. All others are as if nobody had configured them. */
export class FleetView implements VersionToken {
  private readonly byKey: ReadonlyMap<string, FleetMember>;

  constructor(
    readonly members: readonly FleetMember[],
    readonly clock: Clock,
    /** A steady clock, for ages. */
    readonly ages: Clock,
    /** False once the server list has been replaced. */
    readonly isCurrent: () => boolean,
  ) {
    this.byKey = new Map(members.map((member) => [member.server.key, member]));
  }

  /** undefined: no such server. */
  find(serverKey: string): FleetMember | undefined {
    return this.byKey.get(serverKey);
  }

  select(scope: ServerScope): readonly FleetMember[] {
    return this.members.filter(({ server }) => inScope(server, scope));
  }
}

/**
 * All configured servers, in the order of the configuration. It has no way to find a server: whatever answers somebody needs the
 * view of that caller.
 */
export class Fleet {
  private list: readonly FleetMember[] = [];
  private whole: FleetView;
  private isFollowing = false;
  private readonly finished = new FinishedSessions();
  /** What was found to be new on any server. */
  readonly changes: ChangeLog;
  private readonly ages: Clock;
  private readonly ownCapacity = new MemoryCapacityStore();

  constructor(
    adapters: readonly ServerAdapter[],
    readonly clock: Clock,
    private readonly memory: FleetMemory = NO_MEMORY,
    /** Told of what reading a server's answers ran into and nobody had thought of. */
    private readonly unforeseen: (cause: unknown, server: string) => void = () => undefined,
  ) {
    this.ages = steadyClock(clock);
    this.changes = new ChangeLog(clock);
    this.whole = this.replace(adapters);
    memory.store?.onInvalidated((server) => this.forget(server));
  }

  get members(): readonly FleetMember[] {
    return this.list;
  }

  /** The server list is this from now on; a server whose adapter is in it already goes on as it is. Views in use stay as they are. */
  replace(adapters: readonly ServerAdapter[]): FleetView {
    const known = new Map(this.list.map((member) => [member.adapter, member]));
    this.list = adapters.map((adapter) => known.get(adapter) ?? this.memberFor(adapter));
    for (const member of known.values()) if (!this.list.includes(member)) stop(member);
    if (this.isFollowing) this.follow();
    this.whole = this.viewOf(this.list);
    return this.whole;
  }

  /** Follows the servers from now on, also those that come later. */
  follow(): void {
    this.isFollowing = true;
    for (const { follower } of this.list) follower?.start();
  }

  /** Ends what goes on in the background. */
  stop(): void {
    this.isFollowing = false;
    for (const member of this.list) stop(member);
  }

  seenBy(scope: CallerScope): FleetView {
    if (scope === EVERY_SERVER) return this.whole;
    return this.viewOf(this.list.filter(({ server }) => isVisible(server, scope)));
  }

  private memberFor(adapter: ServerAdapter): FleetMember {
    const { server } = adapter;
    const health = new ServerHealth(
      this.clock,
      (cause) => this.unforeseen(cause, server.key),
      () => this.changes.add([{ kind: 'SERVER', server: server.key }]),
    );
    const upstream = { server, adapter, health };
    const { lifetime, store, following, capacity = this.ownCapacity } = this.memory;
    const { changes } = this;
    const snapshots = new ServerSnapshots(upstream, this.clock, lifetime, store, undefined, (found) =>
      changes.add(found),
    );
    const finished = this.finished.of(snapshots.sharedName);
    const unchanged = (): VersionToken => snapshots.unchanged();
    const follower =
      following && new Follower(upstream, following, this.clock, this.ages, unchanged, changes);
    return { ...upstream, snapshots, finished, capacity, follower: follower ?? null };
  }

  /** Another replica has changed a server; null: perhaps any. */
  private forget(sharedName: string | null): void {
    for (const { snapshots } of this.list)
      if (sharedName === null || snapshots.sharedName === sharedName) snapshots.dropHere();
  }

  private viewOf(members: readonly FleetMember[]): FleetView {
    const { list } = this;
    return new FleetView(members, this.clock, this.ages, () => this.list === list);
  }
}

function stop({ snapshots, follower }: FleetMember): void {
  snapshots.stop();
  follower?.stop();
}

/** Whether a server is one of those that a scope names. */
export function inScope(server: Server, scope: ServerScope): boolean {
  return (
    (scope.servers?.includes(server.key) ?? true) &&
    (scope.products?.includes(server.product) ?? true) &&
    (scope.tags ?? []).every(({ key, value }) =>
      server.tags.some((tag) => tag.key === key && tag.value === value),
    )
  );
}
