import DataLoader from 'dataloader';
import type { PolicyRecord } from '../model/policy.js';
import type { SessionRecord } from '../model/session.js';
import type { SessionCriteria, SessionOrder, SessionStream } from '../ports/activity.js';
import type { Reading, ServerReader } from './server-reader.js';
import type { Snapshot } from './snapshot-kinds.js';
import { matchesSession } from './session-criteria.js';
import type { StreamNotes } from './session-rows.js';
import { newNotes } from './session-rows.js';
import type { SourceOutcome } from './source-outcome.js';
import { shortfall } from './source-outcome.js';

/** A wish to see every session of one server that matches, each once, in no promised order. */
export interface ScanRequest {
  readonly criteria: SessionCriteria;
  /** Sessions are shown with their policy; without this it is null. */
  readonly needsPolicies: boolean;
  readonly visit: (session: SessionRecord, policy: PolicyRecord | null) => void;
}

const ORDER: SessionOrder = { field: 'START_TIME', direction: 'DESC' };
const PAGE_ROWS = 1000;

/**
 * Reads a server's sessions once for all reports of one operation: wishes made together (several windows, several groupings) share
 * one walk over the widest window, page by page, holding no page longer than it is looked at.
 */
export class SessionScanner {
  private readonly loader: DataLoader<ScanRequest, SourceOutcome>;

  constructor(private readonly reader: ServerReader) {
    this.loader = new DataLoader((requests) => this.walk(requests), { cache: false });
  }

  /** Resolves when the walk is over. Throws SourceFailure when the server fails; what was visited until then is void. */
  scan(request: ScanRequest): Promise<SourceOutcome> {
    return this.loader.load(request);
  }

  private async walk(requests: readonly ScanRequest[]): Promise<SourceOutcome[]> {
    const lease = this.reader.lease();
    const visits = requests.map((request) => ({ request, count: 0 }));
    const notes = newNotes();
    const criteria = widest(requests.map((request) => request.criteria));
    const policies = requests.some(({ needsPolicies }) => needsPolicies) ? this.reader.policies() : undefined;
    // Sessions that fail first leave nobody to wait for it.
    void policies?.catch(() => undefined);
    try {
      const streams = this.reader.member.adapter.activity.open(
        { criteria, order: ORDER, expectedRows: PAGE_ROWS },
        lease.scope,
      );
      const readings = streams.map((stream) => this.read(stream, policies, visits, notes));
      await lease.attempt(Promise.all(readings));
    } finally {
      lease.end();
    }
    const failure = shortfall(notes.unreadable, notes.truncated);
    return visits.map(({ count }) => ({
      member: this.reader.member,
      status: failure === null ? 'OK' : 'TRUNCATED',
      fetchedAt: this.reader.now(),
      latency: lease.elapsed(),
      upstreamCalls: this.reader.calls,
      count: failure === null ? count : null,
      failure,
    }));
  }

  private async read(
    stream: SessionStream,
    policies: Promise<Reading<Snapshot<PolicyRecord>>> | undefined,
    visits: readonly Visit[],
    notes: StreamNotes,
  ): Promise<void> {
    for await (const page of stream.pages()) {
      notes.unreadable += page.unreadable;
      notes.truncated ||= page.truncated;
      const index = (await policies)?.value.byId;
      const rows = index === undefined ? page.items : await this.reader.withPolicies(page.items);
      for (const visit of visits)
        for (const row of rows) {
          if (!matchesSession(row, visit.request.criteria)) continue;
          visit.count += 1;
          visit.request.visit(row, index?.get(row.policyId ?? '') ?? null);
        }
    }
  }
}

interface Visit {
  readonly request: ScanRequest;
  count: number;
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
