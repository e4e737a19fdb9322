import { isIP } from 'node:net';
import { IsOptional } from 'class-validator';
import {
  Expect,
  ExpectDuration,
  ExpectNumber,
  ExpectOneOf,
  ExpectText,
  Section,
  isMapping,
} from './expectations.js';
import { AUDIT_TARGETS, LOG_LEVELS } from './observability-config.js';
import type { AuditTarget, LogLevel } from './observability-config.js';

/** The parts of the configuration file about what the gateway tells of itself, and how it ends. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

export class LogEntry {
  @IsOptional()
  @ExpectOneOf(LOG_LEVELS)
  level?: LogLevel;
}

export class MetricsListenEntry {
  @IsOptional()
  @ExpectText('a host name or IP address to listen on')
  host?: string;

  @ExpectNumber(0, 65_535)
  port!: number;
}

export class MetricsEntry {
  @IsOptional()
  @Expect('true or false', (value) => typeof value === 'boolean')
  enabled?: boolean;

  @Section(() => MetricsListenEntry)
  listen?: MetricsListenEntry;
}

export class OtlpEntry {
  @Expect('an address such as http://127.0.0.1:4318/v1/traces', isHttpAddress)
  endpoint!: string;

  @IsOptional()
  @Expect('names of headers with texts, best as ${env:NAME} or ${file:PATH}', isTextMapping)
  headers?: Record<string, string>;

  @IsOptional()
  @Expect('a number from 0 to 1', (value) => typeof value === 'number' && value >= 0 && value <= 1)
  sampleRatio?: number;

  @IsOptional()
  @Expect('true or false', (value) => typeof value === 'boolean')
  propagate?: boolean;
}

export class TelemetryEntry {
  @Section(() => OtlpEntry)
  otlp?: OtlpEntry;
}

export class AuditEntry {
  @ExpectOneOf(AUDIT_TARGETS)
  to!: AuditTarget;

  @IsOptional()
  @ExpectText('the path of a file')
  path?: string;
}

export class ShutdownEntry {
  @IsOptional()
  @ExpectDuration(0, 5 * MINUTE, 'PT5S')
  delay?: string;

  @IsOptional()
  @ExpectDuration(0, 10 * MINUTE, 'PT10S')
  grace?: string;
}

function isHttpAddress(value: unknown): boolean {
  return typeof value === 'string' && /^https?:\/\//.test(value) && URL.canParse(value);
}

function isTextMapping(value: unknown): boolean {
  return isMapping(value) && Object.values(value).every((item) => typeof item === 'string');
}

/** Addresses or networks of proxies whose X-Forwarded-For is believed. */
export function TrustedProxies(): PropertyDecorator {
  return Expect(
    'a list of IP addresses or networks, such as [10.0.0.0/8]',
    (value) => Array.isArray(value) && value.every(isNetwork),
  );
}

function isNetwork(value: unknown): boolean {
  const [address = '', bits, ...rest] = typeof value === 'string' ? value.split('/') : [];
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}
