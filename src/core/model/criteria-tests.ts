/** A further condition on rows: one of several criteria holds, or one does not. */
export type CriteriaTest<C> = { readonly any: readonly C[] } | { readonly none: C };

/** Criteria that may hold further conditions, each of which must hold, too. */
export interface Tested<C> {
  readonly also?: readonly CriteriaTest<C>[];
}

/** null: it cannot be told. */
export type Verdict = boolean | null;

/** Whether criteria hold, with all that is nested in them; `judge` decides what a level asks for by itself. */
export function holds<C extends Tested<C>>(criteria: C, judge: (own: C) => boolean): boolean {
  return (
    judge(criteria) &&
    (criteria.also ?? []).every((test) =>
      'any' in test ? test.any.some((one) => holds(one, judge)) : !holds(test.none, judge),
    )
  );
}

/** The same where something cannot be told: what follows from the rest all the same is decided. */
export function verdictOn<C extends Tested<C>>(criteria: C, judge: (own: C) => Verdict): Verdict {
  const tests = (criteria.also ?? []).map((test) =>
    'any' in test ? anyOf(test.any.map((one) => verdictOn(one, judge))) : not(verdictOn(test.none, judge)),
  );
  return allOf([judge(criteria), ...tests]);
}

/** The same where judging takes time. */
export async function decide<C extends Tested<C>>(
  criteria: C,
  judge: (own: C) => Promise<Verdict>,
): Promise<Verdict> {
  const known = new Map<C, Verdict>();
  await Promise.all(levels(criteria).map(async (level) => known.set(level, await judge(level))));
  return verdictOn(criteria, (level) => known.get(level) ?? null);
}

/** Every level of nested criteria, the outermost first. */
export function levels<C extends Tested<C>>(criteria: C): readonly C[] {
  const nested = (criteria.also ?? []).flatMap((test) => ('any' in test ? test.any : [test.none]));
  return [criteria, ...nested.flatMap((one) => levels(one))];
}

function allOf(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes(false)) return false;
  return verdicts.includes(null) ? null : true;
}

function anyOf(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes(true)) return true;
  return verdicts.includes(null) ? null : false;
}

function not(verdict: Verdict): Verdict {
  return verdict === null ? null : !verdict;
}
