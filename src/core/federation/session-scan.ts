import DataLoader from 'dataloader';
import { AbandonedCall, SourceFailure } from '../errors/source-failure.js';
import { batchedWith } from '../fairness/batching.js';
import { inTurns } from '../fairness/in-turns.js';
import type { OperationBudget } from '../fairness/operation-budget.js';
import type { PolicyRecord } from '../model/policy.js';
import type { SessionRecord } from '../model/session.js';
import { NEWEST_FIRST } from '../ports/activity.js';
import type { SessionCriteria, SessionPage, SessionStream } from '../ports/activity.js';
import { missingPart, together } from '../ports/listing.js';
import { JournalReading } from './journal-reading.js';
import type { ServerLease } from '../upstream/server-lease.js';
import type { Reading } from './server-reading.js';
import type { Snapshot } from './snapshot-kinds.js';
import { matchesSession } from '../ordering/session-criteria.js';
import type { StreamNotes } from './session-rows.js';
import { newNotes, note } from './session-rows.js';
import type { SessionReader } from './session-reader.js';
import type { SourceOutcome } from './source-outcome.js';
import { shortfall } from './source-outcome.js';

/** A wish to see every session of one server that matches, each once, in no promised order. */
export interface ScanRequest {
  /** Who wishes it: how old its readings may be holds for the policies. */
  readonly reader: SessionReader;
  readonly criteria: SessionCriteria;
  /** Sessions are shown with their policy; without this it is null. */
  readonly needsPolicies: boolean;
  readonly visit: (session: SessionRecord, policy: PolicyRecord | null) => void;
}

const PAGE_ROWS = 1000;

/**
 * Reads a server's sessions once for all reports of one operation: wishes made together (several windows, several groupings, several
 * ages) share one walk over the widest window, page by page, holding no page longer than it is looked at.
 */
export class SessionScanner {
  private readonly loader: DataLoader<ScanRequest, SourceOutcome>;

  constructor(budget: OperationBudget) {
    this.loader = new DataLoader(
      async ([first, ...others]) => (first === undefined ? [] : new Walk([first, ...others]).run()),
      { cache: false, ...batchedWith(budget) },
    );
  }

  /** Resolves when the walk is over. Throws SourceFailure when the server fails; what was visited until then is void. */
  scan(request: ScanRequest): Promise<SourceOutcome> {
    return this.loader.load(request);
  }
}

/** One walk over a server's sessions, for all who wish it. */
class Walk {
  private readonly reader: SessionReader;
  private readonly visits: readonly Visit[];
  private readonly policies: Promise<Reading<Snapshot<PolicyRecord>>> | undefined;

  constructor(requests: readonly [ScanRequest, ...ScanRequest[]]) {
    this.reader = strictest(requests);
    this.visits = requests.map((request) => ({ request, count: 0 }));
    if (requests.some(({ needsPolicies }) => needsPolicies)) this.policies = this.reader.policies();
    // Sessions that fail first leave nobody to wait for it.
    void this.policies?.catch(() => undefined);
  }

  async run(): Promise<SourceOutcome[]> {
    const { reader, visits } = this;
    const lease = reader.leaseAside();
    const criteria = widest(visits.map(({ request }) => request.criteria));
    let failure: SourceFailure | null;
    let journal: JournalReading | null;
    try {
      journal = await JournalReading.open(reader, { criteria, order: NEWEST_FIRST, pageRows: PAGE_ROWS });
      const kept = newNotes();
      if (journal !== null) await lease.wait(this.readKept(journal, kept));
      const rest = journal === null ? criteria : journal.rest;
      const notes = [kept, ...(rest === null ? [] : await this.readServer(rest, lease))];
      if (notes.some(({ missing }) => missing.length > 0)) reader.noteFailure();
      failure = shortfall(together(notes));
    } finally {
      lease.end();
    }
    const stale = journal?.view.stale ?? null;
    const status = failure !== null ? 'TRUNCATED' : stale !== null ? 'STALE' : 'OK';
    failure ??= stale;
    return visits.map(({ count }) => ({
      member: reader.member,
      status,
      fetchedAt: journal?.view.lookedAt ?? reader.now(),
      coveredFrom: journal?.coveredFrom ?? null,
      latency: lease.elapsed(),
      upstreamCalls: reader.calls,
      count: failure === null ? count : null,
      failure,
    }));
  }

  private async readServer(criteria: SessionCriteria, lease: ServerLease): Promise<StreamNotes[]> {
    this.reader.noteMoment();
    const { activity } = this.reader.member.adapter;
    const streams = activity.open({ criteria, order: NEWEST_FIRST, expectedRows: PAGE_ROWS }, lease.scope);
    // Each for itself: one that does not come in time costs its own rows.
    const readings = streams.map((stream) => lease.attempt(this.read(stream, lease.scope.signal)));
    return allUnlessNone(readings, streams);
  }

  private async readKept(journal: JournalReading, notes: StreamNotes): Promise<void> {
    for await (const rows of journal.rows()) await this.visit(rows, notes);
  }

  private async read(stream: SessionStream, signal: AbortSignal): Promise<StreamNotes> {
    const notes = newNotes();
    // Walks remember what they have seen, so that not too many go on at the same time.
    const giveBack = await this.reader.budget.walk(signal);
    try {
      for await (const page of stream.pages()) await this.look(page, notes);
    } finally {
      giveBack();
    }
    return notes;
  }

  private async look(page: SessionPage, notes: StreamNotes): Promise<void> {
    this.reader.budget.read(page.items.length);
    note(page, notes);
    await this.visit(page.items, notes);
  }

  private async visit(found: readonly SessionRecord[], notes: StreamNotes): Promise<void> {
    const { budget } = this.reader;
    const list = (await this.policies)?.value;
    const rows = list === undefined ? found : await this.reader.details.withPolicies(found);
    const policyOf = (row: SessionRecord): PolicyRecord | null => list?.byId.get(row.policyId ?? '') ?? null;
    for (const visit of this.visits)
      await inTurns(rows, budget, (row) => {
        if (!matchesSession(row, visit.request.criteria)) return;
        visit.count += 1;
        visit.request.visit(row, policyOf(row));
      });
    // A policy that is not found may be among those that could not be read.
    if (list && list.missing.length > 0 && rows.some((row, index) => isForeign(row, found[index], list)))
      notes.missing.splice(0, Infinity, ...list.missing);
  }
}

/** Whether the session may belong to a policy that the list lacks; `listed` is the session before its policy was looked for. */
function isForeign(
  { policyId }: SessionRecord,
  listed: SessionRecord | undefined,
  list: Snapshot<PolicyRecord>,
): boolean {
  return policyId == null ? listed?.policyId === undefined : !list.byId.has(policyId);
}

/**
 * What the streams noted. One that fails costs its own rows: it is a missing part, unless all of them fail. Work that was given up, or a
 * list of policies that could not be read, ends the whole.
 */
async function allUnlessNone(
  readings: readonly Promise<StreamNotes>[],
  streams: readonly SessionStream[],
): Promise<StreamNotes[]> {
  const settled = await Promise.allSettled(readings);
  const isPartial = settled.some(({ status }) => status === 'fulfilled');
  return settled.map((outcome, index) => {
    if (outcome.status === 'fulfilled') return outcome.value;
    const error: unknown = outcome.reason;
    if (!isPartial || !(error instanceof SourceFailure) || error instanceof AbandonedCall) throw error;
    return { ...newNotes(), missing: [missingPart(streams[index]?.list ?? 'sessions', error)] };
  });
}

interface Visit {
  readonly request: ScanRequest;
  count: number;
}

/** The one that asks for the freshest policies: they are fresh enough for all. */
function strictest([first, ...others]: readonly [ScanRequest, ...ScanRequest[]]): SessionReader {
  return others.reduce((best, { reader }) => (reader.maxAge < best.maxAge ? reader : best), first.reader);
}

/** Criteria that every one of the given criteria implies; parts that differ other than in their window are left to the visitor. */
function widest(all: readonly SessionCriteria[]): SessionCriteria {
  const [head, ...others] = all;
  if (head === undefined) return {};
  const rest = (criteria: SessionCriteria): string =>
    JSON.stringify({ ...criteria, startedAfter: null, startedBefore: null });
  const shared = others.every((criteria) => rest(criteria) === rest(head)) ? head : {};
  const starts = all.map(({ startedAfter }) => startedAfter);
  const ends = all.map(({ startedBefore }) => startedBefore);
  const { startedAfter: _from, startedBefore: _to, ...common } = shared;
  return {
    ...common,
    ...bound('startedAfter', starts, Math.min),
    ...bound('startedBefore', ends, Math.max),
  };
}

function bound(
  key: 'startedAfter' | 'startedBefore',
  values: readonly (number | undefined)[],
  choose: (...values: number[]) => number,
): SessionCriteria {
  const known = values.filter((value) => value !== undefined);
  return known.length < values.length ? {} : { [key]: choose(...known) };
}
