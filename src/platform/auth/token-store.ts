import type { Instant } from '../../core/model/instant.js';
import type { Token } from './token-issuer.js';

/** A sign-in as replicas pass it on. */
export interface StoredToken {
  readonly token: Token;
  /** When it was asked for; its lifetime counts from then. */
  readonly askedAt: Instant;
}

/** Where replicas share the sign-in of one account on one server. Nothing here rejects: a store that is lost is empty. */
export interface TokenStore {
  get(): Promise<StoredToken | null>;
  put(stored: StoredToken): Promise<void>;
}
