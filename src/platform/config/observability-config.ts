import type { Milliseconds } from '../../core/model/instant.js';
import type { Secret } from './secret.js';

/** From the most to the least that is logged. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export const AUDIT_TARGETS = ['stdout', 'file'] as const;
export type AuditTarget = (typeof AUDIT_TARGETS)[number];

export interface OtlpConfig {
  /** Where traces are posted to as OTLP over HTTP, the path included. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, Secret>>;
  /** The share of requests that are traced, 0 to 1, where the client does not decide. */
  readonly sampleRatio: number;
  /** Whether the trace goes on in the headers of upstream calls. */
  readonly propagate: boolean;
}

/** What the gateway tells of itself, and how it ends. */
export interface ObservabilityConfig {
  readonly log: { readonly level: LogLevel };
  readonly metrics: {
    readonly enabled: boolean;
    /** An address of its own; null: /metrics beside /graphql, for this machine alone. */
    readonly listen: { readonly host: string; readonly port: number } | null;
  };
  /** null: nothing is traced. */
  readonly telemetry: OtlpConfig | null;
  readonly audit: { readonly to: 'stdout' } | { readonly to: 'file'; readonly path: string };
  readonly shutdown: {
    /** How long requests are still taken after the gateway has said that it is not ready any more. */
    readonly delay: Milliseconds;
    /** How long running requests may go on after that. */
    readonly grace: Milliseconds;
  };
}
