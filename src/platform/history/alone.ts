import { LocalClaims } from '../../core/following/local-claims.js';
import { RecordedListeners } from '../../core/following/recorded-listeners.js';
import type { Coordination } from './sql/sql-journal-store.js';

/** One process has the database for itself. */
export function alone(): Coordination {
  const claims = new LocalClaims();
  const listeners = new RecordedListeners();
  return {
    claim: async (server) => claims.take(server),
    onRecorded: (listener) => listeners.add(listener),
    telling: () => [],
    recorded: (server) => listeners.tell(server),
    close: () => Promise.resolve(),
  };
}
