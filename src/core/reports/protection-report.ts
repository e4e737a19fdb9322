import type { Instant, Milliseconds } from '../model/instant.js';
import type { PolicyRecord, Schedule } from '../model/policy.js';

/** A policy and what the report needs to know of its runs. */
export interface ProtectionInput {
  readonly policy: PolicyRecord;
  /** null: could not be read. */
  readonly schedule: Schedule | null;
  /** Start of the last run; null: never ran. "unknown": could not be read. */
  readonly lastRun: Instant | null | 'unknown';
  /** End of the last run that ended SUCCESS or WARNING; null: there is none. "unknown": could not be read. */
  readonly lastSuccess: Instant | null | 'unknown';
}

/**
 * Policies against one recovery point objective. Each policy is in exactly one of `compliant`, `breaching`, `neverRan`,
 * `disabled`, `unscheduled` and `unknown`.
 */
export interface ProtectionReport {
  readonly policies: number;
  /** The last good run ended within the objective, whether the policy is scheduled or not. */
  readonly compliant: number;
  /** Enabled and scheduled; has run, but its last good run is older than the objective, or none was good. */
  readonly breaching: readonly PolicyRecord[];
  /** Enabled and scheduled; has not run at all. */
  readonly neverRan: readonly PolicyRecord[];
  readonly disabled: number;
  /** Not compliant, but nothing is scheduled: no breach. */
  readonly unscheduled: number;
  /** The last good run could not be read. */
  readonly unknown: number;
  /** 0 to 1: `compliant` among compliant, breaching and never run policies; null: there are none of these. */
  readonly complianceRate: number | null;
}

type Verdict = 'compliant' | 'breaching' | 'neverRan' | 'disabled' | 'unscheduled' | 'unknown';

/** Sorts policies by whether their last good run ended at most `rpo` before `now`. Lists keep the order of the input. */
export function protectionReport(
  policies: Iterable<ProtectionInput>,
  rpo: Milliseconds,
  now: Instant,
): ProtectionReport {
  const found: Record<Verdict, PolicyRecord[]> = {
    compliant: [],
    breaching: [],
    neverRan: [],
    disabled: [],
    unscheduled: [],
    unknown: [],
  };
  for (const input of policies) found[verdictOn(input, now - rpo)].push(input.policy);
  const { compliant, breaching, neverRan, disabled, unscheduled, unknown } = found;
  const judged = compliant.length + breaching.length + neverRan.length;
  return {
    policies: judged + disabled.length + unscheduled.length + unknown.length,
    compliant: compliant.length,
    breaching,
    neverRan,
    disabled: disabled.length,
    unscheduled: unscheduled.length,
    unknown: unknown.length,
    complianceRate: judged === 0 ? null : compliant.length / judged,
  };
}

function verdictOn(input: ProtectionInput, oldest: Instant): Verdict {
  const { policy, lastRun, lastSuccess } = input;
  if (!policy.enabled) return 'disabled';
  if (lastSuccess === 'unknown') return 'unknown';
  if (lastSuccess !== null && lastSuccess >= oldest) return 'compliant';
  if (!isScheduled(input)) return 'unscheduled';
  return lastSuccess === null && lastRun === null ? 'neverRan' : 'breaching';
}

/** Where the schedule could not be read, a next run tells. */
function isScheduled({ policy, schedule }: ProtectionInput): boolean {
  return schedule?.scheduled ?? policy.nextRun !== null;
}
