import type { ServerReader } from '../../../core/federation/server-reader.js';
import { VbrAdapter } from '../adapters/vbr-adapter.js';
import type { VbrJobDetails, VbrRepositoryDetails } from '../model.js';

/** The full list of jobs, read once per operation and server however many jobs are shown. */
export function jobDetails(reader: ServerReader): Promise<ReadonlyMap<string, VbrJobDetails>> {
  return reader.dataset(VbrAdapter, 'jobs', (adapter, scope) => adapter.jobs(scope));
}

/** The full list of repositories, read once per operation and server however many repositories are shown. */
export function repositoryDetails(reader: ServerReader): Promise<ReadonlyMap<string, VbrRepositoryDetails>> {
  return reader.dataset(VbrAdapter, 'repositories', (adapter, scope) => adapter.repositoryDetails(scope));
}
