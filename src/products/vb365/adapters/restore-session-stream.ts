import type { Clock } from '../../../core/model/instant.js';
import type {
  SessionCriteria,
  SessionPage,
  SessionQuery,
  SessionStream,
} from '../../../core/ports/activity.js';
import type { CallScope } from '../../../core/ports/call-scope.js';
import type { QueryParameters } from '../../../platform/http/upstream-request.js';
import type { Vb365Client } from '../client.js';
import { LARGEST_PAGE } from '../../../platform/products-kit/lists/page-sizes.js';
import { mapRestoreSession } from '../mappers/restore-session.js';
import type { ApiVersion } from '../negotiation.js';
import { readRestoreSession } from '../wire/restore.js';
import { readRows } from '../../../platform/products-kit/values.js';
import { instantText } from '../../../core/model/instant-text.js';
import { ceilingOf, floorOf, SLACK } from './session-window.js';

export interface RestoreSessionSource {
  readonly server: string;
  readonly client: Vb365Client;
  readonly clock: Clock;
  /** The version spoken, where it is known already. */
  readonly version: ApiVersion | null;
}

/** Restore sessions: their start can be asked for in every version, order and end since v8. */
export class RestoreSessionStream implements SessionStream {
  readonly list = 'RestoreSessions';
  readonly ordered: boolean;

  constructor(
    private readonly source: RestoreSessionSource,
    private readonly query: SessionQuery,
    private readonly scope: CallScope,
  ) {
    const { field, direction } = query.order;
    this.ordered = field === 'START_TIME' && (direction === 'DESC' || source.version === 'v8');
  }

  async *pages(): AsyncGenerator<SessionPage> {
    const { client, server } = this.source;
    const query = this.parameters(await client.version());
    const request = { path: '/RestoreSessions', query, limit: LARGEST_PAGE };
    let known: ReadonlySet<string> = new Set();
    for await (const page of client.pages(request, this.scope)) {
      const { rows, unreadable } = readRows(page.rows, readRestoreSession);
      const fresh = rows.filter(({ id }) => !known.has(id));
      known = new Set(rows.map(({ id }) => id));
      yield {
        items: fresh.map((row) => mapRestoreSession(server, row)),
        total: isUnrestricted(this.query.criteria) ? page.total : null,
        unreadable,
        truncated: page.truncated,
      };
    }
  }

  private parameters(version: ApiVersion): QueryParameters {
    const { criteria, order } = this.query;
    const floor = floorOf(criteria, this.source.clock());
    const ceiling = ceilingOf(criteria);
    const starts = { startTimeFrom: time(floor, -SLACK), startTimeTo: time(ceiling, SLACK) };
    if (version !== 'v8') return starts;
    return {
      ...starts,
      endTimeFrom: time(criteria.endedAfter, -SLACK),
      endTimeTo: time(criteria.endedBefore, SLACK),
      orderBy: 'CreationTime',
      orderAsc: order.field === 'START_TIME' && order.direction === 'ASC',
    };
  }
}

function time(instant: number | undefined, slack: number): string | undefined {
  return instant === undefined ? undefined : instantText(instant + slack);
}

/** Only the kind may be given: it decided that restore sessions are asked at all. */
function isUnrestricted({ kinds: _kinds, ...rest }: SessionCriteria): boolean {
  return Object.values(rest).every((criterion) => criterion === undefined);
}
