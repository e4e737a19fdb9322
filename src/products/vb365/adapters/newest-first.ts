import type { Instant } from '../../../core/model/instant.js';
import type { JobSessionRow } from '../wire/session.js';

/** Watches a list that ought to come newest first while it is read page by page. */
export class NewestFirst {
  private lastStart = Number.POSITIVE_INFINITY;
  private lastPage: ReadonlySet<string> = new Set();
  /** Whether the order has held so far. */
  isKept = true;

  /** `floor`: rows created at or before it are not wanted. */
  constructor(private readonly floor: Instant | undefined) {}

  /** Rows without those of the page before: new sessions push the list on while it is read. */
  fresh(rows: readonly JobSessionRow[]): readonly JobSessionRow[] {
    const known = this.lastPage;
    this.lastPage = new Set(rows.map(({ id }) => id));
    return rows.filter(({ id }) => !known.has(id));
  }

  /** Whether nothing wanted can follow these rows. */
  hasPassed(rows: readonly JobSessionRow[]): boolean {
    for (const { creationTime } of rows) {
      this.isKept &&= creationTime <= this.lastStart;
      this.lastStart = creationTime;
    }
    return this.isKept && this.floor !== undefined && this.lastStart <= this.floor;
  }
}
