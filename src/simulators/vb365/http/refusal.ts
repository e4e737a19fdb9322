import type { Json, Version } from '../wire/view.js';

export type ErrorCode =
  | 'ProxyOffline'
  | 'ResourceAccessDenied'
  | 'ResourceNotFound'
  | 'ParameterValidationFailure'
  | 'OperationConflict';

/** An answer other than success; thrown by handlers and turned into the product's error body. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly code: ErrorCode | null = null,
  ) {
    super(message);
  }

  static notFound(what: string, id: string): Refusal {
    return new Refusal(404, `${what} ${id} was not found`, 'ResourceNotFound');
  }

  static invalid(message: string): Refusal {
    return new Refusal(400, message, 'ParameterValidationFailure');
  }

  static conflict(message: string): Refusal {
    return new Refusal(409, message, 'OperationConflict');
  }
}

/** The error body of a version: a message; since 7 a code (which then knew one word); since 8 a stack trace too. */
export function errorBody(version: Version, message: string, code: ErrorCode | null): Json {
  if (version < 7) return { message };
  if (version === 7) return { message, ...(code === 'ProxyOffline' ? { errorCode: code } : {}) };
  return {
    message,
    errorCode: code ?? 'HttpError',
    stackTrace: '   at Simulator.Rest.Dispatch(Request request)',
  };
}

/** `value`, or the refusal that says there is no such thing. */
export function found<T>(value: T | undefined, what: string, id: string): T {
  if (value === undefined) throw Refusal.notFound(what, id);
  return value;
}
