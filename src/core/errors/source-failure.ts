import type { Product } from '../model/server.js';

export const SOURCE_ERROR_CODES = [
  'UNREACHABLE',
  'TIMEOUT',
  'TLS',
  'UNAUTHORIZED',
  'FORBIDDEN',
  'RATE_LIMITED',
  'UPSTREAM_ERROR',
  'BAD_RESPONSE',
  'CIRCUIT_OPEN',
  'UNSUPPORTED',
] as const;

/** Why a source could not give its part; a program may act on it. */
export type SourceErrorCode = (typeof SOURCE_ERROR_CODES)[number];

const RETRYABLE: ReadonlySet<SourceErrorCode> = new Set([
  'UNREACHABLE',
  'TIMEOUT',
  'RATE_LIMITED',
  'UPSTREAM_ERROR',
  'CIRCUIT_OPEN',
]);

export interface SourceFailureDetails {
  /** HTTP status the upstream answered with, where it answered. */
  readonly upstreamStatus?: number;
  /** Seconds the upstream asked to wait. */
  readonly retryAfterSeconds?: number;
  /** For logs only; never shown to a caller. */
  readonly cause?: unknown;
}

/**
 * Thrown by adapters and the HTTP client when a server does not give what was asked. The message is written for the caller:
 * it never holds a secret, an upstream body or a stack trace.
 */
export class SourceFailure extends Error {
  readonly upstreamStatus: number | null;
  readonly retryAfterSeconds: number | null;
  /** Filled in by the federation, which knows whom it asked; never overwritten. */
  server: string | null = null;
  product: Product | null = null;

  constructor(
    readonly code: SourceErrorCode,
    message: string,
    details: SourceFailureDetails = {},
  ) {
    super(message, { cause: details.cause });
    this.name = 'SourceFailure';
    this.upstreamStatus = details.upstreamStatus ?? null;
    this.retryAfterSeconds = details.retryAfterSeconds ?? null;
  }

  get retryable(): boolean {
    return RETRYABLE.has(this.code);
  }
}

/**
 * The caller left, or was cut off too early for the call to tell anything: no fault of the server. Neither its health nor its circuit
 * hears of it.
 */
export class AbandonedCall extends SourceFailure {
  constructor(message: string, code: SourceErrorCode = 'TIMEOUT') {
    super(code, message);
  }
}

/** One operation has sent as many requests as it may. */
export class CallLimitReached extends AbandonedCall {
  constructor(limit: number) {
    super(
      `the operation has sent ${limit} requests to servers, and no more are allowed (limits.upstreamCalls); ask for fewer rows or fields`,
      'RATE_LIMITED',
    );
  }

  /** It would end the same way. */
  override get retryable(): boolean {
    return false;
  }
}
