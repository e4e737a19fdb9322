import { GraphQLError } from 'graphql';
import type { ExecutionResult } from 'graphql';
import type { Caller } from '../../../core/model/caller.js';
import type { LimitsConfig } from '../../config/gateway-config.js';
import type { OperationChecks } from './operation-checks.js';

/** What is followed, as transports take it. */
export type ResultStream = AsyncIterableIterator<ExecutionResult> &
  Required<Pick<AsyncGenerator<ExecutionResult>, 'next' | 'return' | 'throw'>>;

type Results = AsyncGenerator<ExecutionResult, void, void> | AsyncIterableIterator<ExecutionResult>;

/** What a subscription may ask for, and how many of them one caller may have open. */
export class StreamLimits {
  private readonly open = new Map<string, number>();

  constructor(
    readonly query: LimitsConfig,
    readonly checks: OperationChecks,
  ) {}

  /** Opens a stream that counts until it ends. A caller who has too many open gets a result that says so. */
  async counted<T extends Results | ExecutionResult>(
    { id }: Caller,
    begin: () => Promise<T>,
  ): Promise<CountedStream | ExecutionResult> {
    const allowed = this.query.streamsPerCaller;
    const open = this.open.get(id) ?? 0;
    if (open >= allowed) return { data: null, errors: [tooMany(allowed)] };
    this.open.set(id, open + 1);
    const end = once(() => this.ended(id));
    const result = await begin().catch((error: unknown) => {
      end();
      throw error;
    });
    if (Symbol.asyncIterator in result) return new CountedStream(result, end);
    end();
    return result;
  }

  private ended(id: string): void {
    const left = (this.open.get(id) ?? 1) - 1;
    if (left === 0) this.open.delete(id);
    else this.open.set(id, left);
  }
}

/**
 * Results of a subscription; tells when there will be no more. Libraries of transports end what is a generator to the last method, and
 * forget anything less.
 */
export class CountedStream implements ResultStream {
  constructor(
    private readonly results: Results,
    private readonly ended: () => void,
  ) {}

  async next(): Promise<IteratorResult<ExecutionResult>> {
    try {
      const result = await this.results.next();
      if (result.done === true) this.ended();
      return result;
    } catch (error) {
      this.ended();
      throw error;
    }
  }

  async return(): Promise<IteratorResult<ExecutionResult>> {
    this.ended();
    await this.results.return?.();
    return { value: undefined, done: true };
  }

  async throw(error: unknown): Promise<never> {
    await this.return();
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

function once(work: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    work();
  };
}

function tooMany(allowed: number): GraphQLError {
  return new GraphQLError(
    `you have ${allowed} streams open, and no more are allowed (limits.streamsPerCaller)`,
    { extensions: { code: 'TOO_MANY_STREAMS', limit: 'streamsPerCaller', allowed } },
  );
}
