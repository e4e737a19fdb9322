import {
  policiesById,
  requireWhole,
  repositoriesById as findRepositories,
} from '../../../core/federation/inventory-lookup.js';
import type { ServerReader } from '../../../core/federation/server-reader.js';
import type { PolicyType } from '../../../schema/policies/policy.type.js';
import type { RepositoryType } from '../../../schema/repositories/repository.type.js';
import { VBR_SCALE_OUT_REPOSITORY } from '../model.js';
import { isAtLeast } from '../revision.js';
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

/**
 * The scale-out repository that a repository is an extent of. null: it is no extent. Throws SourceFailure where the list of scale-out
 * repositories is missing and the revision has nothing else that tells.
 */
export async function scaleOutRepositoryOf(
  origin: Origin,
  id: string | null,
): Promise<RepositoryType | null> {
  const { reader } = origin;
  const { apiVersion } = reader.member.adapter.facts();
  const rowsTell = apiVersion !== null && isAtLeast(apiVersion, '1.3-rev0');
  if (id === null && !rowsTell) await requireWhole(reader, reader.repositories(), VBR_SCALE_OUT_REPOSITORY);
  return repositoryById(origin, id);
}
