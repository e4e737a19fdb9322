import type { FleetReader } from '../../core/federation/fleet-reader.js';
import type { Page } from '../../core/federation/page.js';
import type { SourceOutcome } from '../../core/federation/source-outcome.js';
import { instantText } from '../../core/model/instant-text.js';
import type { SourceState } from '../../platform/exports/table.js';

/** The worst first. */
const STATUSES: readonly SourceOutcome['status'][] = ['FAILED', 'TRUNCATED', 'STALE', 'OK'];

/** What an export reads from, and how that fared. */
export class ExportSource {
  private readonly known = new Map<string, SourceState>();

  constructor(
    /** The fleet as the caller sees it, for what all of the export shares. */
    readonly fleet: FleetReader,
    /** The same with nothing read and a budget of its own, for one batch of rows. */
    readonly fresh: () => FleetReader,
  ) {}

  /** Notes how servers fared; the worst of each is told. */
  note(outcomes: readonly SourceOutcome[]): void {
    for (const { member, status, failure, fetchedAt } of outcomes) {
      const { key: server, product } = member.server;
      const known = this.known.get(server);
      if (known !== undefined && rank(known.status) <= rank(status)) continue;
      const error = failure && { code: failure.code, message: failure.message };
      const readAt = fetchedAt === null ? null : instantText(fetchedAt);
      this.known.set(server, { server, product, status, error, fetchedAt: readAt });
    }
  }

  states(): SourceState[] {
    return [...this.known.values()];
  }

  get complete(): boolean {
    return [...this.known.values()].every(({ status }) => status === 'OK');
  }

  /** All pages of a list, one after the other. */
  async *pages<T>(
    after: string | undefined,
    first: number,
    read: (page: { readonly first: number; readonly after?: string }) => Promise<Page<T>>,
  ): AsyncGenerator<Page<T>['rows']> {
    let place = after;
    for (;;) {
      const page = await read({ first, ...(place !== undefined && { after: place }) });
      this.note(page.outcomes);
      if (page.rows.length > 0) yield page.rows;
      place = page.rows.at(-1)?.cursor;
      if (!page.hasNextPage || place === undefined) return;
    }
  }
}

function rank(status: string): number {
  return STATUSES.findIndex((one) => one === status);
}
