import type { Random } from '../kit/random.js';
import { activitiesAround } from './activities.js';
import { sessionId } from './ids.js';
import type { PlannedPolicy } from './policies.js';
import type { Outcome, PolicyRecord, SessionRecord } from './records.js';
import { intervalOf, runsBetween } from './schedule.js';
import { reasonFor } from './sessions.js';
import { traitsOf } from './workloads.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const WINDOW = 35 * DAY;
/** Share of the sessions that no policy starts: jobs and tasks, retention, restores, configuration backups. */
export const ACTIVITY_SHARE = 0.12;

/** Exactly `total` sessions that began before `now`, oldest first: runs of the policies and what happens around them. */
export function buildHistory(
  random: Random,
  planned: readonly PlannedPolicy[],
  total: number,
  now: number,
): SessionRecord[] {
  const runs = planned.flatMap((entry) => runsOf(random, entry, now));
  const kept = newest(runs, Math.ceil(total * (1 - ACTIVITY_SHARE)));
  const activities = activitiesAround(random, kept, total - kept.length, now, WINDOW);
  const sessions = [...kept, ...activities].sort((left, right) => left.start - right.start);
  for (const [index, session] of sessions.entries()) session.usn = index + 1;
  return sessions;
}

function runsOf(random: Random, { policy, role }: PlannedPolicy, now: number): SessionRecord[] {
  if (role === 'never') return [];
  const starts = startsOf(random, policy, role === 'disabled' ? now - 18 * DAY : now, now - WINDOW);
  const typicalMinutes = random.int(3, 40);
  const runs = starts.flatMap((start) => runWithRetry(random, policy, start, typicalMinutes));
  const past = runs.filter((run) => run.start < now);
  return role === 'running'
    ? [...endedBefore(past, now - 45 * MINUTE), runningRun(random, policy, now)]
    : past;
}

function startsOf(random: Random, policy: PolicyRecord, to: number, from: number): number[] {
  if (policy.cadence.kind === 'none') {
    const daysAgo = [random.int(1, 5), random.int(6, 15), random.int(16, 34)];
    return daysAgo.map((days) => to - days * DAY - random.int(0, DAY - 1));
  }
  // Policies with the same schedule start in the same millisecond, unless the appliance was busy.
  const delay = random.chance(0.5) ? 0 : random.int(1, 9000);
  return runsBetween(policy.cadence, policy.timeZone, from, to)
    .map((start) => start + delay)
    .filter((start) => start < to);
}

function runWithRetry(
  random: Random,
  policy: PolicyRecord,
  start: number,
  typicalMinutes: number,
): SessionRecord[] {
  const longest = intervalOf(policy.cadence) * 0.4;
  const duration = (): number =>
    Math.floor(Math.min(typicalMinutes * MINUTE * (0.6 + random.next()), longest));
  const outcome = random.weighted<Outcome>([
    ['Succeeded', 90],
    ['Warning', 5],
    ['Failed', 4],
    ['Canceled', 1],
  ]);
  const first = policyRun(random, policy, start, start + duration(), outcome);
  if (outcome !== 'Failed' || policy.retryTimes === 0 || longest < 30 * MINUTE) return [first];
  const again = first.end + 10 * MINUTE;
  const secondOutcome = random.chance(0.8) ? 'Succeeded' : 'Failed';
  return [first, policyRun(random, policy, again, again + duration(), secondOutcome)];
}

function runningRun(random: Random, policy: PolicyRecord, now: number): SessionRecord {
  const start = now - random.int(3 * MINUTE, 40 * MINUTE);
  return policyRun(random, policy, start, now + random.int(20 * MINUTE, 150 * MINUTE), 'Succeeded');
}

function policyRun(
  random: Random,
  policy: PolicyRecord,
  start: number,
  end: number,
  outcome: Outcome,
): SessionRecord {
  return {
    id: sessionId(random),
    usn: 0,
    parentId: null,
    type: 'Policy',
    extendedType: extendedTypeOf(policy),
    name: policy.name,
    policyId: policy.id,
    start,
    end,
    outcome,
    reason: reasonFor(outcome, Math.floor(start / 1000)),
  };
}

/** The word for the sessions of a policy: a backup where it has a place to write to, else a snapshot. */
export function extendedTypeOf(policy: PolicyRecord): string {
  const words = traitsOf(policy.workload).sessions;
  const snapshotsOnly = policy.repositoryId === null && policy.storageTemplateId === null;
  return (snapshotsOnly ? words.find((word) => word.includes('Snapshot')) : words[0]) ?? words[0] ?? '';
}

function endedBefore(runs: SessionRecord[], limit: number): SessionRecord[] {
  return runs.filter(({ end }) => end < limit);
}

/** The `count` newest runs; the last one of each policy stays whatever its age. */
function newest(runs: SessionRecord[], count: number): SessionRecord[] {
  if (runs.length <= count) return runs;
  const descending = [...runs].sort((left, right) => right.start - left.start);
  const seen = new Set<string | null>();
  const last: SessionRecord[] = [];
  const others: SessionRecord[] = [];
  for (const run of descending) {
    (seen.has(run.policyId) ? others : last).push(run);
    seen.add(run.policyId);
  }
  return [...last, ...others].slice(0, count);
}
