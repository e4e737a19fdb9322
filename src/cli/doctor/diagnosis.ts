import type { Server } from '../../core/model/server.js';

/** In the order they are tried; a check is skipped when one before it failed that it needs. */
export const CHECKS = [
  'name',
  'tcp',
  'tls',
  'signIn',
  'api',
  'version',
  'policies',
  'repositories',
  'sessions',
  'clock',
] as const;
export type Check = (typeof CHECKS)[number];

export interface Finding {
  readonly status: 'ok' | 'warning' | 'failed' | 'skipped';
  /** A word or number for the table. */
  readonly summary: string;
  /** What was seen, in a sentence. */
  readonly detail?: string;
  /** What to do about it. */
  readonly advice?: string;
}

/** How one server fared. */
export interface Diagnosis {
  readonly server: Server;
  readonly findings: Readonly<Record<Check, Finding>>;
  /** No check failed; warnings are allowed. */
  readonly works: boolean;
}

export const SKIPPED: Finding = { status: 'skipped', summary: '-' };

export function ok(summary = 'ok'): Finding {
  return { status: 'ok', summary };
}

export function warning(summary: string, detail: string, advice: string): Finding {
  return { status: 'warning', summary, detail, advice };
}

export function failed(detail: string, advice: string): Finding {
  return { status: 'failed', summary: 'FAILED', detail, advice };
}
