import type { UserError } from '../errors/refusal.js';
import { Refusal } from '../errors/refusal.js';
import { SourceFailure } from '../errors/source-failure.js';
import type { EntityRef } from '../model/ids.js';
import type { PolicyRecord } from '../model/policy.js';
import type { RepositoryRecord } from '../model/repository.js';
import type { SessionRecord } from '../model/session.js';
import type { ActionPort, PolicyAction } from '../ports/actions.js';
import type { ServerAdapter } from '../ports/server-adapter.js';
import { refusalOf } from './change-runner.js';
import type { FleetReader } from './fleet-reader.js';
import { policyById, repositoryById } from './inventory-lookup.js';
import type { ServerReader } from './server-reader.js';

/** An object a change is about, with the path of the input field that named it. */
export interface Target extends EntityRef {
  readonly field: readonly string[];
}

/** Starts, stops, enables or disables a policy of whatever product. Throws Refusal. */
export async function actOnPolicy(
  fleet: FleetReader,
  action: PolicyAction,
  target: Target,
): Promise<SessionRecord | null> {
  fleet.find(target.server)?.member.adapter.actions?.requirePolicyAction?.(action, target.type);
  const { reader, record } = await findPolicy(fleet, target);
  try {
    return await reader.change(async (adapter, scope) => actionsOf(adapter).policy(action, record, scope));
  } catch (error) {
    throw error instanceof Refusal && isInItsWay(action, record) ? asConflict(error) : error;
  }
}

/** Whether the state of a policy alone explains that it is not acted on. Products have different statuses for that. */
function isInItsWay(action: PolicyAction, { status, enabled }: PolicyRecord): boolean {
  switch (action) {
    case 'START':
      return status === 'RUNNING' || !enabled;
    case 'STOP':
      return status !== 'RUNNING';
    default:
      return false;
  }
}

function asConflict({ errors }: Refusal): Refusal {
  return new Refusal(
    errors.map((error) => (error.code === 'UPSTREAM_REJECTED' ? { ...error, code: 'CONFLICT' } : error)),
  );
}

/** The policy a change is about. Throws Refusal when there is none. */
export async function findPolicy(
  fleet: FleetReader,
  target: Target,
): Promise<{ reader: ServerReader; record: PolicyRecord }> {
  const reader = fleet.find(target.server);
  const record = reader && (await policyById(reader, target.nativeId, target.type));
  if (!reader || !record) throw notFound('policy', target);
  return { reader, record };
}

/** The repository a change is about. Throws Refusal when there is none. */
export async function findRepository(
  fleet: FleetReader,
  target: Target,
): Promise<{ reader: ServerReader; record: RepositoryRecord }> {
  const reader = fleet.find(target.server);
  const record = reader && (await repositoryById(reader, target.nativeId, target.type));
  if (!reader || !record) throw notFound('repository', target);
  return { reader, record };
}

export interface RescanOutcome {
  readonly sessions: readonly SessionRecord[];
  readonly errors: readonly UserError[];
}

/** Rescans repositories of many servers at once; each server is asked once, and one that refuses costs its own part only. */
export async function rescanRepositories(
  fleet: FleetReader,
  targets: readonly Target[],
): Promise<RescanOutcome> {
  const byServer = groupByServer(targets);
  const outcomes = await Promise.all([...byServer.values()].map((own) => rescanOnServer(fleet, own)));
  return {
    sessions: outcomes.flatMap(({ sessions }) => sessions),
    errors: outcomes.flatMap(({ errors }) => errors),
  };
}

async function rescanOnServer(fleet: FleetReader, targets: readonly Target[]): Promise<RescanOutcome> {
  const errors: UserError[] = [];
  const found: { reader: ServerReader; record: RepositoryRecord }[] = [];
  for (const target of targets)
    try {
      found.push(await findRepository(fleet, target));
    } catch (error) {
      errors.push(...errorsOf(error, target.field));
    }
  const [first] = found;
  if (first === undefined) return { sessions: [], errors };
  try {
    const records = [...new Map(found.map(({ record }) => [record.nativeId, record])).values()];
    const sessions = await first.reader.change(async (adapter, scope) =>
      actionsOf(adapter).rescan(records, scope),
    );
    return { sessions, errors };
  } catch (error) {
    return { sessions: [], errors: [...errors, ...errorsOf(error, fieldOf(targets))] };
  }
}

function errorsOf(error: unknown, field: readonly string[]): readonly UserError[] {
  if (error instanceof Refusal || error instanceof SourceFailure)
    return refusalOf(error).about({ field }).errors;
  throw error;
}

/** The field of what several targets have in common: the one that names them, or the list. */
function fieldOf([first, ...others]: readonly Target[]): readonly string[] {
  return others.length === 0 ? (first?.field ?? []) : (first?.field.slice(0, -1) ?? []);
}

function actionsOf({ server, actions }: ServerAdapter): ActionPort {
  if (actions !== undefined) return actions;
  throw Refusal.of('UNSUPPORTED', `the gateway can only read ${server.product} servers`);
}

function notFound(kind: string, { field }: Target): Refusal {
  return Refusal.of('NOT_FOUND', `there is no ${kind} with this id`, { field });
}

function groupByServer(targets: readonly Target[]): ReadonlyMap<string, readonly Target[]> {
  const groups = new Map<string, Target[]>();
  for (const target of targets) groups.set(target.server, [...(groups.get(target.server) ?? []), target]);
  return groups;
}
