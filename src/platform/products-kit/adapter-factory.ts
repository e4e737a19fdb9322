import type { Product } from '../../core/model/server.js';
import type { ServerAdapter } from '../../core/ports/server-adapter.js';
import type { SharedSignIn } from '../auth/token-session.js';
import type { ServerConnection } from '../config/server-connection.js';

/** Builds the adapter of one configured server; each product module provides one. */
export interface AdapterFactory {
  readonly product: Product;
  /** @param signIn what of the sign-in outlives the adapter; absent: nothing. */
  create(connection: ServerConnection, signIn?: SharedSignIn): ServerAdapter;
}
