import type { Product } from '../../core/model/server.js';
import type { ServerAdapter } from '../../core/ports/server-adapter.js';
import type { TokenStore } from '../auth/token-store.js';
import type { ServerConnection } from '../config/server-connection.js';

/** Builds the adapter of one configured server; each product module provides one. */
export interface AdapterFactory {
  readonly product: Product;
  /** @param tokens where replicas share the sign-in; absent: it is not shared. */
  create(connection: ServerConnection, tokens?: TokenStore): ServerAdapter;
}
