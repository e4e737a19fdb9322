import type { Appliance } from './appliance.js';
import { pageOf, slice, sorted } from './paging.js';
import type { SortKeys } from './paging.js';
import type { Query } from './query.js';
import type { SessionRecord, SessionStatus } from './records.js';
import { endOf, statusOf } from './sessions.js';

const STATUSES: readonly (SessionStatus | 'NeverExecuted')[] = [
  'Running',
  'NeverExecuted',
  'Succeeded',
  'Warning',
  'Failed',
  'Canceled',
];
const TYPES: readonly string[] = [
  'Policy',
  'Job',
  'Task',
  'UserPolicy',
  'RetentionActivity',
  'RestoreTask',
  'FLRTask',
  'ConfigurationBackupActivity',
  'ImportPolicy',
  'TombstoneRetention',
  'ArchiveRetrieval',
  'ArchiveRetrievalProlongation',
  'ManualTask',
  'FlrEfsTask',
];

/**
 * The sessions a query asks for. FromUtc and ToUtc bound the start, both included. The usual query (one type or one
 * policy, a window, newest first) costs no pass over the whole history. Behind a cap, totalCount still tells the truth.
 */
export function selectSessions(
  appliance: Appliance,
  query: Query,
): { page: SessionRecord[]; totalCount: number } {
  const selected = inOrder(appliance, filtered(appliance, query), query);
  const cap = query.text('PolicyId') === undefined ? appliance.settings.sessionCap : undefined;
  const reachable = cap === undefined ? selected : selected.slice(0, cap);
  return { page: slice(reachable, pageOf(query)), totalCount: selected.length };
}

function filtered(appliance: Appliance, query: Query): readonly SessionRecord[] {
  const types = query.words('Types', TYPES);
  const policyId = query.text('PolicyId')?.toLowerCase();
  const [type, ...otherTypes] = types;
  if (policyId !== undefined) return narrowed(appliance, appliance.sessionsOfPolicy(policyId), query, types);
  if (type !== undefined && otherTypes.length === 0)
    return narrowed(appliance, appliance.sessionsOfType(type), query, []);
  return narrowed(appliance, appliance.world.sessions, query, types);
}

function narrowed(
  appliance: Appliance,
  source: readonly SessionRecord[],
  query: Query,
  types: readonly string[],
): readonly SessionRecord[] {
  const { now } = appliance;
  const from = lowerBound(source, query.instant('FromUtc') ?? Number.NEGATIVE_INFINITY);
  const to = lowerBound(source, (query.instant('ToUtc') ?? Number.POSITIVE_INFINITY) + 1);
  const statuses = query.words('Status', STATUSES);
  const parent = query.text('ParentSessionId')?.toLowerCase();
  const tests: ((session: SessionRecord) => boolean)[] = [];
  if (types.length > 0) tests.push(({ type }) => types.includes(type));
  if (statuses.length > 0) tests.push((session) => statuses.includes(statusOf(session, now)));
  if (parent !== undefined) tests.push(({ parentId }) => parentId === parent);
  const window = source.slice(from, to);
  return tests.length === 0 ? window : window.filter((session) => tests.every((test) => test(session)));
}

function inOrder(
  appliance: Appliance,
  sessions: readonly SessionRecord[],
  query: Query,
): readonly SessionRecord[] {
  const [order, ...others] = query.list('Sort');
  // The history is in this order already.
  if (others.length === 0 && /^startTimeAsc$/i.test(order ?? 'startTimeAsc')) return sessions;
  if (others.length === 0 && /^startTimeDesc$/i.test(order ?? '')) return sessions.toReversed();
  return sorted([...sessions], query, keysAt(appliance.now));
}

function keysAt(now: number): SortKeys<SessionRecord> {
  return {
    startTime: ({ start }) => start,
    stopTime: (session) => endOf(session, now) ?? Number.POSITIVE_INFINITY,
    duration: (session) => (endOf(session, now) ?? now) - session.start,
    type: ({ type }) => type,
    reason: ({ reason }) => reason,
    usn: ({ usn }) => usn,
  };
}

/** The first position whose session starts at or after `time`. */
function lowerBound(sessions: readonly SessionRecord[], time: number): number {
  let low = 0;
  let high = sessions.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sessions[middle]?.start ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
