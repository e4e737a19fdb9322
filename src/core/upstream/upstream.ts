import type { Server } from '../model/server.js';
import type { ServerAdapter } from '../ports/server-adapter.js';
import type { ServerHealth } from './server-health.js';

/** One server: what it is, how to ask it, how it fares. */
export interface Upstream {
  readonly server: Server;
  readonly adapter: ServerAdapter;
  readonly health: ServerHealth;
}
