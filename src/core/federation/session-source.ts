import { SourceFailure } from '../errors/source-failure.js';
import type { SessionRecord } from '../model/session.js';
import type { SessionCriteria, SessionOrder } from '../ports/activity.js';
import type { Position } from '../ordering/cursor.js';
import { missingPart, together } from '../ports/listing.js';
import { JournalReading } from './journal-reading.js';
import { merged } from './merge.js';
import type { Batches } from './merge.js';
import type { ServerLease } from '../upstream/server-lease.js';
import { resumeAt, sessionRowComparator } from '../ordering/session-criteria.js';
import type { SessionReader } from './session-reader.js';
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

interface StreamState {
  readonly list: string;
  readonly notes: StreamNotes;
  failure: SourceFailure | null;
}

/** One server's contribution to one page of sessions: its streams, its deadline, how it fared. */
export class SessionSource {
  private readonly lease: ServerLease;
  private readonly streams: StreamState[] = [];
  /** null: the journal has no part in it. */
  private journal: JournalReading | null = null;

  constructor(
    private readonly reader: SessionReader,
    private readonly request: SourceRequest,
  ) {
    this.lease = reader.leaseAside();
  }

  /** The sorted inputs of the merge; an input whose list fails ends, and the failure is kept for the report. */
  inputs(): Batches<SessionRecord>[] {
    const { criteria, order, after } = this.request;
    const narrowed = after === undefined ? criteria : resumeAt(criteria, order, after);
    return this.reader.member.follower === null ? this.direct(narrowed) : [this.followed(narrowed)];
  }

  /** What the journal covers, then the rest from the server. */
  private async *followed(criteria: SessionCriteria): AsyncGenerator<readonly SessionRecord[]> {
    const { order, after, limit } = this.request;
    const kept: StreamState = { list: 'journal', notes: newNotes(), failure: null };
    let rest: SessionCriteria | null = criteria;
    try {
      const reading = await JournalReading.open(this.reader, { criteria, order, after, pageRows: limit });
      if (reading !== null) {
        this.journal = reading;
        this.streams.push(kept);
        for await (const rows of reading.rows()) {
          kept.notes.matched += rows.length;
          yield rows;
        }
        ({ rest } = reading);
        kept.notes.exhausted = true;
      }
    } catch (error) {
      if (!(error instanceof SourceFailure)) throw error;
      kept.failure = error;
      if (this.journal === null) this.streams.push(kept);
      return;
    }
    if (rest !== null) yield* merged(this.direct(rest), sessionRowComparator(order), limit);
  }

  private direct(criteria: SessionCriteria): Batches<SessionRecord>[] {
    this.reader.noteMoment();
    const { order, after, limit, expectedRows, distrustOrder } = this.request;
    const query = { criteria, order, expectedRows };
    return this.reader.member.adapter.activity.open(query, this.lease.scope).map((stream) => {
      const notes = newNotes();
      const state: StreamState = { list: stream.list ?? 'sessions', notes, failure: null };
      this.streams.push(state);
      const link = (rows: readonly SessionRecord[]) => this.reader.details.withPolicies(rows);
      const { budget } = this.reader;
      return this.guarded(rowsOf(stream, { query, after, limit, link, budget, distrustOrder }, notes), state);
    });
  }

  /** Ends the deadline; nothing is read after this. */
  close(): void {
    this.lease.end();
  }

  /** The same with how many sessions match in all, where the journal can tell. */
  async countedOutcome(): Promise<SourceOutcome> {
    const outcome = this.outcome();
    if (this.request.after !== undefined || outcome.failure !== null) return outcome;
    return { ...outcome, count: outcome.count ?? (await this.journal?.count()) ?? null };
  }

  /** How the source fared. */
  outcome(): SourceOutcome {
    const [failed] = this.streams.flatMap((stream) => stream.failure ?? []);
    if (failed && this.streams.every(({ failure }) => failure !== null))
      return this.reader.failedOutcome(failed);
    if (failed) this.reader.noteFailure();
    const stale = this.journal?.view.stale ?? null;
    const failure = this.shortfall() ?? stale;
    return {
      member: this.reader.member,
      status: failure === null ? 'OK' : failure === stale ? 'STALE' : 'TRUNCATED',
      fetchedAt: this.journal?.view.lookedAt ?? this.reader.now(),
      coveredFrom: this.journal?.coveredFrom ?? null,
      latency: this.lease.elapsed(),
      upstreamCalls: this.reader.calls,
      count: failure === null ? this.count() : null,
      failure,
    };
  }

  private async *guarded(
    batches: Batches<SessionRecord>,
    stream: StreamState,
  ): AsyncGenerator<readonly SessionRecord[]> {
    const { budget } = this.reader;
    try {
      while (true) {
        // Hundreds of streams may be read on at the same time.
        if (budget.isDue) await budget.turn();
        const step = await this.lease.attempt(batches.next());
        if (step.done === true) return;
        yield step.value;
      }
    } catch (error) {
      if (!(error instanceof SourceFailure)) throw error;
      stream.failure ??= error;
    } finally {
      // Not awaited: a page that hangs upstream must not hold the answer.
      void batches.return?.().catch(() => undefined);
    }
  }

  private shortfall(): SourceFailure | null {
    return shortfall(
      together(
        this.streams.map(({ list, notes, failure }) => ({
          ...notes,
          missing: [...notes.missing, ...(failure ? [missingPart(list, failure)] : [])],
        })),
      ),
    );
  }

  /** How many sessions match in all, where the streams that were read tell; null: not without asking again. */
  private count(): number | null {
    if (this.request.after !== undefined) return null;
    return this.streams.reduce<number | null>((sum, { notes: { exhausted, matched, total } }) => {
      const count = exhausted ? matched : total;
      return sum === null || count === null ? null : sum + count;
    }, 0);
  }
}
