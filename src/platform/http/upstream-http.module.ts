import { Inject, Injectable, Module, Optional } from '@nestjs/common';
import type { ServerConnection } from '../config/server-connection.js';
import { UpstreamHttp } from './upstream-http.js';
import { UPSTREAM_OBSERVERS } from './upstream-observer.js';
import type { UpstreamObservers } from './upstream-observer.js';

/** Makes the HTTP client of a server. What all clients share (retries, circuits) is wrapped around it here. */
@Injectable()
export class UpstreamHttpFactory {
  constructor(@Optional() @Inject(UPSTREAM_OBSERVERS) private readonly observers?: UpstreamObservers) {}

  create(connection: ServerConnection): UpstreamHttp {
    const observer = this.observers?.(connection.server);
    return new UpstreamHttp(connection, observer ? { observer } : {});
  }
}

/** Provide UPSTREAM_OBSERVERS from a global module to hear of every call. */
@Module({ providers: [UpstreamHttpFactory], exports: [UpstreamHttpFactory] })
export class UpstreamHttpModule {}
