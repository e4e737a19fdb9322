import type { PolicyType } from '../../../schema/policies/policy.type.js';
import type { RepositoryType } from '../../../schema/repositories/repository.type.js';
import type { SessionType } from '../../../schema/sessions/session.type.js';

/** Another policy of the same server. null: there is none of that id. */
export async function policyById(from: PolicyType, id: string | null): Promise<PolicyType | null> {
  if (id === null) return null;
  const { value } = await from.reader.policies();
  const policy = value.byId.get(id);
  return policy ? from.operation.policy(policy) : null;
}

/** A repository of the same server. null: there is none of that id. */
export async function repositoryById(from: SessionType, id: string | null): Promise<RepositoryType | null> {
  if (id === null) return null;
  const { value } = await from.reader.repositories();
  const repository = value.byId.get(id);
  return repository ? from.operation.repository(repository) : null;
}
