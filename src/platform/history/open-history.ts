import { MemoryJournalStore } from '../../core/following/memory-journal-store.js';
import { MemoryCapacityStore } from '../../core/history/memory-capacity-store.js';
import type { HistoryConfig } from '../config/gateway-config.js';
import type { PostgresAddress } from '../config/postgres-address.js';
import { alone } from './alone.js';
import { DuckDbLink } from './duckdb/duckdb-link.js';
import type { HistoryObserver } from './history-observer.js';
import { HistoryRefused } from './history-refused.js';
import type { History } from './history.js';
import { PostgresLink } from './postgres/postgres-link.js';
import { Replicas } from './postgres/replicas.js';
import { SqlCapacityStore } from './sql/sql-capacity-store.js';
import { SqlJournalStore } from './sql/sql-journal-store.js';

/** The history as it is configured; rejects with HistoryRefused when somebody has to change something first. */
export async function openHistory(config: HistoryConfig | null, observer: HistoryObserver): Promise<History> {
  if (config === null) return inMemory();
  if (config.database !== null) return inDatabase(config.database, observer);
  const link = new DuckDbLink(config.path, observer);
  try {
    await link.open();
  } catch (error) {
    if (config.isRequired || !(error instanceof HistoryRefused)) throw error;
    observer.notKept(error.message);
    return inMemory();
  }
  return {
    journal: new SqlJournalStore(link, alone(), (rows) => observer.unreadable(rows)),
    capacity: new SqlCapacityStore(link),
  };
}

async function inDatabase(address: PostgresAddress, observer: HistoryObserver): Promise<History> {
  const link = new PostgresLink(address, observer);
  await link.open();
  const replicas = new Replicas(address, observer, Date.now);
  await replicas.open();
  return {
    journal: new SqlJournalStore(link, replicas, (rows) => observer.unreadable(rows)),
    capacity: new SqlCapacityStore(link),
  };
}

function inMemory(): History {
  return { journal: new MemoryJournalStore(), capacity: new MemoryCapacityStore() };
}
