import { DAY, HOUR } from './clock.js';
import type { FleetTruth, PolicyTruth } from './truth.js';

/** What a policy's recovery point must be; times in milliseconds. */
export interface RecoveryTruth {
  status: 'MET' | 'BREACHED' | 'NOT_APPLICABLE' | 'UNKNOWN';
  rule: 'CONFIGURED' | 'SCHEDULE' | 'CADENCE' | 'NONE';
  objective: number | null;
  age: number | null;
}

const GRACE = 2 * HOUR;
const CADENCE_WINDOW = 28 * DAY;
const CADENCE_RUNS = 8;

/** Judged by the first rule that applies: configured, schedule, cadence. `configured` is in milliseconds. */
export function recoveryTruth(
  truth: FleetTruth,
  policy: PolicyTruth,
  configured: number | null,
  now: number,
): RecoveryTruth {
  const { enabled, schedule, lastSuccess } = policy;
  const none = { rule: 'NONE', objective: null } as const;
  if (!enabled) return { status: 'NOT_APPLICABLE', ...none, age: null };
  const age = lastSuccess === null ? null : now - lastSuccess;
  if (configured !== null) return judged('CONFIGURED', configured, age);
  if (schedule?.scheduled === false) return { status: 'NOT_APPLICABLE', ...none, age };
  if (schedule?.longestGap != null) return judged('SCHEDULE', withGrace(schedule.longestGap, 1), age);
  const gap = usualGap(truth, policy, now);
  if (gap !== null) return judged('CADENCE', withGrace(gap, 1.5), age);
  const isPromised = schedule !== null && age === null;
  return { status: isPromised ? 'BREACHED' : 'UNKNOWN', ...none, age };
}

function judged(rule: RecoveryTruth['rule'], objective: number, age: number | null): RecoveryTruth {
  return { status: age !== null && age <= objective ? 'MET' : 'BREACHED', rule, objective, age };
}

/** A tenth of the gap more, at least two hours. */
function withGrace(gap: number, times: number): number {
  return Math.round(times * gap) + Math.max(GRACE, Math.round(gap / 10));
}

/** The median of the gaps between the starts of its last runs; it takes three of them. */
function usualGap(truth: FleetTruth, { server, id }: PolicyTruth, now: number): number | null {
  const recent = truth.sessions
    .filter((session) => session.server === server && session.policyId === id)
    .filter(({ start }) => start > now - CADENCE_WINDOW)
    .toSorted((a, b) => b.start - a.start)
    .slice(0, CADENCE_RUNS);
  const starts = recent.filter(({ retryOf }) => retryOf === null).map(({ start }) => start);
  if (starts.length < 3) return null;
  const gaps = starts.slice(1).map((start, index) => (starts[index] ?? start) - start);
  const sorted = gaps.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return ((low ?? 0) + (high ?? 0)) / 2;
}
