import type { DayStats, PolicyRow } from '../documents/documents.js';

/** What a day came to for a policy. NO_RUN: nothing ran, though something may. NOT_SCHEDULED: nothing is promised. UNKNOWN: it was not read. */
export const CELLS = [
  'SUCCESS',
  'WARNING',
  'FAILED',
  'CANCELLED',
  'RUNNING',
  'NO_RUN',
  'NOT_SCHEDULED',
  'UNKNOWN',
] as const;
export type Cell = (typeof CELLS)[number];

/** Half of the shortest distance between two days. */
const CLOSE = 6 * 3_600_000;

/** The worst that happened; a run that goes on only counts where nothing went wrong before it. `isRead`: whether all runs of the day are known. */
export function cellOf(stats: DayStats | undefined, policy: PolicyRow, isRead: boolean): Cell {
  if (stats === undefined || stats.count === 0) {
    if (!isRead) return 'UNKNOWN';
    return policy.enabled && policy.recoveryPoint.rule !== 'NONE' ? 'NO_RUN' : 'NOT_SCHEDULED';
  }
  if (stats.failed > 0) return 'FAILED';
  if (stats.warning > 0) return 'WARNING';
  if (stats.cancelled > 0) return 'CANCELLED';
  if (stats.running > 0) return 'RUNNING';
  return stats.success > 0 ? 'SUCCESS' : 'UNKNOWN';
}

/** Which of the days, by when they begin, one is that the gateway says begins at `start`. -1: none. */
export function dayIndexOf(days: readonly number[], start: string): number {
  const time = Date.parse(start);
  return days.findIndex((day) => Math.abs(day - time) < CLOSE);
}

/** Rows of one server, as many as are asked for at once. */
export interface Chunk {
  /** Its only name: other policies are another chunk, also where they come on the same page. */
  readonly key: string;
  readonly server: string;
  readonly policies: readonly string[];
}

/** Rows that are asked for together: those of one server that came on one page. */
export function chunksOf(pages: readonly (readonly PolicyRow[])[]): readonly Chunk[] {
  return pages.flatMap((rows) => {
    const servers = [...new Set(rows.map(({ server }) => server.key))];
    return servers.map((server) => {
      const policies = rows.filter((row) => row.server.key === server).map(({ id }) => id);
      return { key: policies.join(), server, policies };
    });
  });
}
