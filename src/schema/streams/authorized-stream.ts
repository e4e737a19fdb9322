import type { IncomingMessage } from 'node:http';
import type { ExecutionResult } from 'graphql';
import { accessError } from '../../platform/auth/callers/access-error.js';
import type { AccessRefusal } from '../../platform/auth/callers/access-refusal.js';
import type { Callers } from '../../platform/auth/callers/callers.js';
import type { CountedStream, ResultStream } from '../../platform/graphql/checks/stream-limits.js';
import { whileAuthorized } from '../../platform/auth/callers/while-authorized.js';

/** Results of a subscription for as long as its caller is authorized; the last one then says why there are no more. */
export class AuthorizedStream implements ResultStream {
  private readonly stopWatching: () => void;
  private refusal: AccessRefusal | undefined;

  constructor(
    private readonly results: CountedStream,
    callers: Callers,
    request: IncomingMessage,
  ) {
    this.stopWatching = whileAuthorized(callers, request, (refusal) => {
      this.refusal = refusal;
      void this.results.return();
    });
  }

  async next(): Promise<IteratorResult<ExecutionResult>> {
    const { refusal } = this;
    const result = refusal ? undefined : await this.results.next();
    if (result?.done === false) return result;
    this.stopWatching();
    return this.farewell();
  }

  async return(): Promise<IteratorResult<ExecutionResult>> {
    this.stopWatching();
    await this.results.return();
    return { value: undefined, done: true };
  }

  async throw(error: unknown): Promise<never> {
    await this.return();
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private farewell(): IteratorResult<ExecutionResult> {
    const { refusal } = this;
    this.refusal = undefined;
    if (refusal === undefined) return { value: undefined, done: true };
    return { value: { data: null, errors: [accessError(refusal)] }, done: false };
  }
}
