import type { SourceFailure } from '../errors/source-failure.js';
import type { PolicyRecord } from '../model/policy.js';
import type { RepositoryRecord } from '../model/repository.js';
import type { Shortfall } from '../ports/listing.js';
import type { Reading, ServerReading } from './server-reading.js';
import type { Snapshot } from './snapshot-kinds.js';
import { mayLack } from './source-outcome.js';

/**
 * The policy of a server with this native id (and of this type, where one is given); null: there is none. Throws SourceFailure where a
 * part of the list is missing that may hold it.
 */
export function policyById(
  reader: ServerReading,
  nativeId: string,
  type?: string,
): Promise<PolicyRecord | null> {
  return find(reader, reader.policies(), nativeId, type);
}

/** The same for a repository. */
export function repositoryById(
  reader: ServerReading,
  nativeId: string,
  type?: string,
): Promise<RepositoryRecord | null> {
  return find(reader, reader.repositories(), nativeId, type);
}

/** Those of the policies with these native ids that exist, in their order. Throws as `policyById` does. */
export async function policiesById(reader: ServerReading, ids: readonly string[]): Promise<PolicyRecord[]> {
  return existing(await Promise.all(ids.map((id) => policyById(reader, id))));
}

/** Those of the repositories with these native ids that exist, in their order. Throws as `repositoryById` does. */
export async function repositoriesById(
  reader: ServerReading,
  ids: readonly string[],
): Promise<RepositoryRecord[]> {
  return existing(await Promise.all(ids.map((id) => repositoryById(reader, id))));
}

/** Throws SourceFailure where a part of a list is missing, so that what is not found in it may exist. */
export async function requireWhole(
  reader: ServerReading,
  reading: Promise<Reading<Shortfall>>,
  type?: string,
): Promise<void> {
  const lack = mayLack((await reading).value, type);
  if (lack !== null) throw attributed(lack, reader);
}

async function find<T extends { readonly type: string }>(
  reader: ServerReading,
  reading: Promise<Reading<Snapshot<T>>>,
  nativeId: string,
  type: string | undefined,
): Promise<T | null> {
  const record = (await reading).value.byId.get(nativeId);
  if (record !== undefined) return type === undefined || record.type === type ? record : null;
  await requireWhole(reader, reading, type);
  return null;
}

function existing<T>(records: readonly (T | null)[]): T[] {
  return records.filter((record) => record !== null);
}

function attributed(failure: SourceFailure, { server }: ServerReading): SourceFailure {
  failure.server = server.key;
  failure.product = server.product;
  return failure;
}
