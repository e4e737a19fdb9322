import {
  policiesById,
  repositoriesById as findRepositories,
} from '../../../core/federation/inventory-lookup.js';
import type { ServerReader } from '../../../core/federation/server-reader.js';
import type { PolicyType } from '../../../schema/policies/policy.type.js';
import type { RepositoryType } from '../../../schema/repositories/repository.type.js';
import type { Operation } from '../../../schema/shared/operation.js';

/** Where an edge starts: a record's server and the operation that asks. */
export interface Origin {
  readonly reader: ServerReader;
  readonly operation: Operation;
}

/** The jobs of the same server with these native ids, in their order; ids that no job has are left out. */
export async function jobsById({ reader, operation }: Origin, ids: readonly string[]): Promise<PolicyType[]> {
  return (await policiesById(reader, ids)).map((record) => operation.policy(record));
}

/** null: no id is given, or no job has it. */
export async function jobById(origin: Origin, id: string | null): Promise<PolicyType | null> {
  return id === null ? null : ((await jobsById(origin, [id]))[0] ?? null);
}

/** The repositories of the same server with these native ids, in their order; ids that none has are left out. */
export async function repositoriesById(
  { reader, operation }: Origin,
  ids: readonly string[],
): Promise<RepositoryType[]> {
  return (await findRepositories(reader, ids)).map((record) => operation.repository(record));
}

/** null: no id is given, or no repository has it. */
export async function repositoryById(origin: Origin, id: string | null): Promise<RepositoryType | null> {
  return id === null ? null : ((await repositoriesById(origin, [id]))[0] ?? null);
}
