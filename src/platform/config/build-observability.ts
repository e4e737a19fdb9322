import { dirname, resolve } from 'node:path';
import { parseDuration } from '../../core/model/duration.js';
import type { GatewayEntry } from './config-entries.js';
import type { ObservabilityConfig, OtlpConfig } from './observability-config.js';
import type { AuditEntry, OtlpEntry } from './observability-entries.js';
import { Secret } from './secret.js';

/** What the gateway tells of itself, from an entry without mistakes; paths are relative to the folder of `file`. */
export function buildObservability(entry: GatewayEntry, file: string): ObservabilityConfig {
  const { log, metrics, telemetry, audit, shutdown } = entry;
  return {
    log: { level: log?.level ?? 'info' },
    metrics: {
      enabled: metrics?.enabled ?? true,
      listen: metrics?.listen
        ? { host: metrics.listen.host ?? '127.0.0.1', port: metrics.listen.port }
        : null,
    },
    telemetry: telemetry?.otlp ? buildOtlp(telemetry.otlp) : null,
    audit: buildAudit(audit, file),
    shutdown: {
      delay: parseDuration(shutdown?.delay ?? 'PT0S') ?? 0,
      grace: parseDuration(shutdown?.grace ?? 'PT10S') ?? 0,
    },
  };
}

function buildOtlp({ endpoint, headers, sampleRatio, propagate }: OtlpEntry): OtlpConfig {
  return {
    endpoint,
    headers: Object.fromEntries(
      Object.entries(headers ?? {}).map(([name, value]) => [name, new Secret(value)]),
    ),
    sampleRatio: sampleRatio ?? 1,
    propagate: propagate ?? false,
  };
}

function buildAudit(audit: AuditEntry | undefined, file: string): ObservabilityConfig['audit'] {
  if (audit?.to !== 'file' || audit.path === undefined) return { to: 'stdout' };
  return { to: 'file', path: resolve(dirname(file), audit.path) };
}
