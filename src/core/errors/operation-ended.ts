/** Why the gateway ended an operation before its answer was complete. Of `ABANDONED` no client learns: none is there any more. */
export type OperationEnd = 'QUERY_LIMIT_EXCEEDED' | 'REQUEST_TIMEOUT' | 'ABANDONED';

/** An operation was ended as a whole: it asked for too much, took too long, or nobody waits for it. The message is written for the caller. */
export class OperationEnded extends Error {
  constructor(
    readonly code: OperationEnd,
    message: string,
    /** Name of the limit that ended it; absent: none did. */
    readonly limit?: string,
    readonly allowed?: number,
  ) {
    super(message);
    this.name = 'OperationEnded';
  }
}
