import type { Server } from '../../core/model/server.js';
import type { GatewayConfig } from '../config/gateway-config.js';
import type { UpstreamObserver } from '../http/upstream-observer.js';
import { Log } from './log.js';
import type { Output } from './log.js';
import type { RequestListener } from './observe-requests.js';
import { requestLog } from './request-log.js';
import { UpstreamLog } from './upstream-log.js';

export interface ObservabilityOptions {
  /** Where lines go; the default is the process's output. */
  readonly output?: Output;
  /** Only errors are logged. */
  readonly quiet?: boolean;
}

/** Everything that sees what the gateway does. Made before the gateway is, so that its start is seen too. */
export class Observability {
  readonly log: Log;

  constructor(config: GatewayConfig, { output = process.stdout, quiet = false }: ObservabilityOptions = {}) {
    this.log = Log.to(output, quiet ? 'error' : config.log.level);
  }

  /** Hear of every request at /graphql. */
  requestListeners(): readonly RequestListener[] {
    return [requestLog(this.log)];
  }

  /** Hears of every call to one server. */
  readonly upstream = (server: Server): UpstreamObserver =>
    new UpstreamLog(server, this.log.with({ context: 'Upstream' }), Date.now);
}
