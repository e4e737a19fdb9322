/** Counts the upstream requests made for one answer; sign-ins and version negotiation are not counted (they are shared). */
export class CallTally {
  calls = 0;

  constructor(private readonly parent?: CallTally) {}

  count(): void {
    this.calls += 1;
    this.parent?.count();
  }

  child(): CallTally {
    return new CallTally(this);
  }
}

/** What every upstream call carries: when to give up and where to count. First parameter of every port method's last argument. */
export interface CallScope {
  /** Aborted when the source's or the request's deadline passes, or when the client goes away. */
  readonly signal: AbortSignal;
  readonly tally: CallTally;
}
