import type { Repository } from './records.js';
import { shareOf } from './session.js';

/** One synchronization of an object storage repository's cache. */
export interface SyncSession {
  id: string;
  repository: Repository;
  startedAt: number;
  endsAt: number;
}

/** 0 to 100, by the clock. */
export function syncPercent({ startedAt, endsAt }: SyncSession, now: number): number {
  return Math.floor(100 * shareOf(startedAt, endsAt, now));
}
