import type { Clock, Instant } from '../../../core/model/instant.js';
import type { SessionRecord } from '../../../core/model/session.js';
import type { SessionPage, SessionQuery, SessionStream } from '../../../core/ports/activity.js';
import type { CallScope } from '../../../core/ports/call-scope.js';
import type { Vb365Client } from '../client.js';
import { LARGEST_PAGE } from '../../../platform/products-kit/lists/page-sizes.js';
import { mapJobSession } from '../mappers/job-session.js';
import { readRows } from '../../../platform/products-kit/values.js';
import type { JobSessionRow } from '../wire/session.js';
import { readJobSession } from '../wire/session.js';
import type { BoundReadings } from './bound-readings.js';
import type { Vb365Inventory } from './inventory.js';
import type { JobSessionChoice } from './job-session-selection.js';
import { selectionOf } from './job-session-selection.js';
import { knownJob } from './known-jobs.js';
import type { KnownJobs } from './known-jobs.js';
import { NewestFirst } from './newest-first.js';
import type { TimeBounds } from './session-window.js';
import { boundsOf, ceilingOf, floorOf } from './session-window.js';

const HOUR = 3_600_000;
const SMALLEST_PAGE = 100;

/** What reading job sessions takes. */
export interface JobSessionSource {
  readonly server: string;
  readonly client: Vb365Client;
  readonly inventory: Vb365Inventory;
  readonly known: KnownJobs;
  readonly readings: BoundReadings;
  readonly clock: Clock;
}

/**
 * Job sessions as the product lists them: newest first in practice, though not promised. Reading stops behind the wanted
 * window as long as the order has held, so that no time bound has to be trusted and running sessions are never missed.
 */
export class JobSessionStream implements SessionStream {
  readonly list = 'JobSessions';
  readonly ordered: boolean;

  constructor(
    private readonly source: JobSessionSource,
    private readonly query: SessionQuery,
    private readonly choice: JobSessionChoice,
    private readonly scope: CallScope,
  ) {
    const { field, direction } = query.order;
    this.ordered = field === 'START_TIME' && direction === 'DESC';
  }

  async *pages(): AsyncGenerator<SessionPage> {
    const { source, scope } = this;
    const { criteria } = this.query;
    const missing = this.needsNames ? (await source.inventory.policies(scope)).missing : [];
    const version = await source.client.version();
    const selection = selectionOf(this.choice, criteria, version);
    const bounds = selection.takesBounds ? await this.bounds(version === 'v6') : {};
    const request = { path: selection.path, query: { ...selection.query, ...bounds }, limit: this.limit };
    const order = new NewestFirst(floorOf(criteria, source.clock()));
    for await (const page of source.client.pages(request, scope)) {
      const { rows, unreadable } = readRows(page.rows, readJobSession);
      source.readings.learn(rows);
      const wanted = selection.only === null ? rows : rows.filter(({ jobId }) => jobId === selection.only);
      yield {
        items: order.fresh(wanted).map((row) => this.map(row)),
        total: this.isCounted && selection.only === null ? page.total : null,
        unreadable,
        truncated: page.truncated,
        missing,
      };
      if (order.hasPassed(rows)) return;
    }
  }

  private map(row: JobSessionRow): SessionRecord {
    const { policy } = this.choice;
    const job = policy?.nativeId === row.jobId ? knownJob(policy) : this.source.known.find(row.jobId);
    return mapJobSession(this.source.server, row, job);
  }

  /** The upper bound spares reading everything newer. v6 has none. */
  private async bounds(isV6: boolean): Promise<TimeBounds> {
    const { criteria } = this.query;
    const { clock, readings } = this.source;
    const now = clock();
    const ceiling = ceilingOf(criteria);
    const isPast = ceiling !== undefined && ceiling < now - HOUR;
    if (isV6 || !isPast) return {};
    return boundsOf(criteria, await readings.reading(this.scope), now);
  }

  /** Sessions do not carry the name of their job. */
  private get needsNames(): boolean {
    if (this.choice.policy !== undefined) return false;
    return this.query.criteria.name !== undefined || this.query.order.field === 'NAME';
  }

  /** Where most rows match, the caller's own guess is enough. */
  private get limit(): number {
    const { name, states, results, policies } = this.query.criteria;
    const isSifted = [name, states, results, this.choice.policy ? undefined : policies].some(
      (criterion) => criterion !== undefined,
    );
    if (!this.ordered || isSifted) return LARGEST_PAGE;
    return Math.min(LARGEST_PAGE, Math.max(SMALLEST_PAGE, this.query.expectedRows));
  }

  /** Whether the upstream's total counts exactly what the criteria ask for. */
  private get isCounted(): boolean {
    const { startedAfter, startedBefore, endedAfter, endedBefore } = this.query.criteria;
    const bounds: (Instant | undefined)[] = [startedAfter, startedBefore, endedAfter, endedBefore];
    return this.choice.isExact && bounds.every((bound) => bound === undefined);
  }
}
