import type { ServerReader } from '../../../core/federation/server-reader.js';
import type { Reading } from '../../../core/federation/server-reading.js';
import type { Snapshot } from '../../../core/federation/snapshot-kinds.js';
import type { CallScope } from '../../../core/ports/call-scope.js';
import type { Known } from '../adapters/lookups.js';
import type { SlaReader } from '../adapters/sla-reader.js';
import type { AwsRegion, PolicyTemplate } from '../mappers/lookups.js';
import type { SlaCompliance } from '../mappers/sla.js';
import { VbAwsAdapter } from '../vbaws-adapter.js';

/** What only this product has, read once for a server however many rows need it. */
export async function regionNames(reader: ServerReader): Promise<ReadonlyMap<string, string>> {
  const { value } = await regionsOf(reader);
  return new Map(value.items.map(({ nativeId, name }) => [nativeId, name]));
}

export function regionsOf(reader: ServerReader): Promise<Reading<Snapshot<Known<AwsRegion>>>> {
  return reader.list(VbAwsAdapter, 'regions', ({ lookups }, scope) => lookups.regions(scope));
}

/** The templates that SLA-based policies promise by, or store by. */
export function templatesOf(
  reader: ServerReader,
  kind: 'slaTemplates' | 'storageTemplates',
): Promise<Reading<Snapshot<Known<PolicyTemplate>>>> {
  return reader.list(VbAwsAdapter, kind, ({ lookups }, scope) => lookups[kind](scope));
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
