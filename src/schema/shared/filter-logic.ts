import { BadInputError } from '../../core/errors/bad-input.js';
import type { CriteriaTest } from '../../core/model/criteria-tests.js';

/** What every filter nests. */
export interface NestedFilters<F> {
  readonly and?: readonly F[] | null;
  readonly or?: readonly F[] | null;
  readonly not?: F | null;
}

/** Each row is compared with each of them. */
const MOST_FILTERS = 100;
const DEEPEST = 5;

export const AND = 'All of these hold, too. [] asks for nothing more.';
export const OR = 'At least one of these holds, too. [] matches nothing.';
export const NOT =
  'This does not hold: what matches it is left out, all else is in, also what has no such value. Filters stand at most five deep in each other, and 100 in all.';

/** Reads the filters nested in a filter by `read`. Throws BadInputError where they are too many or too deep. */
export function nestedIn<F extends NestedFilters<F>, C>(
  filter: F,
  path: readonly string[],
  read: (filter: F, path: readonly string[]) => C,
): { also?: readonly CriteriaTest<C>[] } {
  if (path.length === 1) checkSize(filter, path);
  const listed = (name: 'and' | 'or'): C[] =>
    (filter[name] ?? []).map((one, index) => read(one, [...path, name, String(index)]));
  const also: CriteriaTest<C>[] = [
    ...listed('and').map((one) => ({ any: [one] })),
    ...(filter.or ? [{ any: listed('or') }] : []),
    ...(filter.not ? [{ none: read(filter.not, [...path, 'not']) }] : []),
  ];
  return also.length === 0 ? {} : { also };
}

function checkSize<F extends NestedFilters<F>>(filter: F, path: readonly string[]): void {
  let count = 0;
  const walk = ({ and, or, not }: F, depth: number): void => {
    const nested = [...(and ?? []), ...(or ?? []), ...(not ? [not] : [])];
    count += nested.length;
    if (count > MOST_FILTERS)
      throw new BadInputError(`expected at most ${MOST_FILTERS} nested filters`, path);
    if (nested.length > 0 && depth === DEEPEST)
      throw new BadInputError(`expected filters at most ${DEEPEST} deep in each other`, path);
    for (const one of nested) walk(one, depth + 1);
  };
  walk(filter, 0);
}
