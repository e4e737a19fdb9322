import type { SessionCriteria } from '../ports/activity.js';

/** What of a hull is narrowed: what products can be asked for. */
type Lists = 'kinds' | 'states' | 'results';

/**
 * The same criteria with what follows from their nested ones said outright, so that servers are asked for no more than can match: bounds
 * of the start, kinds, states and results. Nothing that matches is lost; the nested ones are applied as well.
 */
export function hullOf(criteria: SessionCriteria): SessionCriteria {
  return (criteria.also ?? []).reduce<SessionCriteria>((hull, test) => {
    if (!('any' in test)) return hull;
    const branches = test.any.map(hullOf);
    return { ...hull, ...boundsOf(hull, branches), ...listsOf(hull, branches) };
  }, criteria);
}

function boundsOf(hull: SessionCriteria, branches: readonly SessionCriteria[]): Partial<SessionCriteria> {
  const from = Math.max(
    hull.startedAfter ?? -Infinity,
    Math.min(...branches.map(({ startedAfter = -Infinity }) => startedAfter)),
  );
  const to = Math.min(
    hull.startedBefore ?? Infinity,
    Math.max(...branches.map(({ startedBefore = Infinity }) => startedBefore)),
  );
  return {
    ...(Number.isFinite(from) && { startedAfter: from }),
    ...(Number.isFinite(to) && { startedBefore: to }),
  };
}

function listsOf(hull: SessionCriteria, branches: readonly SessionCriteria[]): Partial<SessionCriteria> {
  return {
    ...narrowed('kinds', hull, branches),
    ...narrowed('states', hull, branches),
    ...narrowed('results', hull, branches),
  };
}

function narrowed<K extends Lists>(
  name: K,
  hull: SessionCriteria,
  branches: readonly SessionCriteria[],
): Partial<SessionCriteria> {
  const own: readonly string[] | undefined = hull[name];
  const lists = branches.map((branch) => branch[name] as readonly string[] | undefined);
  if (lists.some((list) => list === undefined)) return {};
  const union = [...new Set(lists.flatMap((list) => list ?? []))];
  return { [name]: own === undefined ? union : own.filter((value) => union.includes(value)) };
}
