import { filterInTurns, mapAsyncInTurns } from '../fairness/in-turns.js';
import type { OperationBudget } from '../fairness/operation-budget.js';
import type { EntityRef } from '../model/ids.js';
import type { Instant } from '../model/instant.js';
import type { PolicyKind, PolicyRecord, PolicyStatus, Workload } from '../model/policy.js';
import type { Server } from '../model/server.js';
import type { SessionResult } from '../model/session.js';
import type { SortDirection, TextCriteria } from '../ports/activity.js';
import type { MissingPart } from '../ports/listing.js';
import { missingPart } from '../ports/listing.js';
import type { RecoveryPointStatus } from '../reports/recovery-point.js';
import { decide } from '../model/criteria-tests.js';
import type { Tested, Verdict } from '../model/criteria-tests.js';
import type { SortKey } from '../ordering/cursor.js';
import { CursorCodec, isNumberKey, isTextKey } from '../ordering/cursor.js';
import { inScope } from './fleet.js';
import type { ServerScope } from './fleet.js';
import type { FleetReader } from './fleet-reader.js';
import { listInventory } from './inventory-list.js';
import { nameKey, positionComparator } from '../ordering/ordering.js';
import type { Page, PageRequest } from './page.js';
import { lastResultOf, lastRunOf, lastSuccessOf, orNull, repositoryIdsOf, untold } from './policy-facts.js';
import { recoveryPointOf } from './policy-recovery-point.js';
import { mayMatch } from './scope-verdict.js';
import type { ServerReader } from './server-reader.js';
import { matchesText } from '../ordering/text-match.js';

export interface PolicyCriteria extends ServerScope, Tested<PolicyCriteria> {
  readonly name?: TextCriteria;
  readonly kinds?: readonly PolicyKind[];
  readonly workloads?: readonly Workload[];
  readonly enabled?: boolean;
  readonly statuses?: readonly PolicyStatus[];
  readonly lastResults?: readonly SessionResult[];
  /** No good run since then; policies that never had one match. */
  readonly lastSuccessBefore?: Instant;
  readonly recoveryPoints?: readonly RecoveryPointStatus[];
  /** Policies that write to this repository. */
  readonly repository?: EntityRef;
}

export type PolicyOrderField = 'NAME' | 'SERVER' | 'LAST_RUN' | 'NEXT_RUN' | 'LAST_RESULT';

export interface PolicyOrder {
  readonly field: PolicyOrderField;
  readonly direction: SortDirection;
}

/** From best to worst, so that DESC shows what needs attention first. */
const RESULT_RANK: Readonly<Record<SessionResult, number>> = {
  SUCCESS: 0,
  NONE: 1,
  CANCELLED: 2,
  UNKNOWN: 3,
  WARNING: 4,
  FAILED: 5,
};

/** The cursors of this list in one order. */
export function policyCursors(order: PolicyOrder): CursorCodec {
  const isNamed = order.field === 'NAME' || order.field === 'SERVER';
  return new CursorCodec(`policies ${order.field} ${order.direction}`, isNamed ? isTextKey : isNumberKey);
}

/** Policies of all matching servers as one list; rows without the value they are sorted by come last. */
export function listPolicies(
  fleet: FleetReader,
  criteria: PolicyCriteria,
  order: PolicyOrder,
  page: PageRequest,
): Promise<Page<PolicyRecord>> {
  const { repository } = criteria;
  return listInventory({
    budget: fleet.budget,
    readers: fleet
      .select(criteria)
      .filter(({ server }) => mayMatch(server, criteria, (own) => isElsewhere(server, own))),
    read: (reader) => reader.policies(),
    choose: async (reader, records, lacks) => {
      const candidates = repository ? await possibleWriters(reader, repository) : records;
      const { budget } = reader;
      const own = await filterInTurns(candidates, budget, (record) => matchesRecord(record, criteria));
      const writers = repository ? await writersTo(reader, own, repository, lacks) : own;
      const plain = needsReadings(criteria)
        ? await filterAsync(writers, budget, (record) => matchesReadings(reader, record, criteria, lacks))
        : writers;
      const kept = criteria.also
        ? await filterAsync(plain, budget, (record) => matchesNested(reader, record, criteria, lacks))
        : plain;
      return mapAsyncInTurns(kept, budget, async (record) => ({
        record,
        key: await keyOf(reader, record, order.field),
      }));
    },
    compare: positionComparator(order.direction),
    codec: policyCursors(order),
    page,
  });
}

/** Whether a policy of this server cannot write to the repository that is asked for. */
function isElsewhere(server: Server, { repository }: PolicyCriteria): boolean {
  return repository !== undefined && repository.server !== server.key;
}

/** Whether a policy that fits the outermost criteria fits what is nested in them. */
async function matchesNested(
  reader: ServerReader,
  record: PolicyRecord,
  criteria: PolicyCriteria,
  lacks: (part: MissingPart) => void,
): Promise<boolean> {
  const verdict = await decide(criteria, async (own) => {
    if (own === criteria) return true;
    if (!inScope(reader.server, own) || !matchesRecord(record, own)) return false;
    const [writes, fares] = await Promise.all([
      own.repository ? writesTo(reader, record, own.repository) : true,
      needsReadings(own) ? faresAs(reader, record, own) : true,
    ]);
    if (writes === false || fares === false) return false;
    return writes === null || fares === null ? null : true;
  });
  if (verdict === null) lacks(missingPart(`what ${record.name} is asked for`, untold(reader)));
  return verdict === true;
}

async function writesTo(reader: ServerReader, policy: PolicyRecord, repository: EntityRef): Promise<Verdict> {
  if (repository.server !== policy.server) return false;
  const ids = await repositoryIdsOf(reader, policy);
  return ids === null ? null : ids.includes(repository.nativeId);
}

async function possibleWriters(
  reader: ServerReader,
  { nativeId }: EntityRef,
): Promise<readonly PolicyRecord[]> {
  const { value } = await reader.policies();
  return value.possibleWritersTo(nativeId);
}

/** Of the policies those that write to the repository; of the others it may be that the server does not tell where they write to. */
async function writersTo(
  reader: ServerReader,
  policies: readonly PolicyRecord[],
  repository: EntityRef,
  lacks: (part: MissingPart) => void,
): Promise<readonly PolicyRecord[]> {
  const targets = await Promise.all(policies.map((policy) => repositoryIdsOf(reader, policy)));
  if (targets.includes(null)) lacks(missingPart('where policies write to', untold(reader)));
  return policies.filter((_policy, index) => targets[index]?.includes(repository.nativeId));
}

/** What the policy's own record decides. */
function matchesRecord(record: PolicyRecord, criteria: PolicyCriteria): boolean {
  return (
    matchesText(record.name, criteria.name) &&
    (criteria.kinds?.includes(record.kind) ?? true) &&
    (criteria.workloads?.includes(record.workload) ?? true) &&
    (criteria.enabled === undefined || record.enabled === criteria.enabled) &&
    (criteria.statuses?.includes(record.status) ?? true)
  );
}

/** What the policy's sessions decide; what cannot be told is told to be lacking. */
async function matchesReadings(
  reader: ServerReader,
  record: PolicyRecord,
  criteria: PolicyCriteria,
  lacks: (part: MissingPart) => void,
): Promise<boolean> {
  const verdict = await faresAs(reader, record, criteria);
  if (verdict === null) lacks(missingPart(`last success of ${record.name}`, untold(reader)));
  return verdict === true;
}

async function faresAs(
  reader: ServerReader,
  record: PolicyRecord,
  criteria: PolicyCriteria,
): Promise<Verdict> {
  const { lastResults, lastSuccessBefore, recoveryPoints } = criteria;
  const [result, success, point] = await Promise.all([
    lastResults && lastResultOf(reader, record),
    lastSuccessBefore === undefined ? undefined : lastSuccessOf(reader, record),
    recoveryPoints && recoveryPointOf(reader, record),
  ]);
  if (success === 'unknown') return null;
  return (
    (result === undefined || lastResults?.includes(result) === true) &&
    (success === undefined || success === null || success < (lastSuccessBefore ?? 0)) &&
    (point === undefined || recoveryPoints?.includes(point.status) === true)
  );
}

function needsReadings(criteria: PolicyCriteria): boolean {
  const { lastResults, lastSuccessBefore, recoveryPoints } = criteria;
  return [lastResults, lastSuccessBefore, recoveryPoints].some((part) => part !== undefined);
}

async function filterAsync<T>(
  items: readonly T[],
  budget: OperationBudget,
  test: (item: T) => Promise<boolean>,
): Promise<T[]> {
  const verdicts = await mapAsyncInTurns(items, budget, test);
  return items.filter((_item, index) => verdicts[index]);
}

async function keyOf(reader: ServerReader, record: PolicyRecord, field: PolicyOrderField): Promise<SortKey> {
  switch (field) {
    case 'NAME':
      return nameKey(record.name);
    case 'SERVER':
      return nameKey(reader.server.name);
    case 'LAST_RUN':
      return orNull(await lastRunOf(reader, record));
    case 'NEXT_RUN':
      return record.nextRun;
    case 'LAST_RESULT':
      return RESULT_RANK[await lastResultOf(reader, record)];
  }
}
