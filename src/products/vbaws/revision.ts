/** Spoken when the configuration names none: product 10. */
export const DEFAULT_REVISION = '1.8-rev0';

/** The first revision with SLA-based policies that is published. */
const SLA_SINCE = 8;

/** Deleted from the API with this revision. */
const RESCAN_GONE_SINCE = 4;

export function hasRescan(revision: string): boolean {
  return minorOf(revision) < RESCAN_GONE_SINCE;
}

export function hasSlaPolicies(revision: string): boolean {
  return minorOf(revision) >= SLA_SINCE;
}

/** Why nothing can be done with them. */
export function slaPoliciesMissing(revision: string): string {
  return `SLA-based policies need revision 1.8-rev0 or newer; the server is spoken to in ${revision}`;
}

/** Minor number of a "1.8-rev0" text; unreadable ones count as the default's. */
export function minorOf(revision: string): number {
  const match = /^1\.(\d+)/.exec(revision);
  return match ? Number(match[1]) : 8;
}
