import type { Milliseconds } from '../../core/model/instant.js';
import type { Server } from '../../core/model/server.js';
import type { IntrospectionAccess, TrustedDocuments } from './access-config.js';
import type { AuthConfig } from './auth-config.js';
import type { CorsConfig } from './cors-config.js';
import type { LimitsConfig } from './limits-config.js';
import type { ListenTls } from './listen-tls.js';
import type { ObservabilityConfig } from './observability-config.js';
import type { RedisConfig } from './redis-config.js';
import type { ServerConnection } from './server-connection.js';

/** Injection token of the GatewayConfig. */
export const GATEWAY_CONFIG = Symbol('GATEWAY_CONFIG');

/** Everything the configuration file says, checked, with defaults and secrets filled in. Frozen. */
export interface GatewayConfig extends ObservabilityConfig {
  readonly listen: {
    readonly host: string;
    /** 0: any free port. */
    readonly port: number;
    /** Addresses or networks of proxies whose X-Forwarded-For is believed. */
    readonly trustedProxies: readonly string[];
    /** null: plain HTTP. */
    readonly tls: ListenTls | null;
  };
  readonly auth: AuthConfig;
  readonly cache: {
    /** How long an inventory snapshot counts as fresh. */
    readonly inventory: Milliseconds;
    /** How old a snapshot may be that stands in for a server that fails. */
    readonly staleIfError: Milliseconds;
  };
  /** null: this gateway shares nothing with others. */
  readonly redis: RedisConfig | null;
  readonly limits: LimitsConfig;
  readonly cors: CorsConfig;
  readonly introspection: IntrospectionAccess;
  /** null: everybody may run every document. */
  readonly trustedDocuments: TrustedDocuments | null;
  /** In the order of the file; never empty. */
  readonly connections: readonly ServerConnection[];
  /** The same servers without anything secret. */
  readonly servers: readonly Server[];
  /** What is allowed but deserves a line in the log at start. */
  readonly warnings: readonly string[];
}
