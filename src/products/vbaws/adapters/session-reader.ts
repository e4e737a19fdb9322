import type { Clock, Instant } from '../../../core/model/instant.js';
import type { SortDirection } from '../../../core/ports/activity.js';
import type { CallScope } from '../../../core/ports/call-scope.js';
import type { Truncation } from '../../../core/ports/listing.js';
import type { QueryParameters } from '../../../platform/http/upstream-request.js';
import type { VbAwsClient } from '../client.js';
import { sessionRecord } from '../mappers/session.js';
import type { SessionOrigin, VbAwsSessionRecord } from '../mappers/session.js';
import { readSession } from '../wire/session.js';
import type { PolicyDirectory } from './policy-directory.js';

/** What the upstream's session list can be asked for. */
export interface SessionSelection {
  readonly policyId?: string | undefined;
  /** Words of `status`; absent: any. */
  readonly statuses?: readonly string[] | undefined;
  /** Words of `type`; absent: any. */
  readonly types?: readonly string[] | undefined;
  /** Bounds of the start, widened to whole seconds. */
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
  readonly direction: SortDirection;
}

export interface SessionRows {
  readonly records: readonly VbAwsSessionRecord[];
  readonly unreadable: number;
  /** Rows of the page, those that did not matter or could not be read included. */
  readonly rowCount: number;
  readonly total: number | null;
  readonly hasMore: boolean;
  readonly truncated: Truncation;
  readonly isAstray: boolean;
}

const NO_ROWS: SessionRows = {
  records: [],
  unreadable: 0,
  rowCount: 0,
  total: null,
  hasMore: false,
  truncated: false,
  isAstray: false,
};

/** Reads sessions of one appliance, and remembers which policy they belong to where the question tells. */
export class SessionReader {
  constructor(
    private readonly client: VbAwsClient,
    private readonly server: string,
    private readonly clock: Clock,
    private readonly directory: PolicyDirectory,
  ) {}

  now(): Instant {
    return this.clock();
  }

  /** Page by page, as far as the caller goes. Rows that do not `matter` are left out unread. */
  async *pages(
    selection: SessionSelection,
    firstLimit: number,
    scope: CallScope,
    matters: (row: unknown) => boolean = () => true,
  ): AsyncGenerator<SessionRows> {
    for await (const page of this.client.sessions(queryOf(selection), firstLimit, scope)) {
      const { rows: all, total, hasMore, truncated, isAstray } = page;
      // The last one tells how far the page reaches.
      const rows = all.filter((row, index) => matters(row) || index === all.length - 1);
      const records = rows.flatMap((row) => this.record(row, selection.policyId) ?? []);
      const unreadable = rows.length - records.length;
      yield { records, unreadable, rowCount: all.length, total, hasMore, truncated, isAstray };
    }
  }

  /** The first page alone. */
  async first(selection: SessionSelection, limit: number, scope: CallScope): Promise<SessionRows> {
    for await (const page of this.pages(selection, limit, scope)) return page;
    return NO_ROWS;
  }

  /** null: the appliance does not have it, or it cannot be read. */
  async byId(id: string, scope: CallScope, policyId?: string): Promise<VbAwsSessionRecord | null> {
    const fields = await this.client.session(id, scope);
    return fields && this.record(fields.whole, policyId);
  }

  private record(row: unknown, policyId: string | undefined): VbAwsSessionRecord | null {
    const wire = readSession(row);
    if (wire === null) return null;
    if (policyId !== undefined) this.directory.learn(wire.id, policyId);
    const origin: SessionOrigin = { server: this.server, now: this.clock() };
    const known = policyId ?? this.directory.policyOf(wire.id);
    return sessionRecord(wire, known === undefined ? origin : { ...origin, policyId: known });
  }
}

function queryOf({ policyId, statuses, types, from, to, direction }: SessionSelection): QueryParameters {
  return {
    PolicyId: policyId,
    Status: statuses,
    Types: types,
    FromUtc: from === undefined ? undefined : utcSecond(from, Math.floor),
    ToUtc: to === undefined ? undefined : utcSecond(to, Math.ceil),
    Sort: [direction === 'ASC' ? 'startTimeAsc' : 'startTimeDesc'],
  };
}

/** Whether a bound includes itself is not published, so that the second around it is asked for too. */
function utcSecond(instant: Instant, round: (seconds: number) => number): string {
  return new Date(round(instant / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}
