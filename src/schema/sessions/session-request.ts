import { SourceFailure } from '../../core/errors/source-failure.js';
import type { ServerScope } from '../../core/federation/fleet.js';
import type { FleetReader } from '../../core/federation/fleet-reader.js';
import { policiesById } from '../../core/federation/inventory-lookup.js';
import type { PageRequest } from '../../core/federation/page.js';
import type { ServerReader } from '../../core/federation/server-reader.js';
import type { SessionPart } from '../../core/federation/session-list.js';
import { sessionCursors } from '../../core/federation/session-list.js';
import type { EntityRef } from '../../core/model/ids.js';
import { NEWEST_FIRST } from '../../core/ports/activity.js';
import type { SessionCriteria, SessionOrder } from '../../core/ports/activity.js';
import { idArgument } from '../shared/id-arguments.js';
import { toPageRequest } from '../shared/page-args.js';
import { toServerScope } from '../shared/server-scope.js';
import { toTextCriteria } from '../shared/text-criteria.js';
import type { SessionArgs, SessionFilter } from './session.inputs.js';

/** A session filter in the federation's words. */
export interface SessionSelection {
  readonly scope: ServerScope;
  readonly criteria: SessionCriteria;
  /** undefined: whatever policy. */
  readonly policies: readonly EntityRef[] | undefined;
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

/** The servers to ask and what to ask each; only servers that have one of the named policies are asked. */
export async function sessionParts(
  fleet: FleetReader,
  selection: SessionSelection,
): Promise<SessionPart<ServerReader>[]> {
  const { policies } = selection;
  const readers = fleet.select(selection.scope);
  if (policies === undefined) return readers.map((reader) => ({ reader, criteria: selection.criteria }));
  const concerned = readers.filter(({ server }) => policies.some((ref) => ref.server === server.key));
  return Promise.all(concerned.map((reader) => partOf(reader, selection.criteria, policies)));
}

async function partOf(
  reader: ServerReader,
  criteria: SessionCriteria,
  refs: readonly EntityRef[],
): Promise<SessionPart<ServerReader>> {
  try {
    const own = refs.filter((ref) => ref.server === reader.server.key);
    const policies = await policiesById(
      reader,
      own.map(({ nativeId }) => nativeId),
    );
    return { reader, criteria: { ...criteria, policies } };
  } catch (error) {
    if (error instanceof SourceFailure) return { reader, criteria: error };
    throw error;
  }
}
