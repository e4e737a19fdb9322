import type { Instant, Milliseconds } from '../model/instant.js';
import type { PolicyRecord, Schedule } from '../model/policy.js';

export type ObjectiveRule = 'CONFIGURED' | 'NATIVE_SLA' | 'SCHEDULE' | 'CADENCE' | 'NONE';

export interface Objective {
  readonly rule: ObjectiveRule;
  /** How old the last good run may be; null: the rule gives no length. */
  readonly length: Milliseconds | null;
}

/** What an objective is taken from. */
export interface ObjectiveSources {
  readonly policy: Pick<PolicyRecord, 'enabled' | 'nativeSla'>;
  /** The objective configured for its server or a tag of it; null: none. */
  readonly configured: Milliseconds | null;
  /** null: could not be read. */
  readonly schedule: Schedule | null;
  /** Starts of its last runs, retries left out, in any order; empty: not known, or it never ran. */
  readonly runStarts: readonly Instant[];
}

/** How a sentence names where an objective comes from, after its length. */
export const OBJECTIVE_WORDS: Readonly<Record<ObjectiveRule, string>> = {
  CONFIGURED: 'that are configured',
  NATIVE_SLA: 'of its service level agreement',
  SCHEDULE: 'that its schedule allows, grace included',
  CADENCE: 'that the usual gap between its runs allows, grace included',
  NONE: 'without a rule',
};

const SHORTEST_GRACE = 2 * 3_600_000;
const GRACE_SHARE = 0.1;
const CADENCE_TOLERANCE = 1.5;
const FEWEST_RUNS = 3;

/**
 * The objective of a policy by the first rule that applies:
 * - CONFIGURED: the length set in the configuration.
 * - NATIVE_SLA: the product's own agreement, where it has a verdict or a length.
 * - SCHEDULE: the longest gap of the schedule, and a grace: a tenth of the gap, at least two hours, so that a run that is
 *   still at work (or started late) is no breach.
 * - CADENCE: one and a half times the median gap between the starts of its last runs, and the same grace of that gap. It
 *   takes three runs, and never applies to a policy known to be unscheduled: runs started by hand promise nothing.
 * - NONE.
 */
export function objectiveOf({ policy, configured, schedule, runStarts }: ObjectiveSources): Objective {
  if (configured !== null) return { rule: 'CONFIGURED', length: configured };
  const sla = policy.nativeSla;
  if (sla !== undefined && (sla.met !== null || sla.objective !== null))
    return { rule: 'NATIVE_SLA', length: sla.objective };
  if (schedule?.scheduled === false) return { rule: 'NONE', length: null };
  if (typeof schedule?.longestGap === 'number')
    return { rule: 'SCHEDULE', length: schedule.longestGap + graceOf(schedule.longestGap) };
  const gap = medianGap(runStarts);
  if (gap === null) return { rule: 'NONE', length: null };
  return { rule: 'CADENCE', length: Math.round(CADENCE_TOLERANCE * gap) + graceOf(gap) };
}

function graceOf(gap: Milliseconds): Milliseconds {
  return Math.max(SHORTEST_GRACE, Math.round(GRACE_SHARE * gap));
}

function medianGap(starts: readonly Instant[]): Milliseconds | null {
  const sorted = [...new Set(starts)].sort((a, b) => a - b);
  if (sorted.length < FEWEST_RUNS) return null;
  const gaps = sorted.slice(1).map((start, i) => start - sorted[i]!);
  gaps.sort((a, b) => a - b);
  const middle = gaps.length / 2;
  return (gaps[Math.ceil(middle) - 1]! + gaps[Math.floor(middle)]!) / 2;
}
