import { SourceFailure } from '../errors/source-failure.js';
import type { SessionRecord } from '../model/session.js';
import type { SessionCriteria, SessionOrder } from '../ports/activity.js';
import type { Position } from './cursor.js';
import type { Batches } from './merge.js';
import type { ServerLease } from './server-lease.js';
import type { ServerReader } from './server-reader.js';
import { resumeAt } from './session-criteria.js';
import type { StreamNotes } from './session-rows.js';
import { newNotes, rowsOf } from './session-rows.js';
import type { SourceOutcome } from './source-outcome.js';
import { shortfall } from './source-outcome.js';

export interface SourceRequest {
  readonly criteria: SessionCriteria;
  readonly order: SessionOrder;
  readonly after: Position | undefined;
  readonly limit: number;
  /** How many rows this server is likely to give of those. */
  readonly expectedRows: number;
  readonly distrustOrder: boolean;
}

/** One server's contribution to one page of sessions: its streams, its deadline, how it fared. */
export class SessionSource {
  private readonly lease: ServerLease;
  private readonly notes: StreamNotes[] = [];
  private failure: SourceFailure | null = null;

  constructor(
    private readonly reader: ServerReader,
    private readonly request: SourceRequest,
  ) {
    this.lease = reader.lease();
  }

  /** The sorted inputs of the merge; an input whose server fails ends, and the failure is kept for the report. */
  inputs(): Batches<SessionRecord>[] {
    const { criteria, order, after, limit, expectedRows, distrustOrder } = this.request;
    const narrowed = after === undefined ? criteria : resumeAt(criteria, order, after);
    const query = { criteria: narrowed, order, expectedRows };
    return this.reader.member.adapter.activity.open(query, this.lease.scope).map((stream) => {
      const notes = newNotes();
      this.notes.push(notes);
      const link = (rows: readonly SessionRecord[]) => this.reader.withPolicies(rows);
      return this.guarded(rowsOf(stream, { query, after, limit, link, distrustOrder }, notes));
    });
  }

  /** Ends the deadline; nothing is read after this. */
  close(): void {
    this.lease.end();
  }

  /** How the source fared. */
  outcome(): SourceOutcome {
    if (this.failure !== null) return this.reader.failedOutcome(this.failure);
    const failure = this.shortfall();
    return {
      member: this.reader.member,
      status: failure === null ? 'OK' : 'TRUNCATED',
      fetchedAt: this.reader.now(),
      latency: this.lease.elapsed(),
      upstreamCalls: this.reader.calls,
      count: failure === null ? this.count() : null,
      failure,
    };
  }

  private async *guarded(batches: Batches<SessionRecord>): AsyncGenerator<readonly SessionRecord[]> {
    try {
      while (true) {
        const step = await this.lease.attempt(batches.next());
        if (step.done === true) return;
        yield step.value;
      }
    } catch (error) {
      if (!(error instanceof SourceFailure)) throw error;
      this.failure ??= error;
    } finally {
      // Not awaited: a page that hangs upstream must not hold the answer.
      void batches.return?.().catch(() => undefined);
    }
  }

  private shortfall(): SourceFailure | null {
    const unreadable = this.notes.reduce((sum, notes) => sum + notes.unreadable, 0);
    return shortfall(
      unreadable,
      this.notes.some(({ truncated }) => truncated),
    );
  }

  /** How many sessions match in all, where the streams that were read tell; null: not without asking again. */
  private count(): number | null {
    if (this.request.after !== undefined) return null;
    return this.notes.reduce<number | null>((sum, { exhausted, matched, total }) => {
      const count = exhausted ? matched : total;
      return sum === null || count === null ? null : sum + count;
    }, 0);
  }
}
