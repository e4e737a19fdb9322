/** The revisions of the REST API the gateway knows, newest first: the order in which they are tried. */
export const REVISIONS = ['1.3-rev2', '1.3-rev1', '1.3-rev0', '1.2-rev1'] as const;

const REVISION_PATTERN = /(\d+)\.(\d+)-rev(\d+)/;

/** Whether `revision` is `other` or newer. A word that is no revision counts as newest. */
export function isAtLeast(revision: string, other: (typeof REVISIONS)[number]): boolean {
  return rank(revision) >= rank(other);
}

/** Every revision a text names, in its order. */
export function revisionsIn(text: string): string[] {
  return [...text.matchAll(new RegExp(REVISION_PATTERN, 'g'))].map(([word]) => word);
}

function rank(revision: string): number {
  const [, major, minor, rev] = REVISION_PATTERN.exec(revision) ?? [];
  return rev === undefined
    ? Number.POSITIVE_INFINITY
    : Number(major) * 1_000_000 + Number(minor) * 1000 + Number(rev);
}
