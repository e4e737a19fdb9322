import { unlessFailed } from '../errors/source-failure.js';
import { policyPeriods } from '../history/policy-periods.js';
import type { PolicyPeriod, PolicyTerms } from '../history/policy-periods.js';
import type { Instant, Milliseconds } from '../model/instant.js';
import type { PolicyRecord } from '../model/policy.js';
import { GOOD_RESULTS } from '../model/session.js';
import type { Period } from '../reports/periods.js';
import type { Run } from '../reports/runs.js';
import { lastSuccessOf, scheduleOf } from './policy-facts.js';
import { recoveryPointOf } from './policy-recovery-point.js';
import type { ServerReader } from './server-reader.js';
import { serverRuns } from './server-runs.js';

/** What a policy did in each of some periods. */
export interface PolicyHistory {
  /** Oldest first. */
  readonly periods: readonly PolicyPeriod[];
  /** Of which part of all periods the runs are known, 0 to 1. */
  readonly coverage: number;
  /** All of it is known. */
  readonly complete: boolean;
  /** Nothing is missing from here on; null: of the end. */
  readonly coveredFrom: Instant | null;
  /** The sum of what is known; null: nothing is. */
  readonly inBreach: Milliseconds | null;
}

/** Periods that follow each other, as they are asked for. */
export interface AskedPeriods {
  readonly periods: readonly Period[];
  readonly now: Instant;
}

const NO_RUNS: readonly Run[] = [];

/** What a policy did. What cannot be read makes it unknown, never an error. */
export async function policyHistory(
  reader: ServerReader,
  policy: PolicyRecord,
  { periods, now }: AskedPeriods,
): Promise<PolicyHistory> {
  const [first, last] = [periods.at(0), periods.at(-1)];
  if (first === undefined || last === undefined)
    return { periods: [], coverage: 0, complete: false, coveredFrom: null, inBreach: null };
  const { byPolicy, from, until } = await serverRuns(reader, first.start, last.end);
  const known = { runs: byPolicy.get(policy.nativeId) ?? NO_RUNS, from, until: Math.min(until, now) };
  const told = policyPeriods(periods, await termsOf(reader, policy, known.runs), known, now);
  const end = Math.min(last.end, now);
  const covered = Math.max(0, Math.min(end, known.until) - Math.max(first.start, from));
  const breaches = told.flatMap(({ inBreach }) => inBreach ?? []);
  return {
    periods: told,
    coverage: end <= first.start ? 0 : covered / (end - first.start),
    complete: covered > 0 && covered >= end - first.start,
    coveredFrom: known.until >= end && from < end ? Math.max(first.start, from) : null,
    inBreach: breaches.length === 0 ? null : breaches.reduce((sum, one) => sum + one, 0),
  };
}

async function termsOf(
  reader: ServerReader,
  policy: PolicyRecord,
  runs: readonly Run[],
): Promise<PolicyTerms> {
  const [schedule, { objective, rule }, goodBefore] = await Promise.all([
    unlessFailed(scheduleOf(reader, policy), null),
    recoveryPointOf(reader, policy),
    runs.some(isGood) ? ('unknown' as const) : unlessFailed(lastSuccessOf(reader, policy), 'unknown'),
  ]);
  return {
    enabled: policy.enabled,
    schedule: schedule ?? (policy.nextRun === null ? null : { scheduled: true, longestGap: null }),
    objective: { length: objective, rule },
    goodBefore,
  };
}

function isGood({ result, duration }: Run): boolean {
  return GOOD_RESULTS.includes(result) && duration !== null;
}
