import { Refusal } from '../../../core/errors/refusal.js';
import { findPolicy } from '../../../core/federation/actions.js';
import type { Target } from '../../../core/federation/actions.js';
import type { FleetReader } from '../../../core/federation/fleet-reader.js';
import type { ServerReader } from '../../../core/federation/server-reader.js';
import type { CallScope } from '../../../core/ports/call-scope.js';
import { targetOfType } from '../../../schema/changes/change-target.js';
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
    const { record } = await findPolicy(operation.fleet, targetOfType(SLA_POLICY_TYPE, id, field));
    return operation.policy(record) as VbAwsSlaPolicy;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
