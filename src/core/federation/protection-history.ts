import type { PolicyPeriod } from '../history/policy-periods.js';
import { inTurns } from '../fairness/in-turns.js';
import type { Instant, Milliseconds } from '../model/instant.js';
import type { PolicyRecord } from '../model/policy.js';
import type { ServerScope } from './fleet.js';
import type { FleetReader } from './fleet-reader.js';
import { outcomeOf } from './inventory-list.js';
import type { AskedPeriods, PolicyHistory } from './policy-history.js';
import { policyHistory } from './policy-history.js';
import type { Reported } from './fleet-reports.js';
import type { ServerReader } from './server-reader.js';
import { SourceFailure } from '../errors/source-failure.js';
import type { ResultCounts } from '../reports/session-stats.js';
import { serverRuns } from './server-runs.js';
import type { SourceOutcome } from './source-outcome.js';

/** What all policies did in one period. */
export interface ProtectionPoint extends ResultCounts {
  /** The begin of the period. */
  readonly time: Instant;
  /** Policies of which something is known. */
  readonly policies: number;
  /** Of them, those that were in breach for a time. */
  readonly breached: number;
  /** The sum over them. */
  readonly inBreach: Milliseconds;
  /** How many began in it. */
  readonly runs: number;
  /** Of which part the runs are known, 0 to 1: the mean of all policies. */
  readonly coverage: number;
}

export interface ProtectionHistory {
  /** One of each period, oldest first. */
  readonly points: readonly ProtectionPoint[];
  /** Of which part of all periods the runs are known, 0 to 1: the mean of all policies. */
  readonly coverage: number;
  /** All is known of every policy that could be read; false also where there is none. */
  readonly complete: boolean;
  /** Nothing is missing of any policy from here on; null: of the end of one, or there is none. */
  readonly coveredFrom: Instant | null;
}

const COUNTS = ['runs', 'success', 'warning', 'failed', 'cancelled', 'running'] as const;

/** What the policies of the chosen servers did, period by period: the sums of their own histories. */
export async function reportProtectionHistory(
  fleet: FleetReader,
  scope: ServerScope,
  asked: AskedPeriods,
): Promise<Reported<ProtectionHistory>> {
  const histories: PolicyHistory[] = [];
  const sums = asked.periods.map(({ start }) => new Sum(start));
  const outcomes = await Promise.all(
    fleet.select(scope).map(async (reader) => {
      const [outcome, policies] = await policiesOf(reader, asked);
      const found = await Promise.all(policies.map((policy) => policyHistory(reader, policy, asked)));
      await inTurns(found, fleet.budget, (history) => {
        histories.push({ ...history, periods: [] });
        history.periods.forEach((period, index) => sums[index]?.add(period));
      });
      return outcome;
    }),
  );
  const coverage = mean(histories.map((history) => history.coverage));
  const since = Math.max(...histories.map(({ coveredFrom }) => coveredFrom ?? Infinity));
  return {
    report: {
      points: sums.map((sum) => sum.point(histories.length)),
      coverage,
      complete: histories.length > 0 && histories.every(({ complete }) => complete),
      coveredFrom: Number.isFinite(since) ? since : null,
    },
    outcomes,
  };
}

/** The policies of a server, and how it fared with them and their sessions. */
async function policiesOf(
  reader: ServerReader,
  { periods }: AskedPeriods,
): Promise<readonly [SourceOutcome, readonly PolicyRecord[]]> {
  try {
    const reading = await reader.policies();
    const { items } = reading.value;
    const outcome = outcomeOf(reader, reading, items.length);
    const [first, last] = [periods.at(0), periods.at(-1)];
    if (outcome.status !== 'OK' || first === undefined || last === undefined) return [outcome, items];
    const runs = await serverRuns(reader, first.start, last.end);
    return [{ ...runs.outcome, count: runs.outcome.status === 'OK' ? items.length : null }, items];
  } catch (failure) {
    if (!(failure instanceof SourceFailure)) throw failure;
    return [reader.failedOutcome(failure), []];
  }
}

/** Adds up one period of many policies. */
class Sum {
  private readonly counts = { runs: 0, success: 0, warning: 0, failed: 0, cancelled: 0, running: 0 };
  private policies = 0;
  private breached = 0;
  private inBreach = 0;
  private coverage = 0;

  constructor(private readonly time: Instant) {}

  add(period: PolicyPeriod): void {
    for (const name of COUNTS) this.counts[name] += period[name];
    if (period.coverage > 0) this.policies += 1;
    if ((period.inBreach ?? 0) > 0) this.breached += 1;
    this.inBreach += period.inBreach ?? 0;
    this.coverage += period.coverage;
  }

  point(policies: number): ProtectionPoint {
    return {
      time: this.time,
      policies: this.policies,
      breached: this.breached,
      inBreach: this.inBreach,
      ...this.counts,
      coverage: policies === 0 ? 0 : this.coverage / policies,
    };
  }
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
