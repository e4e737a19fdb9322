import { LocalClaims } from '../../core/following/local-claims.js';
import type { Coordination } from './sql/sql-journal-store.js';

/** One process has the database for itself. */
export function alone(): Coordination {
  const claims = new LocalClaims();
  return {
    claim: async (server) => claims.take(server),
    tell: () => Promise.resolve(),
    onNews: () => () => undefined,
    telling: () => [],
    close: () => Promise.resolve(),
  };
}
