import type { ServerReader } from '../../../core/federation/server-reader.js';
import { Vb365Adapter } from '../adapters/vb365-adapter.js';
import type { JobItemRow, OrganizationRow, ProxyPoolRow, ProxyRow } from '../wire/infrastructure.js';

/** What only this product has, read once per operation and server however many rows need it. null: there is no such thing. */
export async function organizationOf(
  reader: ServerReader,
  id: string | null,
): Promise<OrganizationRow | null> {
  if (id === null) return null;
  const all = await reader.dataset(Vb365Adapter, 'organizations', (adapter, scope) =>
    adapter.organizations(scope),
  );
  return all.get(id) ?? null;
}

export async function proxyRowOf(reader: ServerReader, id: string | null): Promise<ProxyRow | null> {
  if (id === null) return null;
  const all = await reader.dataset(Vb365Adapter, 'proxies', (adapter, scope) => adapter.proxies(scope));
  return all.get(id) ?? null;
}

export async function poolOf(reader: ServerReader, id: string | null): Promise<ProxyPoolRow | null> {
  if (id === null) return null;
  const all = await reader.dataset(Vb365Adapter, 'proxy pools', (adapter, scope) =>
    adapter.proxyPools(scope),
  );
  return all.get(id) ?? null;
}

export function jobItemsOf(
  reader: ServerReader,
  jobId: string,
  list: 'SelectedItems' | 'ExcludedItems',
): Promise<readonly JobItemRow[]> {
  return reader.dataset(Vb365Adapter, `${list} ${jobId}`, (adapter, scope) =>
    adapter.jobItems(jobId, list, scope),
  );
}
