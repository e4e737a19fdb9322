import type { Milliseconds } from '../../../core/model/instant.js';
import type { RetryPlan } from '../../../core/model/policy.js';
import type { JobRow } from '../wire/job.js';
import type { WireSchedule } from '../wire/schedule.js';
import { intervalOf } from './schedule.js';

const MINUTE: Milliseconds = 60_000;
/** Between two days, one of which the clocks may be put forward on. */
const SHORTEST_DAY: Milliseconds = 23 * 60 * MINUTE;
/** Jobs that start one another. */
const LONGEST_CHAIN = 10;

/** By id, of the jobs that tell it. The product repeats only what it started by itself. */
export function toRetryPlans(jobs: readonly JobRow[]): ReadonlyMap<string, RetryPlan> {
  const byName = new Map(jobs.map(({ name, schedule }) => [name, schedule]));
  return new Map(
    jobs.flatMap(({ id, schedule }) => {
      const plan = schedule && planOf(schedule, byName);
      return plan ? [[id, plan] as const] : [];
    }),
  );
}

function planOf(schedule: WireSchedule, byName: ReadonlyMap<string, WireSchedule | null>): RetryPlan | null {
  const { retried, retryCount, retryWaitMinutes, runAutomatically } = schedule;
  if (retried === false || runAutomatically === false) return { count: 0, wait: 0, shortestGap: null };
  if (retryCount === null || retryWaitMinutes === null) return null;
  return {
    count: retryCount,
    wait: retryWaitMinutes * MINUTE,
    shortestGap: shortestGap(schedule, byName, LONGEST_CHAIN),
  };
}

/** A job that another one starts begins as often as that one does. */
function shortestGap(
  schedule: WireSchedule,
  byName: ReadonlyMap<string, WireSchedule | null>,
  links: number,
): Milliseconds | null {
  if (schedule.continuously || schedule.atEvents) return 0;
  if (schedule.periodically !== null) return intervalOf(schedule.periodically) ?? 0;
  if (schedule.daily !== null || schedule.monthly !== null) return SHORTEST_DAY;
  if (!schedule.afterJob) return null;
  const earlier = byName.get(schedule.afterJobName ?? '');
  return earlier == null || links === 0 ? 0 : shortestGap(earlier, byName, links - 1);
}
