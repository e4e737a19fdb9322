import { MemoryJournalStore } from '../../core/following/memory-journal-store.js';
import type { JournalStore } from '../../core/ports/journal-store.js';
import type { HistoryConfig } from '../config/gateway-config.js';
import { alone } from './alone.js';
import { DuckDbLink } from './duckdb/duckdb-link.js';
import type { HistoryObserver } from './history-observer.js';
import { HistoryRefused } from './history-refused.js';
import { SqlJournalStore } from './sql/sql-journal-store.js';

/** The journal as it is configured; rejects with HistoryRefused when somebody has to change something first. */
export async function openJournal(
  config: HistoryConfig | null,
  observer: HistoryObserver,
): Promise<JournalStore> {
  if (config === null) return new MemoryJournalStore();
  const link = new DuckDbLink(config.path, observer);
  try {
    await link.open();
  } catch (error) {
    if (config.isRequired || !(error instanceof HistoryRefused)) throw error;
    observer.notKept(error.message);
    return new MemoryJournalStore();
  }
  return new SqlJournalStore(link, alone(), (rows) => observer.unreadable(rows));
}
