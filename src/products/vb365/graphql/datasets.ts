import type { ServerReader } from '../../../core/federation/server-reader.js';
import type { Reading } from '../../../core/federation/server-reading.js';
import type { Snapshot } from '../../../core/federation/snapshot-kinds.js';
import { Vb365Adapter } from '../adapters/vb365-adapter.js';
import type { M365RepositoryRecord, ProxyRecord } from '../native.js';
import type {
  JobItemRow,
  OrganizationRow,
  ProxyPoolRow,
  SynchronizationRow,
} from '../wire/infrastructure.js';

/** What only this product has, read once for a server however many rows need it. null: there is no such thing. */
export async function organizationOf(
  reader: ServerReader,
  id: string | null,
): Promise<OrganizationRow | null> {
  if (id === null) return null;
  const all = await reader.inventory(Vb365Adapter, 'organizations', (adapter, scope) =>
    adapter.organizations(scope),
  );
  return all.value.get(id) ?? null;
}

/** All proxies of a server, with when they were read. */
export function proxiesOf(reader: ServerReader): Promise<Reading<Snapshot<ProxyRecord>>> {
  return reader.list(Vb365Adapter, 'proxies', ({ proxies }, scope) => proxies.list(scope));
}

/** The repositories that a proxy writes to alone. */
export async function repositoriesOf(
  reader: ServerReader,
  proxyId: string,
): Promise<readonly M365RepositoryRecord[]> {
  const { value } = await reader.repositories();
  const records = value.items as readonly M365RepositoryRecord[];
  return records.filter(({ native }) => native.proxyId === proxyId);
}

export async function poolOf(reader: ServerReader, id: string | null): Promise<ProxyPoolRow | null> {
  if (id === null) return null;
  const all = await reader.inventory(Vb365Adapter, 'proxy pools', ({ proxies }, scope) =>
    proxies.pools(scope),
  );
  return all.value.get(id) ?? null;
}

/** The synchronization of a repository: one that runs, else the last of the list, which carries no times. */
export async function synchronizationOf(
  reader: ServerReader,
  repositoryId: string,
): Promise<SynchronizationRow | null> {
  const all = await reader.dataset(Vb365Adapter, 'synchronizations', (adapter, scope) =>
    adapter.synchronizations(scope),
  );
  const own = all.filter((row) => row.repositoryId === repositoryId);
  return own.find(({ state }) => state?.toLowerCase() === 'synchronizing') ?? own.at(-1) ?? null;
}

export async function jobItemsOf(
  reader: ServerReader,
  jobId: string,
  list: 'SelectedItems' | 'ExcludedItems',
): Promise<readonly JobItemRow[]> {
  const items = await reader.inventory(Vb365Adapter, `${list} ${jobId}`, (adapter, scope) =>
    adapter.jobItems(jobId, list, scope),
  );
  return items.value;
}
