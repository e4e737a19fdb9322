import { SourceFailure } from '../../core/errors/source-failure.js';
import { inScope } from '../../core/federation/fleet.js';
import type { ServerScope } from '../../core/federation/fleet.js';
import type { FleetReader } from '../../core/federation/fleet-reader.js';
import { policiesById, requireWhole } from '../../core/federation/inventory-lookup.js';
import type { PageRequest } from '../../core/federation/page.js';
import type { ServerReader } from '../../core/federation/server-reader.js';
import type { SessionPart } from '../../core/federation/session-list.js';
import { sessionCursors } from '../../core/federation/session-list.js';
import type { EntityRef } from '../../core/model/ids.js';
import type { PolicyRecord } from '../../core/model/policy.js';
import type { CriteriaTest, Tested } from '../../core/model/criteria-tests.js';
import { hullOf } from '../../core/ordering/session-hull.js';
import { NEWEST_FIRST } from '../../core/ports/activity.js';
import type { SessionCriteria, SessionOrder } from '../../core/ports/activity.js';
import { nestedIn } from '../shared/filter-logic.js';
import { idArgument } from '../shared/id-arguments.js';
import { toPageRequest } from '../shared/page-args.js';
import { toServerScope } from '../shared/server-scope.js';
import { toTextCriteria } from '../shared/text-criteria.js';
import type { SessionArgs, SessionFilter } from './session.inputs.js';

/** A session filter in the federation's words. */
export interface SessionSelection extends Tested<SessionSelection> {
  readonly scope: ServerScope;
  readonly criteria: SessionCriteria;
  /** undefined: whatever policy. */
  readonly policies: readonly EntityRef[] | undefined;
  /** Whether no policy is known for them; undefined: either way. */
  readonly withoutPolicy: boolean | undefined;
}

export interface SessionRequest {
  readonly selection: SessionSelection;
  readonly order: SessionOrder;
  readonly page: PageRequest;
}

/** Reads the arguments of a list of sessions. Throws BadInputError; costs no call, so it also serves as their check. */
export function toSessionRequest(args: SessionArgs): SessionRequest {
  const order = args.orderBy ?? NEWEST_FIRST;
  return {
    selection: toSessionSelection(args.filter ?? {}, ['filter']),
    order,
    page: toPageRequest(args, sessionCursors(order)),
  };
}

export function toSessionSelection(filter: SessionFilter, path: readonly string[]): SessionSelection {
  return {
    scope: toServerScope(filter, path),
    policies: filter.policies?.map((id, index) => idArgument(id, [...path, 'policies', String(index)])),
    withoutPolicy: filter.withoutPolicy ?? undefined,
    ...nestedIn(filter, path, toSessionSelection),
    criteria: {
      ...(filter.name ? { name: toTextCriteria(filter.name, [...path, 'name']) } : {}),
      ...(filter.kinds ? { kinds: filter.kinds } : {}),
      ...(filter.states ? { states: filter.states } : {}),
      ...(filter.results ? { results: filter.results } : {}),
      ...(filter.startedAfter != null ? { startedAfter: filter.startedAfter } : {}),
      ...(filter.startedBefore != null ? { startedBefore: filter.startedBefore } : {}),
      ...(filter.endedAfter != null ? { endedAfter: filter.endedAfter } : {}),
      ...(filter.endedBefore != null ? { endedBefore: filter.endedBefore } : {}),
    },
  };
}

/** The servers to ask and what to ask each; only servers on which something can match are asked. */
export async function sessionParts(
  fleet: FleetReader,
  selection: SessionSelection,
): Promise<SessionPart<ServerReader>[]> {
  const parts = await Promise.all(
    fleet.select(selection.scope).map(async (reader) => partOf(reader, selection)),
  );
  return parts.filter((part) => part !== null);
}

async function partOf(
  reader: ServerReader,
  selection: SessionSelection,
): Promise<SessionPart<ServerReader> | null> {
  try {
    const criteria = await criteriaOn(reader, selection);
    return criteria && { reader, criteria: hullOf(criteria) };
  } catch (error) {
    if (error instanceof SourceFailure) return { reader, criteria: error };
    throw error;
  }
}

/** What a selection asks of one server; null: nothing there can match. */
async function criteriaOn(
  reader: ServerReader,
  { scope, criteria, policies, withoutPolicy, also = [] }: SessionSelection,
): Promise<SessionCriteria | null> {
  const own = policies?.filter((ref) => ref.server === reader.server.key);
  if (!inScope(reader.server, scope) || own?.length === 0) return null;
  const [named, tests, known] = await Promise.all([
    own &&
      policiesById(
        reader,
        own.map(({ nativeId }) => nativeId),
      ),
    Promise.all(also.map((test) => testOn(reader, test))),
    withoutPolicy === undefined ? undefined : everyPolicy(reader),
  ]);
  if (tests.includes(false)) return null;
  const nested = tests.filter((test) => typeof test === 'object');
  if (known !== undefined)
    nested.push(withoutPolicy === true ? { none: { policies: known } } : { any: [{ policies: known }] });
  return {
    ...criteria,
    ...(named && { policies: named }),
    ...(nested.length > 0 && { also: nested }),
  };
}

/** false: nothing on this server can match; true: everything does. */
async function testOn(
  reader: ServerReader,
  test: CriteriaTest<SessionSelection>,
): Promise<CriteriaTest<SessionCriteria> | boolean> {
  if ('none' in test) {
    const none = await criteriaOn(reader, test.none);
    if (none === null) return true;
    const isEverything = Object.keys(none).length === 0;
    return isEverything ? false : { none };
  }
  const branches = await Promise.all(test.any.map((one) => criteriaOn(reader, one)));
  const any = branches.filter((branch) => branch !== null);
  return any.length > 0 && { any };
}

/** Throws SourceFailure where the list is not whole: a session of a policy it lacks would seem to have none. */
async function everyPolicy(reader: ServerReader): Promise<readonly PolicyRecord[]> {
  await requireWhole(reader, reader.policies());
  return (await reader.policies()).value.items;
}
