import DataLoader from 'dataloader';
import { batchedWith } from '../../../core/fairness/batching.js';
import type { ServerReader } from '../../../core/federation/server-reader.js';
import { VbrAdapter } from '../adapters/vbr-adapter.js';
import type { VbrJobDetails, VbrRepositoryDetails } from '../model.js';

/** The full list of jobs, read once for a server however many jobs are shown. */
export async function jobDetails(reader: ServerReader): Promise<ReadonlyMap<string, VbrJobDetails>> {
  const jobs = await reader.inventory(VbrAdapter, 'jobs', (adapter, scope) => adapter.jobs(scope));
  return jobs.value;
}

/**
 * How a repository is set up; null: the server has none with this id. Asked for many, it costs one list a server,
 * for a single one a call of its own.
 */
export function repositorySettings(
  reader: ServerReader,
  nativeId: string,
): Promise<VbrRepositoryDetails | null> {
  let loader = settingsLoaders.get(reader);
  if (loader === undefined) {
    // The reader remembers what it has read, and forgets it after a change.
    loader = new DataLoader((ids) => loadSettings(reader, ids), {
      cache: false,
      ...batchedWith(reader.budget),
    });
    settingsLoaders.set(reader, loader);
  }
  return loader.load(nativeId);
}

const settingsLoaders = new WeakMap<ServerReader, DataLoader<string, VbrRepositoryDetails | null>>();

async function loadSettings(
  reader: ServerReader,
  ids: readonly string[],
): Promise<(VbrRepositoryDetails | null)[]> {
  const [first, ...others] = new Set(ids);
  if (first !== undefined && others.length === 0) {
    const one = await reader.inventory(VbrAdapter, `repository ${first}`, (adapter, scope) =>
      adapter.repositoryDetailsOf(first, scope),
    );
    return ids.map(() => one.value);
  }
  const all = await reader.inventory(VbrAdapter, 'repositories', (adapter, scope) =>
    adapter.repositoryDetails(scope),
  );
  return ids.map((id) => all.value.get(id) ?? null);
}
