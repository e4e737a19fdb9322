const REASONS = {
  missing: {
    status: 401,
    code: 'UNAUTHENTICATED',
    message: 'a key or token is needed: send "Authorization: Bearer …"',
    challenge: 'Bearer',
  },
  invalid: {
    status: 401,
    code: 'UNAUTHENTICATED',
    message: 'the key or token is invalid',
    challenge: 'Bearer error="invalid_token", error_description="invalid"',
  },
  malformed: {
    status: 401,
    code: 'UNAUTHENTICATED',
    message: 'Authorization is not in a known form: send "Authorization: Bearer " and the key or token',
    challenge: 'Bearer error="invalid_request", error_description="malformed"',
  },
  expired: {
    status: 401,
    code: 'UNAUTHENTICATED',
    message: 'the key or token has expired',
    challenge: 'Bearer error="invalid_token", error_description="expired"',
  },
  noRole: {
    status: 403,
    code: 'FORBIDDEN',
    message: 'the token gives no right to use this gateway',
    challenge: 'Bearer error="insufficient_scope"',
  },
  unavailable: {
    status: 503,
    code: 'SERVICE_UNAVAILABLE',
    message: 'tokens cannot be checked just now; try again soon',
    challenge: null,
  },
} as const;

export type AccessRefusalReason = keyof typeof REASONS;

/** Somebody may not come in. It says no more than a guesser may know; `cause` is for logs only. */
export class AccessRefusal extends Error {
  readonly status: number;
  readonly code: string;
  /** The WWW-Authenticate header; null: another key or token would not help. */
  readonly challenge: string | null;

  constructor(
    readonly reason: AccessRefusalReason,
    cause?: unknown,
  ) {
    const { status, code, message, challenge } = REASONS[reason];
    super(message, { cause });
    this.name = 'AccessRefusal';
    this.status = status;
    this.code = code;
    this.challenge = challenge;
  }
}
