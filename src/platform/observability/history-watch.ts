import type { HistoryObserver } from '../history/history-observer.js';
import type { Log } from './log.js';
import type { HistoryMetrics } from './metrics/history-metrics.js';

/** Tells operators what becomes of the store of the journal: each thing once, until it is well again. */
export class HistoryWatch implements HistoryObserver {
  private lastTold: string | null = null;
  private isAway = false;
  private hasMisheard = false;

  constructor(
    private readonly log: Log,
    private readonly metrics: HistoryMetrics | undefined,
  ) {}

  notKept(why: string): void {
    this.metrics?.up.set(0);
    this.log.warn('sessions are kept in memory only: name a folder (history.path), or say history: off', {
      why,
    });
  }

  opened(): void {
    this.metrics?.up.set(1);
    if (this.isAway) this.log.info('the history is back');
    this.isAway = false;
    this.lastTold = null;
  }

  away(why: string): void {
    this.metrics?.up.set(0);
    if (!this.isAway) this.log.error('the history is away, answers go on without it', { why });
    this.isAway = true;
  }

  failed(why: string): void {
    this.metrics?.failures.inc();
    if (why === this.lastTold || this.isAway) return;
    this.lastTold = why;
    this.log.error('the history could not be read or written', { why });
  }

  putAside(files: readonly string[]): void {
    this.metrics?.putAside.inc(files.length);
    this.log.error('files of the history were damaged; they have other names now, and it begins anew', {
      files,
    });
  }

  mended(sessions: number): void {
    this.metrics?.mended.inc(sessions);
  }

  misheard(): void {
    this.metrics?.misheard.inc();
    if (!this.hasMisheard)
      this.log.warn('somebody else uses the channel of the history; what cannot be understood is ignored');
    this.hasMisheard = true;
  }

  unreadable(rows: number): void {
    this.metrics?.unreadable.inc(rows);
    this.log.warn('rows of the history hold no session, and are left out', { rows });
  }
}
