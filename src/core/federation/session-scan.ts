import DataLoader from 'dataloader';
import type { SessionRecord } from '../model/session.js';
import type { SessionCriteria, SessionOrder } from '../ports/activity.js';
import type { ServerReader } from './server-reader.js';
import { matchesSession } from './session-criteria.js';
import type { SourceOutcome } from './source-outcome.js';
import { shortfall } from './source-outcome.js';

/** A wish to see every session of one server that matches, each once, in no promised order. */
export interface ScanRequest {
  readonly criteria: SessionCriteria;
  /** Sessions are shown with their policy's id filled in. */
  readonly needsPolicies: boolean;
  readonly visit: (session: SessionRecord) => void;
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
    const criteria = widest(requests.map((request) => request.criteria));
    const needsPolicies = requests.some((request) => request.needsPolicies);
    const counts = requests.map(() => 0);
    let unreadable = 0;
    let truncated = false;
    const query = { criteria, order: ORDER, expectedRows: PAGE_ROWS };
    const readStream = async (
      pages: AsyncIterable<{ items: readonly SessionRecord[]; unreadable: number; truncated: boolean }>,
    ) => {
      for await (const page of pages) {
        unreadable += page.unreadable;
        truncated ||= page.truncated;
        const rows = needsPolicies ? await this.reader.withPolicies(page.items) : page.items;
        requests.forEach((request, index) => {
          for (const row of rows)
            if (matchesSession(row, request.criteria)) {
              counts[index] = (counts[index] ?? 0) + 1;
              request.visit(row);
            }
        });
      }
    };
    try {
      const streams = this.reader.member.adapter.activity.open(query, lease.scope);
      await lease.attempt(Promise.all(streams.map((stream) => readStream(stream.pages()))));
    } finally {
      lease.end();
    }
    const failure = shortfall(unreadable, truncated);
    return requests.map((_request, index) => ({
      member: this.reader.member,
      status: failure === null ? 'OK' : 'TRUNCATED',
      fetchedAt: this.reader.clock(),
      latency: lease.elapsed(),
      upstreamCalls: this.reader.calls,
      count: failure === null ? (counts[index] ?? 0) : null,
      failure,
    }));
  }
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
