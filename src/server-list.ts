import { isDeepStrictEqual } from 'node:util';
import { Logger } from '@nestjs/common';
import type { Fleet } from './core/federation/fleet.js';
import type { ServerAdapter } from './core/ports/server-adapter.js';
import type { GatewayConfig } from './platform/config/gateway-config.js';
import type { ServerConnection } from './platform/config/server-connection.js';

interface Served {
  readonly connection: ServerConnection;
  readonly adapter: ServerAdapter;
}

/** What a new server list did, by server key. A server whose settings changed counts as changed, not as removed and added. */
export interface ReloadSummary {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
}

/** Brings the fleet in line with a configuration: once at start, then whenever the file changes. */
export class ServerList {
  private readonly logger = new Logger('Configuration');
  private readonly retiring = new Set<ServerAdapter>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private served: readonly Served[] = [];

  constructor(
    private readonly fleet: Fleet,
    private readonly create: (connection: ServerConnection) => ServerAdapter,
    private current: GatewayConfig,
  ) {
    this.put(current);
  }

  /** Servers whose settings are as before go on as they are, with their connections and tokens. */
  apply(config: GatewayConfig): ReloadSummary {
    const before = this.served;
    this.put(config);
    this.retire(before.filter((old) => !this.served.includes(old)));
    const summary = summarize(before, this.served);
    this.log(summary, config);
    this.current = { ...this.current, connections: config.connections, servers: config.servers };
    return summary;
  }

  /** Signs out of every server, of those that are on their way out too. */
  async close(): Promise<void> {
    for (const timer of this.timers) clearTimeout(timer);
    const adapters = [...this.served.map(({ adapter }) => adapter), ...this.retiring];
    await Promise.allSettled(adapters.map((adapter) => adapter.close()));
  }

  private put(config: GatewayConfig): void {
    this.served = config.connections.map(
      (connection) =>
        this.served.find((old) => sameConnection(old.connection, connection)) ?? {
          connection,
          adapter: this.create(connection),
        },
    );
    this.fleet.replace(this.served.map(({ adapter }) => adapter));
  }

  /** No answer in flight outlives the request timeout, so after it nobody asks the server any more. */
  private retire(gone: readonly Served[]): void {
    if (gone.length === 0) return;
    for (const { adapter } of gone) this.retiring.add(adapter);
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      for (const { adapter } of gone) {
        this.retiring.delete(adapter);
        void adapter.close().catch(() => undefined);
      }
    }, this.current.limits.requestTimeout);
    timer.unref();
    this.timers.add(timer);
  }

  private log({ added, removed, changed }: ReloadSummary, config: GatewayConfig): void {
    const news = Object.entries({ added, removed, changed })
      .filter(([, keys]) => keys.length > 0)
      .map(([what, keys]) => `${what}: ${keys.join(', ')}`);
    if (news.length > 0) this.logger.log(`server list reloaded; ${news.join('; ')}`);
    const others = otherSettings(this.current, config);
    if (others.length > 0)
      this.logger.warn(`changed in the configuration, but read only at start: ${others.join(', ')}`);
  }
}

function sameConnection(a: ServerConnection, b: ServerConnection): boolean {
  const { password: oldPassword, ...oldRest } = a;
  const { password, ...rest } = b;
  return oldPassword.reveal() === password.reveal() && isDeepStrictEqual(oldRest, rest);
}

function summarize(before: readonly Served[], after: readonly Served[]): ReloadSummary {
  const old = new Map(before.map((served) => [served.connection.server.key, served]));
  const now = new Map(after.map((served) => [served.connection.server.key, served]));
  return {
    added: [...now.keys()].filter((key) => !old.has(key)),
    removed: [...old.keys()].filter((key) => !now.has(key)),
    changed: [...now].filter(([key, served]) => old.has(key) && old.get(key) !== served).map(([key]) => key),
  };
}

function otherSettings(current: GatewayConfig, config: GatewayConfig): readonly string[] {
  const { connections: _a, servers: _b, warnings: _c, ...before } = current;
  const { connections: _d, servers: _e, warnings: _f, ...after } = config;
  return Object.keys(after).filter(
    (key) => !isDeepStrictEqual(Reflect.get(before, key), Reflect.get(after, key)),
  );
}
