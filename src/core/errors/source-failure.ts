import type { Product } from '../model/server.js';

/** Why a source could not give its part; a program may act on it. */
export type SourceErrorCode =
  | 'UNREACHABLE'
  | 'TIMEOUT'
  | 'TLS'
  | 'UNAUTHORIZED'
  | 'FORBIDDEN'
  | 'RATE_LIMITED'
  | 'UPSTREAM_ERROR'
  | 'BAD_RESPONSE'
  | 'CIRCUIT_OPEN'
  | 'UNSUPPORTED';

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
  /** A change was sent and may have been made, although no usable answer came. */
  mayHaveActed = false;

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

/** The reading, or the fallback where the server failed to give it. */
export async function unlessFailed<T, const F>(reading: Promise<T>, fallback: F): Promise<T | F> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof SourceFailure) return fallback;
    throw error;
  }
}

/** Failures that come before a server acts, or in place of it. */
const BEFORE_ACTING: ReadonlySet<SourceErrorCode> = new Set([
  'TLS',
  'UNAUTHORIZED',
  'FORBIDDEN',
  'RATE_LIMITED',
  'CIRCUIT_OPEN',
  'UNSUPPORTED',
]);
const NOT_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** Sends a change: a failure that leaves open whether it was made says so. */
export async function asChange<T>(sending: Promise<T>): Promise<T> {
  try {
    return await sending;
  } catch (error) {
    if (error instanceof SourceFailure) error.mayHaveActed = !isBeforeActing(error);
    throw error;
  }
}

function isBeforeActing({ code, cause }: SourceFailure): boolean {
  const reason = (cause as { readonly code?: unknown } | undefined)?.code;
  return BEFORE_ACTING.has(code) || (typeof reason === 'string' && NOT_CONNECTED.has(reason));
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
