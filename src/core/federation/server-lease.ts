import { AbandonedCall, SourceFailure } from '../errors/source-failure.js';
import type { Clock, Instant, Milliseconds } from '../model/instant.js';
import type { CallScope, CallTally } from '../ports/call-scope.js';
import { Deadline } from './deadline.js';
import type { FleetMember } from './fleet.js';

/** Permission to use one server for one part of an answer, until its deadline. */
export class ServerLease {
  readonly scope: CallScope;
  private readonly deadline: Deadline;
  private readonly startedAt: Instant;

  constructor(
    private readonly member: Pick<FleetMember, 'server' | 'health'>,
    private readonly requestSignal: AbortSignal,
    tally: CallTally,
    private readonly clock: Clock,
  ) {
    this.deadline = new Deadline(requestSignal, member.server.timeout);
    this.scope = { signal: this.deadline.signal, tally };
    this.startedAt = clock();
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
  }

  private attribute(error: unknown): unknown {
    if (!(error instanceof SourceFailure)) return error;
    error.server ??= this.member.server.key;
    error.product ??= this.member.server.product;
    // A request that ended early says nothing about the server.
    if (!this.requestSignal.aborted && !(error instanceof AbandonedCall)) this.member.health.failed(error);
    return error;
  }
}
