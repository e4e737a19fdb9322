import type { Caller, Role } from '../../core/model/caller.js';
import type { Milliseconds } from '../../core/model/instant.js';
import type { TokenAlgorithm } from './auth-entries.js';

/** Who may call. Both null: nobody is asked who they are. */
export interface AuthConfig {
  readonly apiKeys: ApiKeysConfig | null;
  readonly oidc: OidcConfig | null;
}

export interface ApiKeysConfig {
  /** Written in the configuration itself. */
  readonly keys: readonly ApiKey[];
  /** Full path of a file with more, which may change while the gateway runs; null: there is none. */
  readonly file: string | null;
}

/** What is kept of an API key: enough to recognize it, not to use it. */
export interface ApiKey {
  readonly id: string;
  /** base64url, as `digest`. */
  readonly salt: string;
  /** HMAC-SHA256 of the key's secret under the salt. */
  readonly digest: string;
  readonly caller: Caller;
}

export interface OidcConfig {
  /** As tokens spell it. */
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly TokenAlgorithm[];
  readonly clockTolerance: Milliseconds;
  readonly nameClaim: string;
  readonly roleClaim: string;
  /** By value of the role claim. */
  readonly roles: ReadonlyMap<string, Role>;
  readonly scope: OidcScope;
}

/** Which claims bound what a caller sees. Neither: every caller sees every server. */
export interface OidcScope {
  /** Holds keys of servers. */
  readonly serversClaim: string | null;
  /** By tag: the claim that holds the values a server may have. */
  readonly tagClaims: ReadonlyMap<string, string>;
  /** Callers of these roles see every server, whatever their claims. */
  readonly unscopedRoles: readonly Role[];
}
