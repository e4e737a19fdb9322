import fc from 'fast-check';
import type { PolicyRecord } from '../../src/core/model/policy.js';
import type { SessionRecord } from '../../src/core/model/session.js';
import type { SessionCriteria, SessionOrder } from '../../src/core/ports/activity.js';
import { sessionRecord } from './fake-server.js';
import { policy } from '../core/reports/records.js';
import type { Adversary } from './adversarial-fleet.js';

/** The tick of the invented clock: few distinct times, so that ties within and between servers are the rule. */
export const TICK = 1000;
const LAST_TICK = 8;
const POLICIES = ['p0', 'p1', 'p2'];

const ofKind = fc.constantFrom('BACKUP' as const, 'RESTORE' as const, 'RETENTION' as const);
const ofResult = fc.constantFrom('SUCCESS' as const, 'WARNING' as const, 'FAILED' as const);
const tick = fc.integer({ min: 0, max: LAST_TICK });

const sessionFacts = fc.record({
  id: fc.integer({ min: 0, max: 80 }),
  start: tick,
  length: fc.option(fc.integer({ min: 0, max: 3 })),
  kind: ofKind,
  result: ofResult,
  policyId: fc.option(fc.constantFrom(...POLICIES)),
});

function arbitrarySessions(server: string): fc.Arbitrary<SessionRecord[]> {
  return fc.uniqueArray(sessionFacts, { selector: ({ id }) => id, maxLength: 30 }).map((rows) =>
    rows.map(({ id, start, length, kind, result, policyId }) =>
      sessionRecord(server, `id-${id}`, start * TICK, {
        name: `Job ${id % 4}`,
        kind,
        policyId,
        state: length === null ? 'RUNNING' : 'FINISHED',
        result: length === null ? 'NONE' : result,
        endTime: length === null ? null : (start + length) * TICK,
      }),
    ),
  );
}

function arbitraryServer(key: string): fc.Arbitrary<Adversary> {
  return fc.record({
    key: fc.constant(key),
    policies: fc.constant(POLICIES.map((nativeId) => policy({ server: key, nativeId }))),
    sessions: arbitrarySessions(key),
    pageRows: fc.integer({ min: 1, max: 6 }),
    keeps: fc.constantFrom<Adversary['keeps']>([], ['START_TIME'], ['START_TIME', 'END_TIME', 'NAME']),
    filters: fc.constantFrom('everything' as const, 'times' as const, 'nothing' as const),
    counts: fc.boolean(),
    splits: fc.boolean(),
    linksLater: fc.boolean(),
  });
}

/** One to five servers; the same native ids and times on all of them. */
export const arbitraryServers: fc.Arbitrary<Adversary[]> = fc
  .integer({ min: 1, max: 5 })
  .chain((count) =>
    fc.tuple(...Array.from({ length: count }, (_none, index) => arbitraryServer(`server-${index}`))),
  );

export const arbitraryOrder: fc.Arbitrary<SessionOrder> = fc.record({
  field: fc.constantFrom('START_TIME' as const, 'END_TIME' as const, 'NAME' as const),
  direction: fc.constantFrom('ASC' as const, 'DESC' as const),
});

/** Criteria as a filter would give them; `policies` name the policies of a server by `policiesOf`. */
export interface Wish extends Omit<SessionCriteria, 'policies'> {
  readonly policyIds?: readonly string[];
}

const instant = tick.map((ticks) => ticks * TICK);

export const arbitraryWish: fc.Arbitrary<Wish> = fc.record(
  {
    policyIds: fc.subarray(POLICIES),
    name: fc.constantFrom(
      { contains: 'JOB' },
      { eq: 'job 1' },
      { in: ['Job 0', 'job 3'] },
      { startsWith: 'x' },
    ),
    kinds: fc.subarray(['BACKUP' as const, 'RESTORE' as const, 'RETENTION' as const]),
    states: fc.subarray(['RUNNING' as const, 'FINISHED' as const]),
    results: fc.subarray(['SUCCESS' as const, 'WARNING' as const, 'FAILED' as const, 'NONE' as const]),
    startedAfter: instant,
    startedBefore: instant,
    endedAfter: instant,
    endedBefore: instant,
  },
  { requiredKeys: [] },
);

/** The criteria of a wish for one server. */
export function criteriaFor({ policyIds, ...criteria }: Wish, { policies }: Adversary): SessionCriteria {
  if (policyIds === undefined) return criteria;
  const chosen: PolicyRecord[] = policies.filter(({ nativeId }) => policyIds.includes(nativeId));
  return { ...criteria, policies: chosen };
}

/** What the wish means, in words of its own. */
function grants(wish: Wish, session: SessionRecord): boolean {
  const { startTime: start, endTime: end, policyId } = session;
  const name = session.name.toLowerCase();
  const tests = [
    !wish.policyIds || (policyId != null && wish.policyIds.includes(policyId)),
    !wish.kinds || wish.kinds.includes(session.kind),
    !wish.states || wish.states.includes(session.state),
    !wish.results || wish.results.includes(session.result),
    !wish.name?.contains || name.includes(wish.name.contains.toLowerCase()),
    !wish.name?.startsWith || name.startsWith(wish.name.startsWith.toLowerCase()),
    !wish.name?.eq || name === wish.name.eq.toLowerCase(),
    !wish.name?.in || wish.name.in.some((each) => each.toLowerCase() === name),
    wish.startedAfter === undefined || start > wish.startedAfter,
    wish.startedBefore === undefined || start < wish.startedBefore,
    wish.endedAfter === undefined || (end !== null && end > wish.endedAfter),
    wish.endedBefore === undefined || (end !== null && end < wish.endedBefore),
  ];
  return tests.every((holds) => holds);
}

export const nameOf = ({ server, nativeId }: SessionRecord): string => `${server}/${nativeId}`;

/** Everything that is granted, sorted as a person would: by an own comparison, not the gateway's. */
export function sortOfEverything(
  servers: readonly Adversary[],
  { field, direction }: SessionOrder,
  wish: Wish = {},
): string[] {
  const sign = direction === 'ASC' ? 1 : -1;
  const keyOf = (row: SessionRecord): number | string => {
    if (field === 'NAME') return row.name.toLowerCase();
    return field === 'START_TIME' ? row.startTime : (row.endTime ?? Infinity);
  };
  const rows = servers.flatMap(({ sessions }) => sessions).filter((session) => grants(wish, session));
  rows.sort((a, b) => {
    const [x, y] = [keyOf(a), keyOf(b)];
    if (x !== y) return x < y ? -sign : sign;
    if (a.server !== b.server) return a.server < b.server ? -1 : 1;
    return a.nativeId < b.nativeId ? -1 : 1;
  });
  return rows.map(nameOf);
}
