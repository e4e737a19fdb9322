import * as lookup from '../../../core/federation/inventory-lookup.js';
import type { PolicyType } from '../../../schema/policies/policy.type.js';
import type { RepositoryType } from '../../../schema/repositories/repository.type.js';
import type { SessionType } from '../../../schema/sessions/session.type.js';
import { TYPES } from '../native.js';
import { proxiesOf } from './datasets.js';
import { VbM365Proxy } from './proxy.type.js';

/** Another policy of the same server. null: there is none of that id. */
export async function policyById(from: PolicyType, id: string | null): Promise<PolicyType | null> {
  if (id === null) return null;
  const policy = await lookup.policyById(from.reader, id);
  return policy && from.operation.policy(policy);
}

/** The copy job of a job. null: there is none. Throws SourceFailure where the list of copy jobs is missing, which alone tells. */
export async function copyJobOf(from: PolicyType, id: string | null): Promise<PolicyType | null> {
  if (id === null) await lookup.requireWhole(from.reader, from.reader.policies(), TYPES.copyJob);
  return policyById(from, id);
}

/** A backup proxy of the same server. null: there is none of that id. */
export async function proxyById(from: RepositoryType, id: string | null): Promise<VbM365Proxy | null> {
  if (id === null) return null;
  const { value } = await proxiesOf(from.reader);
  const proxy = value.byId.get(id);
  return proxy ? new VbM365Proxy(proxy, from.operation) : null;
}

/** A repository of the same server. null: there is none of that id. */
export async function repositoryById(from: SessionType, id: string | null): Promise<RepositoryType | null> {
  if (id === null) return null;
  const repository = await lookup.repositoryById(from.reader, id);
  return repository && from.operation.repository(repository);
}
