import { Refusal } from '../../../core/errors/refusal.js';
import { findPolicy } from '../../../core/federation/actions.js';
import type { Target } from '../../../core/federation/actions.js';
import type { FleetReader } from '../../../core/federation/fleet-reader.js';
import type { ServerReader } from '../../../core/federation/server-reader.js';
import type { CallScope } from '../../../core/ports/call-scope.js';
import { changeTarget } from '../../../schema/changes/change-target.js';
import type { Operation } from '../../../schema/shared/operation.js';
import { SLA_POLICY_TYPE } from '../policy-routes.js';
import { VbAwsAdapter } from '../vbaws-adapter.js';
import type { VbAwsSlaPolicy } from './sla-policy.type.js';

/** Runs a change on a VB_AWS server; what the operation has read of it is forgotten. */
export function changeAws<T>(
  reader: ServerReader,
  work: (adapter: VbAwsAdapter, scope: CallScope) => Promise<T>,
): Promise<T> {
  return reader.change(async (adapter, scope) => work(awsAdapter(adapter), scope));
}

export function awsAdapter(adapter: unknown): VbAwsAdapter {
  if (adapter instanceof VbAwsAdapter) return adapter;
  throw Refusal.of('UNSUPPORTED', 'only servers of Veeam Backup for AWS can do this');
}

/** The VB_AWS server with this id. Throws Refusal. */
export function findAwsServer(fleet: FleetReader, id: string, field: readonly string[]): ServerReader {
  const { server } = ofType(changeTarget(id, field), 'BackupServer');
  const reader = fleet.find(server);
  if (reader === undefined) throw Refusal.of('NOT_FOUND', 'there is no server with this id', { field });
  if (reader.server.product === 'VB_AWS') return reader;
  throw Refusal.of('INVALID_INPUT', 'this is no server of Veeam Backup for AWS', { field });
}

/** The id of an SLA-based policy. Throws Refusal INVALID_INPUT for ids of other things. */
export function slaTarget(id: string, field: readonly string[]): Target {
  return ofType(changeTarget(id, field), SLA_POLICY_TYPE);
}

/** The SLA-based policy a change is about. Throws Refusal: UNSUPPORTED where the server's revision has none. */
export function findSlaPolicy(fleet: FleetReader, target: Target): ReturnType<typeof findPolicy> {
  const adapter = fleet.find(target.server)?.member.adapter;
  if (adapter instanceof VbAwsAdapter) adapter.slaChanges.requireSla();
  return findPolicy(fleet, target);
}

/** The SLA-based policy after a change; null: there is none. */
export async function slaPolicyNow(
  operation: Operation,
  id: string,
  field: readonly string[],
): Promise<VbAwsSlaPolicy | null> {
  try {
    const { record } = await findPolicy(operation.fleet, slaTarget(id, field));
    return operation.policy(record) as VbAwsSlaPolicy;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

function ofType(target: Target, type: string): Target {
  if (target.type === type) return target;
  throw Refusal.of('INVALID_INPUT', `expected the id of a ${type}, got one of a ${target.type}`, {
    field: target.field,
  });
}
