import { IsOptional } from 'class-validator';
import { PRODUCTS } from '../../core/model/server.js';
import type { Product } from '../../core/model/server.js';
import { INTROSPECTION, TrustedDocumentsEntry } from './access-config.js';
import type { IntrospectionAccess } from './access-config.js';
import { AuthEntry } from './auth-entries.js';
import {
  Expect,
  ExpectDuration,
  ExpectNumber,
  ExpectOneOf,
  ExpectText,
  ListOf,
  Section,
  isMapping,
} from './expectations.js';
import {
  AuditEntry,
  LogEntry,
  MetricsEntry,
  ShutdownEntry,
  TelemetryEntry,
  TrustedProxies,
} from './observability-entries.js';
import { CorsEntry } from './cors-config.js';
import { LimitsEntry } from './limits-config.js';
import { ListenTlsEntry } from './listen-tls.js';
import { RedisEntry } from './redis-config.js';

/** The configuration file as it is written. These classes say which keys there are; durations and paths are still texts. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

const KEY = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const SHA256 = /^([0-9a-f]{2}:?){31}[0-9a-f]{2}$/i;

export class ListenEntry {
  @IsOptional()
  @ExpectText('a host name or IP address to listen on')
  host?: string;

  @IsOptional()
  @ExpectNumber(0, 65_535)
  port?: number;

  @Section(() => ListenTlsEntry)
  tls?: ListenTlsEntry;

  @IsOptional()
  @TrustedProxies()
  trustedProxies?: string[];
}

export class TlsEntry {
  @IsOptional()
  @ExpectText('the path of a PEM file')
  ca?: string;

  @IsOptional()
  @Expect(
    'a SHA-256 fingerprint: 64 hexadecimal digits, in pairs with colons or without',
    (value) => typeof value === 'string' && SHA256.test(value),
  )
  fingerprint256?: string;

  @IsOptional()
  @Expect('true or false', (value) => typeof value === 'boolean')
  insecure?: boolean;
}

export class ServerLimitsEntry {
  @IsOptional()
  @ExpectNumber(1, 64)
  concurrency?: number;

  @IsOptional()
  @ExpectDuration(SECOND / 10, 10 * MINUTE, 'PT30S')
  timeout?: string;

  @IsOptional()
  @ExpectDuration(SECOND / 10, 10 * MINUTE, 'PT10S')
  callTimeout?: string;
}

export class ServerEntry {
  @Expect(
    'a short name of letters, digits, ".", "_" and "-" (at most 64, the first a letter or digit)',
    (value) => typeof value === 'string' && KEY.test(value),
  )
  key!: string;

  @IsOptional()
  @ExpectText()
  name?: string;

  @ExpectOneOf(PRODUCTS)
  product!: Product;

  @ExpectText('an address such as https://vbr01.example.org:9419')
  url!: string;

  @IsOptional()
  @ExpectText('a REST API revision as text')
  apiVersion?: string;

  @ExpectText('the name of the account to sign in with')
  username!: string;

  @Expect(
    'a text, best as ${env:NAME} or ${file:PATH}; put a password of digits in quotes',
    (value) => typeof value === 'string' && value !== '',
  )
  password!: string;

  @Section(() => TlsEntry)
  tls?: TlsEntry;

  @IsOptional()
  @Expect('names with texts, such as { site: berlin }', isMapping)
  tags?: Record<string, unknown>;

  @Section(() => ServerLimitsEntry)
  limits?: ServerLimitsEntry;

  @IsOptional()
  @ExpectDuration(MINUTE, 3650 * DAY, 'PT26H')
  recoveryPointObjective?: string;
}

export class ObjectiveEntry {
  @Expect(
    'the tags to match, such as { site: berlin }',
    (value) => isMapping(value) && Object.keys(value).length > 0,
  )
  tag!: Record<string, unknown>;

  @ExpectDuration(MINUTE, 3650 * DAY, 'PT26H')
  recoveryPointObjective!: string;
}

export class CacheEntry {
  @IsOptional()
  @ExpectDuration(0, DAY, 'PT30S')
  inventory?: string;

  @IsOptional()
  @ExpectDuration(0, 30 * DAY, 'PT1H')
  staleIfError?: string;
}

export class GatewayEntry {
  @Section(() => ListenEntry)
  listen?: ListenEntry;

  @ListOf(() => ServerEntry, 'a list of at least one server', 1)
  servers!: ServerEntry[];

  @IsOptional()
  @ListOf(() => ObjectiveEntry, 'a list of objectives', 0)
  objectives?: ObjectiveEntry[];

  @Section(() => AuthEntry)
  auth?: AuthEntry;

  @Section(() => CacheEntry)
  cache?: CacheEntry;

  @Section(() => RedisEntry)
  redis?: RedisEntry;

  @Section(() => LimitsEntry)
  limits?: LimitsEntry;

  @IsOptional()
  @ExpectOneOf(INTROSPECTION)
  introspection?: IntrospectionAccess;

  @Section(() => TrustedDocumentsEntry)
  trustedDocuments?: TrustedDocumentsEntry;

  @Section(() => CorsEntry)
  cors?: CorsEntry;

  @Section(() => LogEntry)
  log?: LogEntry;

  @Section(() => MetricsEntry)
  metrics?: MetricsEntry;

  @Section(() => TelemetryEntry)
  telemetry?: TelemetryEntry;

  @Section(() => AuditEntry)
  audit?: AuditEntry;

  @Section(() => ShutdownEntry)
  shutdown?: ShutdownEntry;
}
