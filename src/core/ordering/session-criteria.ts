import type { SessionRecord } from '../model/session.js';
import type { SessionCriteria, SessionOrder, SortDirection } from '../ports/activity.js';
import { holds, levels } from '../model/criteria-tests.js';
import type { Position, SortKey } from './cursor.js';
import type { NullsPlace, PositionComparator } from './ordering.js';
import { keyComparator, nameKey, placeComparator, positionComparator } from './ordering.js';
import { matchesText } from './text-match.js';

/** Whether a session satisfies the criteria; its policy must be known where the criteria name policies. */
export function matchesSession(session: SessionRecord, criteria: SessionCriteria): boolean {
  return criteria.also === undefined
    ? matchesOwn(session, criteria)
    : holds(criteria, (own) => matchesOwn(session, own));
}

/** Whether policies of sessions must be known to compare with the criteria. */
export function needsPolicies(criteria: SessionCriteria): boolean {
  return levels(criteria).some(({ policies }) => policies !== undefined);
}

function matchesOwn(session: SessionRecord, criteria: SessionCriteria): boolean {
  return (
    matchesTimes(session, criteria) &&
    (criteria.kinds?.includes(session.kind) ?? true) &&
    (criteria.states?.includes(session.state) ?? true) &&
    (criteria.results?.includes(session.result) ?? true) &&
    matchesText(session.name, criteria.name) &&
    (criteria.policies === undefined || isOfOne(session, criteria.policies))
  );
}

/** Ids of the policies that criteria name, put in order once for all rows. */
const idsOf = new WeakMap<NonNullable<SessionCriteria['policies']>, ReadonlySet<string>>();

function isOfOne({ policyId }: SessionRecord, policies: NonNullable<SessionCriteria['policies']>): boolean {
  const ids = idsOf.get(policies) ?? new Set(policies.map(({ nativeId }) => nativeId));
  idsOf.set(policies, ids);
  return policyId != null && ids.has(policyId);
}

function matchesTimes(session: SessionRecord, criteria: SessionCriteria): boolean {
  const { startedAfter, startedBefore, endedAfter, endedBefore } = criteria;
  const { startTime, endTime } = session;
  return (
    (startedAfter === undefined || startTime > startedAfter) &&
    (startedBefore === undefined || startTime < startedBefore) &&
    (endedAfter === undefined || (endTime !== null && endTime > endedAfter)) &&
    (endedBefore === undefined || (endTime !== null && endTime < endedBefore))
  );
}

/** What a session is sorted by; a session without an end sorts as ending last. */
export function sessionKey(session: SessionRecord, order: SessionOrder): SortKey {
  switch (order.field) {
    case 'START_TIME':
      return session.startTime;
    case 'END_TIME':
      return session.endTime;
    case 'NAME':
      return nameKey(session.name);
  }
}

export function sessionPosition(session: SessionRecord, order: SessionOrder): Position {
  return { key: sessionKey(session, order), server: session.server, nativeId: session.nativeId };
}

export function sessionComparator({ direction }: SessionOrder): PositionComparator {
  return positionComparator(direction, nullsOf(direction));
}

/** The same order without a position made for each row. */
export function sessionRowComparator(order: SessionOrder): (a: SessionRecord, b: SessionRecord) => number {
  const { direction } = order;
  return placeComparator(direction, nullsOf(direction), (session) => sessionKey(session, order));
}

/** The same order of keys alone: negative when the first one's session comes first. */
export function sessionKeyComparator({ direction }: SessionOrder): (a: SortKey, b: SortKey) => number {
  return keyComparator(direction, nullsOf(direction));
}

function nullsOf(direction: SortDirection): NullsPlace {
  return direction === 'DESC' ? 'FIRST' : 'LAST';
}

/** Narrows the criteria to what can stand at or after a place of the list, so that deep pages start upstream where they begin. */
export function resumeAt(criteria: SessionCriteria, order: SessionOrder, after: Position): SessionCriteria {
  if (order.field !== 'START_TIME' || typeof after.key !== 'number') return criteria;
  return order.direction === 'DESC'
    ? { ...criteria, startedBefore: Math.min(criteria.startedBefore ?? Infinity, after.key + 1) }
    : { ...criteria, startedAfter: Math.max(criteria.startedAfter ?? -Infinity, after.key - 1) };
}
