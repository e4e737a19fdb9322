import type { ServerReader } from '../../../core/federation/server-reader.js';
import type { PolicyTemplate, SlaCompliance } from '../mappers/sla.js';
import { VbAwsAdapter } from '../vbaws-adapter.js';

/** What only this product has, read once per operation and server however many rows need it. */
export function regionNames(reader: ServerReader): Promise<ReadonlyMap<string, string>> {
  return reader.dataset(VbAwsAdapter, 'regions', (adapter, scope) => adapter.regionNames(scope));
}

/** The templates that SLA-based policies promise by, or store by. */
export function templates(
  reader: ServerReader,
  kind: 'slaTemplates' | 'storageTemplates',
): Promise<readonly PolicyTemplate[]> {
  return reader.dataset(VbAwsAdapter, kind, (adapter, scope) => adapter[kind](scope));
}

/** One call for each policy asked for. null: the appliance has not judged it. */
export function slaCompliance(reader: ServerReader, policyId: string): Promise<SlaCompliance | null> {
  return reader.dataset(VbAwsAdapter, `slaReport ${policyId}`, (adapter, scope) =>
    adapter.slaCompliance(policyId, scope),
  );
}
