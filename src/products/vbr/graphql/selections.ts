import type { ProtectedSelection } from '../../../core/model/policy-terms.js';
import type { VbrJobDetails, VbrSelectedObject } from '../model.js';
import type { Origin } from './edges.js';
import { jobsById, repositoriesById } from './edges.js';

/** What a job takes in and leaves out; of copies, the jobs and repositories they copy. */
export async function selectionsOf(
  job: Origin,
  { selectedObjects, excludedObjects, sourceJobIds, sourceRepositoryIds }: VbrJobDetails,
): Promise<readonly ProtectedSelection[]> {
  const [jobs, repositories] = await Promise.all([
    sourceJobIds.length === 0 ? [] : jobsById(job, sourceJobIds),
    sourceRepositoryIds.length === 0 ? [] : repositoriesById(job, sourceRepositoryIds),
  ]);
  return [
    ...selectedObjects.map((object) => selection(object, false)),
    ...jobs.map(({ name }) => ({ name, type: 'Policy', excluded: false })),
    ...repositories.map(({ name }) => ({ name, type: 'Repository', excluded: false })),
    ...excludedObjects.map((object) => selection(object, true)),
  ];
}

function selection({ name, type }: VbrSelectedObject, excluded: boolean): ProtectedSelection {
  return { name, type: type ?? 'Unknown', excluded };
}
