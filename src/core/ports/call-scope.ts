import { OperationBudget } from '../fairness/operation-budget.js';
import type { Span } from './span.js';

/**
 * Counts the upstream requests made for one answer, and what was answered without one. Sign-ins and version negotiation are not
 * counted (they are shared).
 */
export class CallTally {
  calls = 0;
  /** Readings that somebody else had made already, or was just making. */
  hits = 0;

  /**
   * @param span the work whose calls are counted, where it is traced.
   * @param budget what the operation may use that the calls are made for.
   */
  constructor(
    private readonly parent?: CallTally,
    public span: Span | undefined = parent?.span,
    readonly budget: OperationBudget = parent?.budget ?? new OperationBudget(),
  ) {}

  /** Throws CallLimitReached instead of counting one call too many. */
  count(): void {
    if (this.parent === undefined) this.budget.call();
    else this.parent.count();
    this.calls += 1;
  }

  hit(): void {
    this.hits += 1;
    this.parent?.hit();
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
  /** The work it is for, where that is traced. */
  readonly span?: Span;
  /** Whose turn the call takes where calls have to wait; absent: that of the operation's owner. */
  readonly turn?: string;
}
