import type { TextCriteria } from '../ports/activity.js';

/** Whether a name satisfies every given part, without regard to case. */
export function matchesText(text: string, criteria: TextCriteria | undefined): boolean {
  if (criteria === undefined) return true;
  const folded = text.toLowerCase();
  return (
    (criteria.eq === undefined || folded === criteria.eq.toLowerCase()) &&
    (criteria.contains === undefined || folded.includes(criteria.contains.toLowerCase())) &&
    (criteria.startsWith === undefined || folded.startsWith(criteria.startsWith.toLowerCase())) &&
    (criteria.in === undefined || criteria.in.some((candidate) => candidate.toLowerCase() === folded))
  );
}
