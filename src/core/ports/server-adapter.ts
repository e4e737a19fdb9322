import type { Capability } from '../model/capability.js';
import type { Server } from '../model/server.js';
import type { ActionPort } from './actions.js';
import type { ActivityPort } from './activity.js';
import type { CallScope } from './call-scope.js';
import type { InventoryPort } from './inventory.js';

/** What a server says of itself. */
export interface ServerFacts {
  /** The revision the gateway speaks with it, negotiated or configured. */
  readonly apiVersion: string | null;
  /** The product's own version; null: the account may not read it, or the product does not say. */
  readonly productVersion: string | null;
}

/** One server behind its product's ports. A product adds methods of its own for what only it has. */
export interface ServerAdapter {
  readonly server: Server;
  readonly inventory: InventoryPort;
  readonly activity: ActivityPort;
  /** Absent: the product can only be read. */
  readonly actions?: ActionPort;
  /** Signs in (if it is not signed in) and reads the version: a light call that proves the server works. */
  probe(scope: CallScope): Promise<ServerFacts>;
  /** What is known of the server without asking it. */
  facts(): ServerFacts;
  /** What the product can in the revision spoken, known without asking it. null: the revision is not negotiated yet. */
  capabilities(): readonly Capability[] | null;
  /** Ends the upstream session and frees connections. */
  close(): Promise<void>;
}

export type AdapterClass<A extends ServerAdapter> = abstract new (...args: never[]) => A;

/** The adapter as its product's class. Throws where another product serves the server. */
export function ownAdapter<A extends ServerAdapter>(adapter: ServerAdapter, kind: AdapterClass<A>): A {
  if (adapter instanceof kind) return adapter;
  throw new TypeError(`${adapter.server.key} is not served by ${kind.name}`);
}
