import { BadInputError } from '../../core/errors/bad-input.js';
import type { PageRequest } from '../../core/federation/page.js';
import type { RepositoryCriteria, RepositoryOrder } from '../../core/federation/repository-list.js';
import { repositoryCursors } from '../../core/federation/repository-list.js';
import { nestedIn } from '../shared/filter-logic.js';
import { toPageRequest } from '../shared/page-args.js';
import { toServerScope } from '../shared/server-scope.js';
import { toTextCriteria } from '../shared/text-criteria.js';
import type { RepositoryArgs, RepositoryFilter } from './repository.inputs.js';

const BY_NAME: RepositoryOrder = { field: 'NAME', direction: 'ASC' };

export interface RepositoryRequest {
  readonly criteria: RepositoryCriteria;
  readonly order: RepositoryOrder;
  readonly page: PageRequest;
}

/** Reads the arguments of a list of repositories. Throws BadInputError; costs no call, so it also serves as their check. */
export function toRepositoryRequest(args: RepositoryArgs): RepositoryRequest {
  const order = args.orderBy ?? BY_NAME;
  return {
    criteria: toRepositoryCriteria(args.filter ?? {}, ['filter']),
    order,
    page: toPageRequest(args, repositoryCursors(order)),
  };
}

/** Reads a filter. Throws BadInputError. */
export function toRepositoryCriteria(filter: RepositoryFilter, path: readonly string[]): RepositoryCriteria {
  const { usedRatioAtLeast } = filter;
  if (usedRatioAtLeast != null && (usedRatioAtLeast < 0 || usedRatioAtLeast > 1))
    throw new BadInputError(`expected a number from 0 to 1, got ${usedRatioAtLeast}`, [
      ...path,
      'usedRatioAtLeast',
    ]);
  const { daysLeftBelow } = filter;
  if (daysLeftBelow != null && !(daysLeftBelow > 0))
    throw new BadInputError(`expected a number of days above 0, got ${daysLeftBelow}`, [
      ...path,
      'daysLeftBelow',
    ]);
  return {
    ...toServerScope(filter, path),
    ...(filter.name ? { name: toTextCriteria(filter.name, [...path, 'name']) } : {}),
    ...(filter.kinds ? { kinds: filter.kinds } : {}),
    ...(filter.status ? { statuses: filter.status } : {}),
    ...(usedRatioAtLeast != null ? { usedRatioAtLeast } : {}),
    ...(filter.freeBelow != null ? { freeBelow: filter.freeBelow } : {}),
    ...(daysLeftBelow != null ? { daysLeftBelow } : {}),
    ...nestedIn(filter, path, toRepositoryCriteria),
  };
}
