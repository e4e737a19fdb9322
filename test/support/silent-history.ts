import type { HistoryObserver } from '../../src/platform/history/history-observer.js';

/** Sees what becomes of a store, and tells nobody. */
export const silentHistory: HistoryObserver = {
  opened: () => undefined,
  away: () => undefined,
  failed: () => undefined,
  putAside: () => undefined,
  misheard: () => undefined,
  mended: () => undefined,
  unreadable: () => undefined,
  notKept: () => undefined,
};
