import type { Instant } from '../../../core/model/instant.js';
import type { SessionCriteria } from '../../../core/ports/activity.js';
import { instantText } from '../../../core/model/instant-text.js';

/** How long a run is taken to last at most, where the product lets one ask for its start only. */
const LONGEST_RUN = 14 * 24 * 3_600_000;

/** The upstream may round its times or count a bound in; rows are filtered again by the caller. */
export const SLACK = 1000;

/** What `endTimeLowerBound` and `endTimeUpperBound` are compared with: servers differ, and documents contradict the name. */
export type BoundReading = 'creation' | 'end' | 'unknown';

export interface TimeBounds {
  readonly endTimeLowerBound?: string;
  readonly endTimeUpperBound?: string;
}

/** Sessions created before this moment cannot match; undefined: there is no such moment. */
export function floorOf(criteria: SessionCriteria, now: Instant): Instant | undefined {
  const { startedAfter, endedAfter, states } = criteria;
  const isUnfinished = states?.every((state) => state === 'RUNNING' || state === 'PENDING') === true;
  const floors = [
    startedAfter,
    endedAfter === undefined ? undefined : endedAfter - LONGEST_RUN,
    isUnfinished ? now - LONGEST_RUN : undefined,
  ].filter((floor) => floor !== undefined);
  return floors.length === 0 ? undefined : Math.max(...floors);
}

/** Sessions created after this moment cannot match. */
export function ceilingOf({ startedBefore, endedBefore }: SessionCriteria): Instant | undefined {
  const ceilings = [startedBefore, endedBefore].filter((ceiling) => ceiling !== undefined);
  return ceilings.length === 0 ? undefined : Math.min(...ceilings);
}

/**
 * The bounds that lose no session of the criteria under the given reading. Sessions without an end fail every bound that is
 * compared with the end, so that such a bound is used only where the criteria leave them out anyway.
 */
export function boundsOf(criteria: SessionCriteria, reading: BoundReading, now: Instant): TimeBounds {
  const needsEnd = criteria.endedAfter !== undefined || criteria.endedBefore !== undefined;
  const byCreation = reading === 'creation';
  const lower = byCreation || needsEnd ? floorOf(criteria, now) : undefined;
  const upper = byCreation ? ceilingOf(criteria) : criteria.endedBefore;
  return {
    ...(lower !== undefined && { endTimeLowerBound: instantText(lower - SLACK) }),
    ...(upper !== undefined && { endTimeUpperBound: instantText(upper + SLACK) }),
  };
}
