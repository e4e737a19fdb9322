import type { ServerReader } from '../../../core/federation/server-reader.js';
import type { CallScope } from '../../../core/ports/call-scope.js';
import type { SlaReader } from '../adapters/sla-reader.js';
import type { PolicyTemplate, SlaCompliance } from '../mappers/sla.js';
import { VbAwsAdapter } from '../vbaws-adapter.js';

/** What only this product has, read once for a server however many rows need it. */
export async function regionNames(reader: ServerReader): Promise<ReadonlyMap<string, string>> {
  const names = await reader.inventory(VbAwsAdapter, 'regions', (adapter, scope) =>
    adapter.regionNames(scope),
  );
  return names.value;
}

/** The templates that SLA-based policies promise by, or store by. */
export async function templates(
  reader: ServerReader,
  kind: 'slaTemplates' | 'storageTemplates',
): Promise<readonly PolicyTemplate[]> {
  return (await reader.inventory(VbAwsAdapter, kind, (adapter, scope) => adapter[kind](scope))).value;
}

/**
 * One call for all policies where the appliance reports on all of them at once, as it is said to; else one for each policy asked
 * for. null: the appliance has not judged it.
 */
export async function slaCompliance(reader: ServerReader, policyId: string): Promise<SlaCompliance | null> {
  const shared = await reader.dataset(VbAwsAdapter, 'slaReport', async ({ sla }, scope) => ({
    askedFor: policyId,
    report: await sla.report(policyId, scope),
  }));
  const known = shared.report.get(policyId);
  if (known !== undefined || shared.askedFor === policyId) return known ?? null;
  return reader.dataset(VbAwsAdapter, `slaReport ${policyId}`, (adapter, scope) =>
    adapter.slaCompliance(policyId, scope),
  );
}

/** Something about one SLA-based policy, read once for the same question. */
export function slaDetail<T>(
  reader: ServerReader,
  question: readonly unknown[],
  load: (sla: SlaReader, scope: CallScope) => Promise<T>,
): Promise<T> {
  return reader.dataset(VbAwsAdapter, JSON.stringify(question), ({ sla }, scope) => load(sla, scope));
}
