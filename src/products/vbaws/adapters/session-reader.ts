import type { Clock, Instant } from '../../../core/model/instant.js';
import type { SortDirection } from '../../../core/ports/activity.js';
import type { CallScope } from '../../../core/ports/call-scope.js';
import type { VbAwsClient } from '../client.js';
import { isLast } from '../client.js';
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
  /** Rows the upstream sent, the unreadable ones included. */
  readonly rowCount: number;
  readonly totalCount: number | null;
  readonly isLast: boolean;
}

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

  /** Rows that do not `matter` are left out unread. */
  async page(
    selection: SessionSelection,
    paging: { readonly offset: number; readonly limit: number },
    scope: CallScope,
    matters: (row: unknown) => boolean = () => true,
  ): Promise<SessionRows> {
    const page = await this.client.sessionPage(
      {
        Offset: paging.offset,
        Limit: paging.limit,
        PolicyId: selection.policyId,
        Status: selection.statuses,
        Types: selection.types,
        FromUtc: selection.from === undefined ? undefined : utcSecond(selection.from, Math.floor),
        ToUtc: selection.to === undefined ? undefined : utcSecond(selection.to, Math.ceil),
        Sort: [selection.direction === 'ASC' ? 'startTimeAsc' : 'startTimeDesc'],
      },
      scope,
    );
    // The last one tells how far the page reaches.
    const rows = page.rows.filter((row, index) => matters(row) || index === page.rows.length - 1);
    const records = rows.flatMap((row) => this.record(row, selection.policyId) ?? []);
    return {
      records,
      unreadable: rows.length - records.length,
      rowCount: page.rows.length,
      totalCount: page.totalCount,
      isLast: isLast(page, paging.offset + page.rows.length, paging.limit),
    };
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

/** Whether a bound includes itself is not published, so that the second around it is asked for too. */
function utcSecond(instant: Instant, round: (seconds: number) => number): string {
  return new Date(round(instant / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}
