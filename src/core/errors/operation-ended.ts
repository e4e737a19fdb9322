/** Why the gateway ended an operation before its answer was complete. */
export type OperationEnd = 'QUERY_LIMIT_EXCEEDED' | 'REQUEST_TIMEOUT';

/** An operation was ended as a whole: it asked for too much, or took too long. The message is written for the caller. */
export class OperationEnded extends Error {
  constructor(
    readonly code: OperationEnd,
    message: string,
    /** Name of the limit that ended it. */
    readonly limit: string,
    readonly allowed: number,
  ) {
    super(message);
    this.name = 'OperationEnded';
  }
}
