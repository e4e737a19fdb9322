import type { PageRequest } from '../../core/federation/page.js';
import type { PolicyCriteria, PolicyOrder } from '../../core/federation/policy-list.js';
import { policyCursors } from '../../core/federation/policy-list.js';
import { nestedIn } from '../shared/filter-logic.js';
import { idArgument } from '../shared/id-arguments.js';
import { toPageRequest } from '../shared/page-args.js';
import { toServerScope } from '../shared/server-scope.js';
import { toTextCriteria } from '../shared/text-criteria.js';
import type { PolicyArgs, PolicyFilter } from './policy.inputs.js';

const BY_NAME: PolicyOrder = { field: 'NAME', direction: 'ASC' };

export interface PolicyRequest {
  readonly criteria: PolicyCriteria;
  readonly order: PolicyOrder;
  readonly page: PageRequest;
}

/** Reads the arguments of a list of policies. Throws BadInputError; costs no call, so it also serves as their check. */
export function toPolicyRequest(args: PolicyArgs): PolicyRequest {
  const order = args.orderBy ?? BY_NAME;
  return {
    criteria: toPolicyCriteria(args.filter ?? {}, ['filter']),
    order,
    page: toPageRequest(args, policyCursors(order)),
  };
}

/** Reads a filter. Throws BadInputError. */
export function toPolicyCriteria(filter: PolicyFilter, path: readonly string[]): PolicyCriteria {
  return {
    ...toServerScope(filter, path),
    ...(filter.name ? { name: toTextCriteria(filter.name, [...path, 'name']) } : {}),
    ...(filter.kinds ? { kinds: filter.kinds } : {}),
    ...(filter.workloads ? { workloads: filter.workloads } : {}),
    ...(filter.enabled != null ? { enabled: filter.enabled } : {}),
    ...(filter.status ? { statuses: filter.status } : {}),
    ...(filter.lastResult ? { lastResults: filter.lastResult } : {}),
    ...(filter.lastSuccessBefore != null ? { lastSuccessBefore: filter.lastSuccessBefore } : {}),
    ...(filter.recoveryPoint ? { recoveryPoints: filter.recoveryPoint } : {}),
    ...(filter.repository != null
      ? { repository: idArgument(filter.repository, [...path, 'repository']) }
      : {}),
    ...nestedIn(filter, path, toPolicyCriteria),
  };
}
