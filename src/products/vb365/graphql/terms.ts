import { repositoryById } from '../../../core/federation/inventory-lookup.js';
import type { PolicyRetention, ProtectedSelection } from '../../../core/model/policy-terms.js';
import type { PolicyType } from '../../../schema/policies/policy.type.js';
import type { JobRecord, M365RepositoryRecord } from '../native.js';
import type { JobItemRow } from '../wire/infrastructure.js';
import { jobItemsOf, organizationOf } from './datasets.js';

/** How long the repository of a job keeps what it writes. null: the job names none, or it is no longer there. */
export async function keptIn({ record, reader }: PolicyType): Promise<PolicyRetention | null> {
  const [id] = record.repositoryIds ?? [];
  const repository = id === undefined ? null : await repositoryById(reader, id);
  if (repository === null) return null;
  const { days, summary } = (repository as M365RepositoryRecord).native.retention;
  return { days, points: null, gfs: null, text: summary };
}

/** What a job takes in and leaves out; a job that names nothing takes in its whole organization. */
export async function selectionsOf(job: PolicyType<JobRecord>): Promise<readonly ProtectedSelection[]> {
  const { reader, record } = job;
  const [selected, excluded] = await Promise.all([
    jobItemsOf(reader, record.nativeId, 'SelectedItems'),
    jobItemsOf(reader, record.nativeId, 'ExcludedItems'),
  ]);
  const named = selected.map((item) => selection(item, false));
  const taken = named.length > 0 ? named : await wholeOrganization(job);
  return [...taken, ...excluded.map((item) => selection(item, true))];
}

async function wholeOrganization({
  reader,
  record,
}: PolicyType<JobRecord>): Promise<readonly ProtectedSelection[]> {
  const organization = await organizationOf(reader, record.native.organizationId);
  const name = organization?.name ?? record.native.organizationId;
  return name === null ? [] : [{ name, type: 'Organization', excluded: false }];
}

function selection({ id, type, name, address }: JobItemRow, excluded: boolean): ProtectedSelection {
  return { name: name ?? address ?? type ?? id ?? 'Unknown', type: type ?? 'Unknown', excluded };
}
