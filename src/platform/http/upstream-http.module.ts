import { Inject, Injectable, Module, Optional } from '@nestjs/common';
import type { ServerConnection } from '../config/server-connection.js';
import { UpstreamClient } from './upstream-client.js';
import type { UpstreamState } from './upstream-client.js';
import { UPSTREAM_OBSERVERS, UPSTREAM_PATIENCE } from './upstream-observer.js';
import type { UpstreamObservers, UpstreamPatience } from './upstream-observer.js';

/** Makes the HTTP client of a server, and tells how those stand that are in use. */
@Injectable()
export class UpstreamHttpFactory {
  private readonly clients = new Set<{ readonly key: string; readonly client: UpstreamClient }>();

  constructor(
    @Optional() @Inject(UPSTREAM_OBSERVERS) private readonly observers?: UpstreamObservers,
    @Optional() @Inject(UPSTREAM_PATIENCE) private readonly patience: UpstreamPatience = {},
  ) {}

  create(connection: ServerConnection): UpstreamClient {
    const { server } = connection;
    const observer = this.observers?.(server);
    const { firstBackoff, ...circuit } = this.patience;
    const client = new UpstreamClient(connection, {
      ...(observer && { http: { observer } }),
      ...(firstBackoff !== undefined && { retry: { firstBackoff } }),
      circuit: { ...circuit, onChange: (change) => observer?.circuitChanged?.(change) },
      onClose: () => this.clients.delete(entry),
    });
    const entry = { key: server.key, client };
    this.clients.add(entry);
    return client;
  }

  /** How each server stands, by its key. */
  states(): ReadonlyMap<string, UpstreamState> {
    return new Map([...this.clients].map(({ key, client }) => [key, client.state]));
  }
}

/** Provide UPSTREAM_OBSERVERS from a global module to hear of every call. */
@Module({ providers: [UpstreamHttpFactory], exports: [UpstreamHttpFactory] })
export class UpstreamHttpModule {}
