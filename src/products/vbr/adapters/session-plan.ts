import type { SessionQuery } from '../../../core/ports/activity.js';
import type { QueryParameters } from '../../../platform/http/upstream-request.js';
import { wordsOfResults, wordsOfStates } from '../mappers/session-states.js';
import { typesOfKinds } from '../mappers/session-types.js';
import { LARGEST_PAGE } from '../../../platform/products-kit/lists/page-sizes.js';
import { isAtLeast } from '../revision.js';

const SMALLEST_PAGE = 100;

/** So many policies are asked for one by one; more are picked from one list. */
const MOST_POLICY_LISTS = 4;
/** So many state words are asked for one by one: a look at what runs now must stay cheap. */
const MOST_STATE_LISTS = 2;
const AT_WORK = 'Working';

/** One list to ask for. */
export interface SessionList {
  readonly query: QueryParameters;
  /** State word of sessions that another list of the plan holds. */
  readonly leavesOut?: string;
}

/** How a session query is put to the server. */
export interface SessionPlan {
  /** One list each; together they hold every session of the query once. */
  readonly lists: readonly SessionList[];
  readonly ordered: boolean;
  /** The lists hold sessions without an end that the criteria exclude and that have no place in the order. */
  readonly dropsOpenEnds: boolean;
  /** Every criterion is exactly what the server filters by. */
  readonly exact: boolean;
  readonly pageSize: number;
}

interface Push {
  /** Alternatives, one list each. */
  readonly lists: readonly SessionList[];
  /** The server leaves out (nearly) everything that does not match. */
  readonly narrows: boolean;
  readonly exact: boolean;
}

const UNRESTRICTED: Push = { lists: [{ query: {} }], narrows: true, exact: true };
const LEFT_TO_CALLER: Push = { lists: [{ query: {} }], narrows: false, exact: false };

/** Plans a query for a server of this revision; null: not known yet, then only what every revision understands is used. */
export function planSessions(query: SessionQuery, revision: string | null): SessionPlan {
  const { criteria, expectedRows } = query;
  const pushes = [
    pushPolicies(query),
    pushStates(query, revision),
    pushKinds(query, revision),
    pushResults(query, revision),
    criteria.name === undefined ? UNRESTRICTED : LEFT_TO_CALLER,
  ];
  const order = orderOf(query);
  const shared = { ...timesOf(query), ...order.parameters };
  const lists = pushes.reduce<readonly SessionList[]>(
    (plans, push) =>
      plans.flatMap((plan) =>
        push.lists.map((list) => ({ ...plan, ...list, query: { ...plan.query, ...list.query } })),
      ),
    [{ query: shared }],
  );
  const hasEnds = criteria.endedAfter !== undefined || criteria.endedBefore !== undefined;
  return {
    lists,
    ordered: order.ordered,
    dropsOpenEnds: hasEnds,
    exact: !hasBounds(query) && pushes.every((push) => push.exact),
    pageSize: pushes.every((push) => push.narrows) ? clamp(expectedRows) : LARGEST_PAGE,
  };
}

function timesOf({ criteria }: SessionQuery): QueryParameters {
  const { startedAfter, startedBefore, endedAfter, endedBefore } = criteria;
  return {
    createdAfterFilter: isoTime(startedAfter),
    createdBeforeFilter: isoTime(startedBefore),
    endedAfterFilter: isoTime(endedAfter),
    endedBeforeFilter: isoTime(endedBefore),
  };
}

/** Nobody says whether a bound is part of its window, so the count of a window may be wrong by what lies on its edges. */
function hasBounds({ criteria }: SessionQuery): boolean {
  const { startedAfter, startedBefore, endedAfter, endedBefore } = criteria;
  return [startedAfter, startedBefore, endedAfter, endedBefore].some((bound) => bound !== undefined);
}

export function isoTime(instant: number | undefined): string | undefined {
  return instant === undefined || !Number.isFinite(instant) ? undefined : new Date(instant).toISOString();
}

/**
 * The server's order is used where it is the asked one: names have a collation of their own, and nobody says where sessions
 * without an end stand, so ends count only where such sessions are not wanted.
 */
function orderOf({ criteria, order }: SessionQuery): { parameters: QueryParameters; ordered: boolean } {
  const orderAsc = order.direction === 'ASC';
  if (order.field === 'START_TIME')
    return { parameters: { orderColumn: 'CreationTime', orderAsc }, ordered: true };
  const endsOnly = criteria.endedAfter !== undefined || criteria.endedBefore !== undefined;
  if (order.field === 'END_TIME' && endsOnly)
    return { parameters: { orderColumn: 'EndTime', orderAsc }, ordered: true };
  return { parameters: { orderColumn: 'CreationTime', orderAsc: false }, ordered: false };
}

function pushPolicies({ criteria }: SessionQuery): Push {
  if (criteria.policies === undefined) return UNRESTRICTED;
  if (criteria.policies.length > MOST_POLICY_LISTS) return LEFT_TO_CALLER;
  return {
    lists: criteria.policies.map(({ nativeId }) => ({ query: { jobIdFilter: nativeId } })),
    narrows: true,
    exact: true,
  };
}

/** The server takes one state word per list. Finished sessions together with others are nearly all there are. */
function pushStates(query: SessionQuery, revision: string | null): Push {
  const { states } = query.criteria;
  if (states === undefined) return UNRESTRICTED;
  if (states.includes('FINISHED') && states.length > 1) return LEFT_TO_CALLER;
  if (states.includes('PENDING') && revision === null) return LEFT_TO_CALLER;
  const words = wordsOfStates(states, revision !== null && isAtLeast(revision, '1.3-rev2'));
  if (words === null) return LEFT_TO_CALLER;
  return words.length <= MOST_STATE_LISTS ? onePerList('stateFilter', words, true) : pushUnfinished(query);
}

/**
 * Sessions that have not ended, without a list for each of a dozen words: mounted restores have a result while they work, the
 * others have none until they end.
 */
function pushUnfinished({ criteria }: SessionQuery): Push {
  if (criteria.results !== undefined) return LEFT_TO_CALLER;
  const atWork = criteria.states?.includes('RUNNING') ? [{ query: { stateFilter: AT_WORK } }] : [];
  const others = { query: { resultFilter: 'None' }, leavesOut: AT_WORK };
  return { lists: [...atWork, others], narrows: true, exact: false };
}

function pushKinds({ criteria }: SessionQuery, revision: string | null): Push {
  if (criteria.kinds === undefined) return UNRESTRICTED;
  const types = revision === null ? null : typesOfKinds(criteria.kinds, revision);
  if (types === null || revision === null) return LEFT_TO_CALLER;
  if (types.length <= 1) return onePerList('typeFilter', types, true);
  if (!isAtLeast(revision, '1.3-rev0')) return LEFT_TO_CALLER;
  return { lists: [{ query: { typeFilter: types } }], narrows: true, exact: true };
}

/** Cancelled sessions have a result word too, so these lists hold more than was asked for. */
function pushResults({ criteria }: SessionQuery, revision: string | null): Push {
  if (criteria.results === undefined) return UNRESTRICTED;
  const words = wordsOfResults(criteria.results);
  if (words === null) return LEFT_TO_CALLER;
  if (words.length <= 1) return onePerList('resultFilter', words, false);
  if (revision !== null && isAtLeast(revision, '1.3-rev0'))
    return { lists: [{ query: { resultFilter: words } }], narrows: true, exact: false };
  // One word per list: worth it only where no window keeps the list short.
  return criteria.startedAfter === undefined ? onePerList('resultFilter', words, false) : LEFT_TO_CALLER;
}

function onePerList(name: string, words: readonly string[], exact: boolean): Push {
  return { lists: words.map((word) => ({ query: { [name]: word } })), narrows: true, exact };
}

function clamp(rows: number): number {
  return Math.min(LARGEST_PAGE, Math.max(SMALLEST_PAGE, rows));
}
