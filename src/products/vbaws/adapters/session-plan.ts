import type { PolicyRecord } from '../../../core/model/policy.js';
import type { SessionKind } from '../../../core/model/session.js';
import type { SessionCriteria, SessionQuery } from '../../../core/ports/activity.js';
import {
  OTHER_SESSION_TYPES,
  PART_SESSION_TYPES,
  POLICY_SESSION_TYPES,
  SESSION_STATUSES,
} from '../mappers/words.js';
import { VPC_POLICY_ID } from '../policy-routes.js';
import { minorOf } from '../revision.js';
import type { SessionSelection } from './session-reader.js';
import type { SessionWalk } from './session-walk.js';

const SMALLEST_PAGE = 100;
const LARGEST_PAGE = 1000;
/** Asking for more policies one by one costs more calls than one list that is filtered here. */
const MOST_POLICY_LISTS = 10;
/** The first revision whose list of types is published; an older one might refuse a type it does not know. */
const TYPES_KNOWN_SINCE = 7;
/** Kinds that a session of a type we do not know can have. */
const UNBOUND_KINDS: readonly SessionKind[] = ['OTHER', 'RESCAN'];
const POLICY_KINDS: readonly SessionKind[] = ['BACKUP', 'BACKUP_COPY', 'REPLICATION', 'SNAPSHOT'];

/** Which lists to ask for so that every session of the query is in exactly one of them. */
export function planWalks(query: SessionQuery, revision: string): readonly SessionWalk[] {
  const { criteria } = query;
  const statuses = statusesOf(criteria);
  if (statuses?.length === 0) return [];
  const selection: SessionSelection = {
    statuses,
    types: minorOf(revision) < TYPES_KNOWN_SINCE ? undefined : typesOf(criteria.kinds),
    from: criteria.startedAfter,
    to: earlier(criteria.startedBefore, criteria.endedBefore),
    direction: query.order.field === 'START_TIME' ? query.order.direction : 'DESC',
  };
  const { policies } = criteria;
  if (policies === undefined || policies.length > MOST_POLICY_LISTS)
    return [walk(query, selection, isExact(criteria) && policies === undefined)];
  return policies.map((policy) => policyWalk(query, selection, policy));
}

function policyWalk(query: SessionQuery, selection: SessionSelection, policy: PolicyRecord): SessionWalk {
  if (policy.nativeId !== VPC_POLICY_ID)
    return walk(query, { ...selection, policyId: policy.nativeId }, isExact(query.criteria));
  // The appliance has no id to ask for the VPC policy's sessions by; their extended type tells them.
  return { ...walk(query, selection, false), keep: ({ policyId }) => policyId === VPC_POLICY_ID };
}

function walk(query: SessionQuery, selection: SessionSelection, exact: boolean): SessionWalk {
  const rows = Math.min(LARGEST_PAGE, Math.max(SMALLEST_PAGE, query.expectedRows));
  return { selection, exact, pageRows: isSparse(query.criteria) ? LARGEST_PAGE : rows };
}

/** Bounds of time are no exact filter: whether the upstream's include themselves is not published. */
function isExact(criteria: SessionCriteria): boolean {
  const { startedAfter, startedBefore } = criteria;
  const isPushed = startedAfter === undefined && startedBefore === undefined && !asksForUnknown(criteria);
  return isPushed && !isSparse(criteria);
}

/** There is no word to ask the upstream by for what it says in words that nobody knows. */
function asksForUnknown({ states = [], results = [] }: SessionCriteria): boolean {
  return states.includes('UNKNOWN') || results.includes('UNKNOWN');
}

/** Rows that match may be few among those that come. */
function isSparse({ name, kinds, endedAfter, endedBefore, policies }: SessionCriteria): boolean {
  const isFilteredHere = (policies?.length ?? 0) > MOST_POLICY_LISTS;
  return (
    isFilteredHere || [name, kinds, endedAfter, endedBefore].some((criterion) => criterion !== undefined)
  );
}

/** Words of `Status` that hold every wanted session; undefined: not to be narrowed; empty: there can be none. */
function statusesOf(criteria: SessionCriteria): readonly string[] | undefined {
  const { states, results } = criteria;
  if ((!states && !results) || asksForUnknown(criteria)) return undefined;
  return Object.entries(SESSION_STATUSES)
    .filter(
      ([, { state, result }]) => (states?.includes(state) ?? true) && (results?.includes(result) ?? true),
    )
    .map(([word]) => word);
}

/** Words of `Types` among which every session of these kinds is; undefined: not to be narrowed. */
function typesOf(kinds: readonly SessionKind[] | undefined): readonly string[] | undefined {
  if (!kinds || kinds.length === 0 || kinds.some((kind) => UNBOUND_KINDS.includes(kind))) return undefined;
  const others = Object.keys(OTHER_SESSION_TYPES).filter((type) => {
    const kind = OTHER_SESSION_TYPES[type];
    return kind !== undefined && kinds.includes(kind) && type !== 'SelfBackupActivity';
  });
  const hasPolicyKind = kinds.some((kind) => POLICY_KINDS.includes(kind));
  const hasPartKind = hasPolicyKind || kinds.some((kind) => kind === 'RESTORE' || kind === 'RETENTION');
  return [
    ...(hasPolicyKind ? POLICY_SESSION_TYPES : []),
    ...(hasPartKind ? PART_SESSION_TYPES : []),
    ...others,
  ];
}

function earlier(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.min(a, b);
}
