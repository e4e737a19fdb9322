import type { Instant, Milliseconds } from '../../core/model/instant.js';
import type { Token } from './token-issuer.js';

/** A sign-in as replicas pass it on. */
export interface StoredToken {
  readonly token: Token;
  /** When it was asked for; its lifetime counts from then. */
  readonly askedAt: Instant;
  /** It came of a renewal, not of a sign-in with the password. */
  readonly isRenewed: boolean;
}

/** Where replicas share the sign-in of one account on one server. Nothing here rejects: a store that is lost is empty. */
export interface TokenStore {
  get(): Promise<StoredToken | null>;
  put(stored: StoredToken): Promise<void>;
  /** Whether this replica may sign in now; false: another one is at it. Ends by `release`, or by itself after `limit`. */
  claim(limit: Milliseconds): Promise<boolean>;
  release(): Promise<void>;
}
