import type { Server } from '../../core/model/server.js';
import type { ApiKey, OidcConfig } from './auth-settings.js';
import type { ListenTls } from './listen-tls.js';
import type { PostgresAddress } from './postgres-address.js';
import type { ServerConnection } from './server-connection.js';
import type { Settings } from './settings.js';
import type { TrustedDocuments } from './trusted-documents.js';

/** Everything the configuration file says, checked, with defaults and secrets filled in. Frozen. What a setting means stands where it is declared. */
export interface GatewayConfig extends Pick<
  Settings,
  'board' | 'cors' | 'follow' | 'introspection' | 'log' | 'metrics' | 'redis' | 'shutdown'
> {
  readonly listen: Omit<Settings['listen'], 'tls'> & {
    /** null: plain HTTP. */
    readonly tls: ListenTls | null;
  };
  readonly auth: AuthConfig;
  readonly limits: LimitsConfig;
  /** null: everybody may run every document. */
  readonly trustedDocuments: TrustedDocuments | null;
  /** null: nothing is traced. */
  readonly telemetry: OtlpConfig | null;
  readonly cache: { readonly [Name in keyof Settings['cache']]: NonNullable<Settings['cache'][Name]> };
  /** null: nothing is kept. */
  readonly history: HistoryConfig | null;
  readonly audit: { readonly to: 'stdout' } | { readonly to: 'file'; readonly path: string };
  /** In the order of the file; never empty. */
  readonly connections: readonly ServerConnection[];
  /** The same servers without anything secret. */
  readonly servers: readonly Server[];
  /** What is allowed but deserves a line in the log at start. */
  readonly warnings: readonly string[];
}

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

/** What one request, one caller and everybody may ask for. */
export type LimitsConfig = {
  readonly [Name in keyof Settings['limits']]: NonNullable<Settings['limits'][Name]>;
};

/** What one GraphQL document may ask for, fragments expanded. */
export type QueryLimits = Pick<
  LimitsConfig,
  'depth' | 'aliases' | 'rootFields' | 'directives' | 'fields' | 'tokens' | 'complexity'
>;

/** Where traces go. */
export type OtlpConfig = NonNullable<Settings['telemetry']['otlp']>;

/** Where replicas of the gateway share what they know. */
export type RedisConfig = NonNullable<Settings['redis']>;

/** Where sessions are kept, and for how long. */
export interface HistoryConfig extends Omit<Exclude<Settings['history'], 'off'>, 'path' | 'url'> {
  /** Full path of a folder. */
  readonly path: string;
  /** null: the folder is what counts. */
  readonly database: PostgresAddress | null;
  /** The folder was named by somebody: without it the gateway must not start. */
  readonly isRequired: boolean;
}

/** The lowest role that the schema is shown to. */
export type IntrospectionAccess = Settings['introspection'];

export type LogLevel = Settings['log']['level'];

export type AuditTarget = Settings['audit']['to'];
