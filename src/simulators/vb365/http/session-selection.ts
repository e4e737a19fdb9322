import type { Vb365World } from '../world.js';
import type { Status } from '../world/records.js';
import type { JobSession } from '../world/session.js';
import type { Sliceable } from './paging.js';
import type { Query } from './query.js';
import type { Vb365Switches } from './service.js';

/** The filter's words and the status each stands for: version 8 asks for "Succeeded" and answers "Success". */
const STATUS_FILTER = {
  Stopped: 'Stopped',
  Running: 'Running',
  Succeeded: 'Success',
  Failed: 'Failed',
  Warning: 'Warning',
} as const satisfies Record<string, Status>;
type StatusFilter = keyof typeof STATUS_FILTER;

/** A list kept oldest first, seen from its newest end without copying it. */
function newestFirst<T>(oldestFirst: readonly T[]): Sliceable<T> {
  const { length } = oldestFirst;
  return {
    length,
    slice: (start, end) =>
      oldestFirst.slice(Math.max(0, length - end), Math.max(0, length - start)).reverse(),
  };
}

/** A list kept oldest first, in the order a server is made to answer in. */
export function inOrder<T>(order: Vb365Switches['sessionOrder'], oldestFirst: readonly T[]): Sliceable<T> {
  return order === 'newestFirst' ? newestFirst(oldestFirst) : oldestFirst;
}

/** The job sessions that a query asks for, newest first. Filters a version does not know are ignored. */
export function selectSessions(
  world: Vb365World,
  query: Query,
  version: number,
  { endTimeBoundsCompare, sessionOrder }: Vb365Switches,
): Sliceable<JobSession> {
  const jobId = version >= 7 ? query.id('jobId') : undefined;
  const jobType = query.oneOf('jobType', ['Backup', 'Copy']);
  const status =
    version >= 8 ? query.oneOf('status', Object.keys(STATUS_FILTER) as StatusFilter[]) : undefined;
  const after = query.time('endTimeLowerBound');
  const before = version >= 7 ? query.time('endTimeUpperBound') : undefined;
  const byEnd = endTimeBoundsCompare === 'end';

  const all = jobId === undefined ? world.sessions : world.ledger.of(jobId);
  const range = byEnd ? all : createdBetween(all, after, before);
  const tests: ((session: JobSession) => boolean)[] = [];
  if (jobType) tests.push(({ job }) => job.kind === jobType);
  if (status) tests.push((session) => session.status === STATUS_FILTER[status]);
  if (byEnd && after !== undefined) tests.push(({ endedAt }) => endedAt !== null && endedAt > after);
  if (byEnd && before !== undefined) tests.push(({ endedAt }) => endedAt !== null && endedAt < before);
  return inOrder(
    sessionOrder,
    tests.length === 0 ? range : range.filter((session) => tests.every((test) => test(session))),
  );
}

function createdBetween(
  sessions: readonly JobSession[],
  after: number | undefined,
  before: number | undefined,
): readonly JobSession[] {
  if (after === undefined && before === undefined) return sessions;
  const start = after === undefined ? 0 : firstPlace(sessions, (createdAt) => createdAt > after);
  const end =
    before === undefined ? sessions.length : firstPlace(sessions, (createdAt) => createdAt >= before);
  return sessions.slice(start, Math.max(start, end));
}

/** The first place in an ascending list where `isReached` holds (binary search). */
function firstPlace(sessions: readonly JobSession[], isReached: (createdAt: number) => boolean): number {
  let low = 0;
  let high = sessions.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isReached(sessions[middle]?.createdAt ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
}
