import { inTurns } from '../fairness/in-turns.js';
import type { OperationBudget } from '../fairness/operation-budget.js';
import type { Instant, Milliseconds } from '../model/instant.js';
import type { RetryPlan } from '../model/policy.js';
import type { SessionRecord } from '../model/session.js';

const MINUTE: Milliseconds = 60_000;
/** A retry begins so much earlier or later than its plan says. */
const EARLY = MINUTE;
const LATE = 2 * MINUTE;
/** Where the plan is not known: what begins so soon after a failure may be a retry. */
const SOON = 30 * MINUTE;
/** Nobody waits longer for a retry; a plan that says so is not used. */
const LONGEST_WAIT = 6 * 60 * MINUTE;
/** A retry begins at most so long after its run did. */
export const LONGEST_RUN: Milliseconds = 24 * 60 * MINUTE;
/** A policy does one thing at a time; what failed before these is no longer waited for. */
const RECENT_FAILURES = 4;

/**
 * What a session that the product does not link is: a retry of the run whose first session has this native id, or what may be a retry or
 * not.
 */
export type Inference = { readonly retryOf: string } | 'unknown';

/** By native policy id; absent: the product does not tell. */
export type RetryPlans = ReadonlyMap<string, RetryPlan>;

const NO_PLANS: RetryPlans = new Map();

/** What is kept of such a session. */
interface Attempt {
  readonly id: string;
  readonly start: Instant;
  /** null: it has not ended. */
  readonly end: Instant | null;
  readonly failed: boolean;
  readonly initiatedBy: string | null;
  readonly number: number | undefined;
}

/** An attempt with its place in its run, 0 for the first. */
interface Placed extends Attempt {
  readonly first: Attempt;
  readonly place: number;
  /** Whether the place is known. */
  readonly certain: boolean;
}

/**
 * Sessions of one server that the product does not link, told to be retries from what came before them alone: what is inferred of a
 * session never changes when later ones are known. ADR 14 has the rules and what they cannot tell.
 */
export class UnlinkedSessions {
  /** By policy and type of work. */
  private readonly groups = new Map<string, Map<string, Attempt>>();

  /** Others than those whose retries the product does not tell are passed over. A session that is added twice is one. */
  add(session: SessionRecord): void {
    if (!isUnlinked(session)) return;
    const key = `${session.policyId ?? `\u0000${session.name}`}\u0000${session.nativeType}`;
    const group = this.groups.get(key) ?? new Map<string, Attempt>();
    this.groups.set(key, group);
    if (group.get(session.nativeId)?.end == null) group.set(session.nativeId, attemptOf(session));
  }

  /**
   * By native id; absent: no retry. Plans, by native policy id, are read when something began again after it failed: reading them costs a
   * call.
   */
  async infer(
    readPlans: () => Promise<RetryPlans>,
    budget: OperationBudget,
  ): Promise<ReadonlyMap<string, Inference>> {
    const candidates: { policyId: string; attempts: Attempt[]; byTime: boolean }[] = [];
    await inTurns(this.groups, budget, ([key, group]) => {
      const attempts = inOrder(group);
      const byTime = hasCandidate(attempts);
      const policyId = key.slice(0, key.indexOf('\u0000'));
      if (byTime || attempts.some(({ number }) => number !== undefined))
        candidates.push({ policyId, attempts, byTime });
    });
    const plans = candidates.some(({ byTime }) => byTime) ? await readPlans() : NO_PLANS;
    const found = new Map<string, Inference>();
    await inTurns(candidates, budget, ({ policyId, attempts }) => {
      for (const placed of place(attempts, plans.get(policyId) ?? null)) {
        if (!placed.certain) found.set(placed.id, 'unknown');
        else if (placed.place > 0) found.set(placed.id, { retryOf: placed.first.id });
      }
    });
    return found;
  }
}

/** Whether it belongs to a policy's work and the product does not tell which run. */
export function isUnlinked({ retryOf, policyId, partOfRun }: SessionRecord): boolean {
  return retryOf === undefined && policyId !== null && !partOfRun;
}

function attemptOf(session: SessionRecord): Attempt {
  return {
    id: session.nativeId,
    start: session.startTime,
    end: session.endTime,
    failed: session.result === 'FAILED',
    initiatedBy: session.initiatedBy,
    number: session.retryNumber,
  };
}

function inOrder(group: ReadonlyMap<string, Attempt>): Attempt[] {
  return [...group.values()].sort((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1));
}

function hasCandidate(attempts: readonly Attempt[]): boolean {
  const failures: Attempt[] = [];
  return attempts.some((attempt) => {
    const found = attempt.number === undefined && failureBefore(attempt, failures, 0, LONGEST_WAIT);
    if (attempt.failed) failures.push(attempt);
    return Boolean(found);
  });
}

/** `attempts` are those of one policy, in order of their start. */
function place(attempts: readonly Attempt[], plan: RetryPlan | null): Placed[] {
  const failures: Placed[] = [];
  let previous: Placed | undefined;
  return attempts.map((attempt) => {
    const placed =
      attempt.number === undefined
        ? byTime(attempt, failures, plan)
        : byNumber(attempt, attempt.number, previous);
    if (placed.failed) failures.push(placed);
    previous = placed;
    return placed;
  });
}

/** The product counts retries: each follows the one before it. */
function byNumber(attempt: Attempt, number: number, previous: Placed | undefined): Placed {
  if (number === 0) return firstOf(attempt);
  if (previous?.number !== number - 1) return unknown(attempt);
  return { ...attempt, first: previous.first, place: number, certain: true };
}

function byTime(attempt: Attempt, failures: readonly Placed[], plan: RetryPlan | null): Placed {
  if (plan === null) return failureBefore(attempt, failures, 0, SOON) ? unknown(attempt) : firstOf(attempt);
  if (plan.count === 0 || plan.wait > LONGEST_WAIT) return firstOf(attempt);
  const failure = failureBefore(attempt, failures, plan.wait - EARLY, plan.wait + LATE);
  if (failure === undefined) return firstOf(attempt);
  const { first, certain } = failure;
  const place = failure.place + 1;
  const mayBePlanned = plan.shortestGap !== null && attempt.start - first.start >= plan.shortestGap - LATE;
  const isTooLate = attempt.start - first.start >= LONGEST_RUN;
  if (!certain || place > plan.count || mayBePlanned || isTooLate) return unknown(attempt);
  return { ...attempt, first, place, certain: true };
}

function firstOf(attempt: Attempt): Placed {
  return { ...attempt, first: attempt, place: 0, certain: true };
}

function unknown(attempt: Attempt): Placed {
  return { ...firstOf(attempt), certain: false };
}

/** The last failure that ended between `least` and `most` before an attempt began, unless somebody else began it. */
function failureBefore<T extends Attempt>(
  { start, initiatedBy }: Attempt,
  failures: readonly T[],
  least: Milliseconds,
  most: Milliseconds,
): T | undefined {
  return failures
    .slice(-RECENT_FAILURES)
    .findLast(
      (failure) =>
        failure.end !== null &&
        start - failure.end >= Math.max(0, least) &&
        start - failure.end <= most &&
        (failure.initiatedBy === null || initiatedBy === null || failure.initiatedBy === initiatedBy),
    );
}
