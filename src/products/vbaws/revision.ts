/** Spoken when the configuration names none: product 10. */
export const DEFAULT_REVISION = '1.8-rev0';

/** Minor number of a "1.8-rev0" text; unreadable ones count as the default's. */
export function minorOf(revision: string): number {
  const match = /^1\.(\d+)/.exec(revision);
  return match ? Number(match[1]) : 8;
}
