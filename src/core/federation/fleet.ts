import type { CallerScope } from '../model/caller.js';
import { EVERY_SERVER, isVisible } from '../model/caller.js';
import type { Clock } from '../model/instant.js';
import type { Product, Server, Tag } from '../model/server.js';
import type { ServerAdapter } from '../ports/server-adapter.js';
import { ServerHealth } from './server-health.js';

/** Which servers a question is about; absent: no restriction. Tags: every given one must be on the server. */
export interface ServerScope {
  /** Keys of servers. */
  readonly servers?: readonly string[];
  readonly products?: readonly Product[];
  readonly tags?: readonly Tag[];
}

/** One server of the fleet: what it is, how to ask it, how it fares. */
export interface FleetMember {
  readonly server: Server;
  readonly adapter: ServerAdapter;
  readonly health: ServerHealth;
}

/** The servers that exist for one caller, in the order of the configuration. All others are as if nobody had configured them. */
export class FleetView {
  private readonly byKey: ReadonlyMap<string, FleetMember>;

  constructor(
    readonly members: readonly FleetMember[],
    readonly clock: Clock,
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
  readonly members: readonly FleetMember[];
  private readonly whole: FleetView;

  constructor(
    adapters: readonly ServerAdapter[],
    readonly clock: Clock,
  ) {
    this.members = adapters.map((adapter) => ({
      server: adapter.server,
      adapter,
      health: new ServerHealth(clock),
    }));
    this.whole = new FleetView(this.members, clock);
  }

  seenBy(scope: CallerScope): FleetView {
    if (scope === EVERY_SERVER) return this.whole;
    return new FleetView(
      this.members.filter(({ server }) => isVisible(server, scope)),
      this.clock,
    );
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.members.map(({ adapter }) => adapter.close()));
  }
}

function inScope(server: Server, scope: ServerScope): boolean {
  return (
    (scope.servers?.includes(server.key) ?? true) &&
    (scope.products?.includes(server.product) ?? true) &&
    (scope.tags ?? []).every(({ key, value }) =>
      server.tags.some((tag) => tag.key === key && tag.value === value),
    )
  );
}
