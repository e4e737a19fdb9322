import type { CapacityStore } from '../../core/ports/capacity-store.js';
import type { JournalStore } from '../../core/ports/journal-store.js';

/** What the gateway remembers, in one place; closing the journal closes all of it. */
export interface History {
  readonly journal: JournalStore;
  readonly capacity: CapacityStore;
}
