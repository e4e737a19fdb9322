/** Why a change was not made, in a word a program can act on. */
export type UserErrorCode =
  | 'NOT_FOUND'
  | 'INVALID_INPUT'
  | 'CONFLICT'
  | 'FORBIDDEN'
  | 'RATE_LIMITED'
  | 'UNSUPPORTED'
  | 'UPSTREAM_REJECTED'
  | 'UPSTREAM_UNAVAILABLE';

/** What an upstream said when it refused; never its stack trace. */
export interface UpstreamProblem {
  readonly status: number;
  /** The product's own error code; null: it gave none. */
  readonly code: string | null;
  readonly message: string | null;
}

/** One reason why a change was not made, as data for the caller. */
export interface UserError {
  readonly code: UserErrorCode;
  readonly message: string;
  /** Path of the offending input field; null: none in particular. */
  readonly field: readonly string[] | null;
  readonly upstream: UpstreamProblem | null;
  /** Global id of the server it is about; null: none in particular. */
  readonly server: string | null;
  /** Nothing was done, and the same may go well later. */
  readonly retryable: boolean;
}

/** One reason; what is not given is none in particular. */
export function userError(
  code: UserErrorCode,
  message: string,
  more: Partial<Omit<UserError, 'code' | 'message'>> = {},
): UserError {
  return { code, message, field: null, upstream: null, server: null, retryable: false, ...more };
}

/** Thrown by adapters and change runners when a change is refused for reasons a person can mend. */
export class Refusal extends Error {
  readonly errors: readonly UserError[];

  constructor(errors: readonly UserError[]) {
    super(errors.map(({ message }) => message).join('; '));
    this.name = 'Refusal';
    this.errors = errors;
  }

  /** A refusal for one reason. */
  static of(
    code: UserErrorCode,
    message: string,
    more: Partial<Omit<UserError, 'code' | 'message'>> = {},
  ): Refusal {
    return new Refusal([userError(code, message, more)]);
  }

  /** The same where every reason that does not say which server, or which input field, it is about says this one. */
  about({ server = null, field = null }: Partial<Pick<UserError, 'server' | 'field'>>): Refusal {
    return new Refusal(
      this.errors.map((error) => ({
        ...error,
        server: error.server ?? server,
        field: error.field ?? field,
      })),
    );
  }
}
