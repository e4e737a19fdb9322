import type { CallScope, CallTally } from '../../../core/ports/call-scope.js';

/** Loads a list once per operation, however many parts of the answer need it: operations are told apart by their tally. */
export class OperationMemory<T> {
  private readonly loads = new WeakMap<CallTally, Promise<T>>();

  constructor(private readonly load: (scope: CallScope) => Promise<T>) {}

  /** What is loaded or being loaded for this operation; undefined: nothing. */
  known(scope: CallScope): Promise<T> | undefined {
    return this.loads.get(scope.tally);
  }

  get(scope: CallScope): Promise<T> {
    const known = this.loads.get(scope.tally);
    if (known !== undefined) return known;
    const loading = this.load(scope);
    this.loads.set(scope.tally, loading);
    // A failure is not remembered: whoever asks next tries again.
    loading.catch(() => this.loads.delete(scope.tally));
    return loading;
  }
}
