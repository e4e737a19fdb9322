import { AbandonedCall, SourceFailure } from '../errors/source-failure.js';
import type { Clock, Instant, Milliseconds } from '../model/instant.js';
import type { CallScope, CallTally } from '../ports/call-scope.js';
import type { Span } from '../ports/span.js';
import { Deadline } from './deadline.js';
import type { Upstream } from './upstream.js';

/** Permission to use one server for one part of an answer, until its deadline. */
export class ServerLease {
  private readonly deadline: Deadline;
  private readonly startedAt: Instant;
  private span: Span | undefined;
  private scope_: CallScope | undefined;
  private failure: SourceFailure | undefined;

  constructor(
    private readonly member: Pick<Upstream, 'server' | 'health'>,
    private readonly requestSignal: AbortSignal,
    private readonly tally: CallTally,
    private readonly clock: Clock,
    /** Whose turn its calls take; undefined: that of whoever asks. */
    private readonly turn?: string,
  ) {
    this.deadline = new Deadline(requestSignal, member.server.timeout);
    this.startedAt = clock();
  }

  /** What calls of this part carry. Who asks for it makes calls: a trace shows it from then on. */
  get scope(): CallScope {
    if (this.scope_ !== undefined) return this.scope_;
    const { signal } = this.deadline;
    const { key, product } = this.member.server;
    this.span = this.tally.span?.child('source', { 'gateway.server': key, 'gateway.product': product });
    this.scope_ = {
      signal,
      tally: this.tally,
      ...(this.span && { span: this.span }),
      ...(this.turn !== undefined && { turn: this.turn }),
    };
    return this.scope_;
  }

  /** Settles as `work` does within the deadline; a failure gets the server's name and is told to its health. */
  async attempt<T>(work: Promise<T>): Promise<T> {
    const value = await this.wait(work);
    this.member.health.succeeded();
    return value;
  }

  /** The same for work that may come to an end without the server, so that success says nothing about it. */
  async wait<T>(work: Promise<T>): Promise<T> {
    try {
      return await this.deadline.race(work);
    } catch (error) {
      throw this.attribute(error);
    }
  }

  elapsed(): Milliseconds {
    return this.clock() - this.startedAt;
  }

  end(): void {
    this.deadline.clear();
    this.span?.end(this.failure);
  }

  private attribute(thrown: unknown): unknown {
    const error = isUnforeseen(thrown) ? this.unreadable(thrown) : thrown;
    if (!(error instanceof SourceFailure)) return error;
    this.failure = error;
    error.server ??= this.member.server.key;
    error.product ??= this.member.server.product;
    // A request that ended early says nothing about the server.
    if (!this.requestSignal.aborted && !(error instanceof AbandonedCall)) this.member.health.failed(error);
    return error;
  }

  private unreadable(cause: unknown): SourceFailure {
    this.member.health.unforeseen(cause);
    return new SourceFailure('BAD_RESPONSE', 'the server answered something that the gateway cannot read', {
      cause,
    });
  }
}

/** Thrown by the language and not on purpose: what the server sent is of a kind that nobody thought of. */
function isUnforeseen(error: unknown): boolean {
  return [TypeError, RangeError, SyntaxError, URIError].some((kind) => error instanceof kind);
}
