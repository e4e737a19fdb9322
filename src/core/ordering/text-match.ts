import type { TextCriteria } from '../ports/activity.js';

/** What names are compared with, in lower case. */
interface FoldedCriteria {
  readonly eq: string | undefined;
  readonly contains: string | undefined;
  readonly startsWith: string | undefined;
  readonly in: ReadonlySet<string> | undefined;
}

/** Criteria are folded once for all the rows they are compared with. */
const folded = new WeakMap<TextCriteria, FoldedCriteria>();

/** Whether a name satisfies every given part, without regard to case. */
export function matchesText(text: string, criteria: TextCriteria | undefined): boolean {
  if (criteria === undefined) return true;
  const wanted = folded.get(criteria) ?? fold(criteria);
  const name = text.toLowerCase();
  return (
    (wanted.eq === undefined || name === wanted.eq) &&
    (wanted.contains === undefined || name.includes(wanted.contains)) &&
    (wanted.startsWith === undefined || name.startsWith(wanted.startsWith)) &&
    (wanted.in?.has(name) ?? true)
  );
}

function fold(criteria: TextCriteria): FoldedCriteria {
  const made: FoldedCriteria = {
    eq: criteria.eq?.toLowerCase(),
    contains: criteria.contains?.toLowerCase(),
    startsWith: criteria.startsWith?.toLowerCase(),
    in: criteria.in && new Set(criteria.in.map((word) => word.toLowerCase())),
  };
  folded.set(criteria, made);
  return made;
}
