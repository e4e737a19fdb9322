import type { RepositoryRecord } from '../../../core/model/repository.js';
import { toRepository } from '../mappers/repository.js';
import type { Membership } from '../mappers/repository.js';
import { isScaleOutType } from '../mappers/repository-types.js';
import { extentsOf, toScaleOutRepository } from '../mappers/scale-out-repository.js';
import type { VbrRepositoryRecord } from '../model.js';
import type { RepositoryStateRow } from '../wire/repository-state.js';
import { readScaleOutRepository } from '../wire/scale-out-repository.js';
import type { ScaleOutRepositoryRow } from '../wire/scale-out-repository.js';

export interface JoinedRepositories {
  readonly repositories: readonly RepositoryRecord[];
  /** Ids of extents that scale-out repositories name and the states leave out. */
  readonly lostExtents: readonly string[];
}

/**
 * Joins the list of repository states with that of scale-out repositories. A scale-out repository that the states show as a row of
 * their own is one repository, not two.
 */
export function joinRepositories(
  states: readonly RepositoryStateRow[],
  scaleOuts: readonly ScaleOutRepositoryRow[],
  server: string,
): JoinedRepositories {
  const known = new Set(scaleOuts.map(({ id }) => id));
  const isShadow = (row: RepositoryStateRow): boolean => known.has(row.id) || isScaleOutType(row.type);
  const shadows = new Map(states.filter(isShadow).map((row) => [row.id, row]));
  const lost = [...shadows.values()].filter(({ id }) => !known.has(id));
  const all = [...scaleOuts, ...lost.flatMap(bareScaleOut)];

  const names = new Map(states.map(({ id, name }) => [id, name]));
  const structures = all.map((row) => ({ row, extents: extentsOf(row, names) }));
  const memberships = new Map<string, Membership>(
    structures.flatMap(({ row, extents }) =>
      extents.map((extent) => [extent.id, { scaleOutRepositoryId: row.id, extent }] as const),
    ),
  );
  const repositories = states
    .filter((row) => !isShadow(row))
    .map((row) => toRepository(row, server, memberships.get(row.id)));
  return {
    repositories: [
      ...repositories,
      ...structures.map(({ row, extents }) =>
        toScaleOutRepository(row, server, extents, performanceOf(row, repositories), shadows.get(row.id)),
      ),
    ],
    lostExtents: [...memberships.keys()].filter((id) => !names.has(id)),
  };
}

/** The performance extents, by either side of the link: the repository's own word or the scale-out repository's list. */
function performanceOf(
  row: ScaleOutRepositoryRow,
  repositories: readonly VbrRepositoryRecord[],
): readonly VbrRepositoryRecord[] {
  return repositories.filter(({ partOf }) => partOf === row.id);
}

function bareScaleOut({ id, name, description }: RepositoryStateRow): ScaleOutRepositoryRow[] {
  const row = readScaleOutRepository({ id, name, description });
  return row === undefined ? [] : [row];
}
