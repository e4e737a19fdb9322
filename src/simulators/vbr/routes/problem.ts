export type ErrorCode =
  | 'AccessDenied'
  | 'ExpiredToken'
  | 'InvalidToken'
  | 'InvalidURI'
  | 'MethodNotAllowed'
  | 'NotFound'
  | 'UnexpectedContent'
  | 'UnknownError';

/** A refusal in the product's own error body; routes throw it, one handler writes it. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly errorCode: ErrorCode,
    message: string,
    readonly resourceId?: string,
  ) {
    super(message);
  }

  get body(): { errorCode: ErrorCode; message: string; resourceId?: string } {
    const { errorCode, message, resourceId } = this;
    return resourceId === undefined ? { errorCode, message } : { errorCode, message, resourceId };
  }
}

export function notFound(kind: string, id: string): Problem {
  return new Problem(404, 'NotFound', `There is no ${kind} with the ID ${id}`, id);
}

/** The contract declares no 400 for removals, so an object in use is refused with 500. */
export function inUse(name: string, user: string, id: string): Problem {
  return new Problem(500, 'UnknownError', `${name} cannot be removed: ${user} uses it`, id);
}

export function badRequest(message: string): Problem {
  return new Problem(400, 'UnexpectedContent', message);
}
