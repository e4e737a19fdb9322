import type { Instant, Milliseconds } from '../model/instant.js';
import type { Schedule } from '../model/policy.js';
import { GOOD_RESULTS } from '../model/session.js';
import type { Objective, ObjectiveRule } from '../reports/objective.js';
import type { Period } from '../reports/periods.js';
import type { Run } from '../reports/runs.js';
import type { ResultCounts } from '../reports/session-stats.js';

/** What a period came to for a policy. */
export type DayCell =
  | 'SUCCESS'
  | 'WARNING'
  | 'FAILED'
  | 'CANCELLED'
  | 'RUNNING'
  | 'NO_RUN'
  | 'NOT_SCHEDULED'
  | 'DISABLED'
  | 'UNKNOWN';

/** What is known of a policy besides its runs. */
export interface PolicyTerms {
  readonly enabled: boolean;
  /** null: not known. */
  readonly schedule: Schedule | null;
  /** What holds now: what held then is not kept. */
  readonly objective: Objective;
  /** End of the last good run before those that are known; null: there is none. "unknown": it is not known. */
  readonly goodBefore: Instant | null | 'unknown';
}

/** The runs of a policy that are known. */
export interface KnownRuns {
  /** By start. */
  readonly runs: readonly Run[];
  /** Nothing is missing of what began between these. */
  readonly from: Instant;
  readonly until: Instant;
}

/** One period of a policy. */
export interface PolicyPeriod extends ResultCounts {
  /** Its begin. */
  readonly time: Instant;
  readonly cell: DayCell;
  /** How many runs began in it. */
  readonly runs: number;
  /** How old its newest good run was at most; null: not known, or there was none. */
  readonly oldestRecoveryPoint: Milliseconds | null;
  /** How long it was in breach; null: not known, or no objective applies. */
  readonly inBreach: Milliseconds | null;
  /** null: none applies. */
  readonly objective: Milliseconds | null;
  readonly rule: ObjectiveRule;
  /** Of which part the runs are known, 0 to 1. */
  readonly coverage: number;
}

/** What each period came to, up to `now`. */
export function policyPeriods(
  periods: readonly Period[],
  terms: PolicyTerms,
  known: KnownRuns,
  now: Instant,
): PolicyPeriod[] {
  const ends = goodEnds(known.runs);
  let next = known.runs.findIndex(({ start }) => start >= (periods[0]?.start ?? Infinity));
  if (next < 0) next = known.runs.length;
  return periods.map((period) => {
    const first = next;
    while ((known.runs[next]?.start ?? Infinity) < period.end) next += 1;
    const runs = known.runs.slice(first, next);
    const end = Math.min(period.end, now);
    const span = { start: Math.max(period.start, known.from), end: Math.min(end, known.until) };
    const coverage = end <= period.start ? 0 : Math.max(0, span.end - span.start) / (end - period.start);
    const age = coverage === 0 ? UNKNOWN_AGE : ageWithin(span, ends, terms);
    const counts = countsOf(runs);
    return {
      time: period.start,
      cell: runs.length > 0 ? worstOf(counts) : emptyCell(end, known, first, terms, coverage),
      runs: runs.length,
      ...counts,
      ...age,
      objective: terms.objective.length,
      rule: terms.objective.rule,
      coverage,
    };
  });
}

function countsOf(runs: readonly Run[]): ResultCounts {
  const count = (result: Run['result']): number =>
    runs.filter((run) => run.ended && run.result === result).length;
  return {
    success: count('SUCCESS'),
    warning: count('WARNING'),
    failed: count('FAILED'),
    cancelled: count('CANCELLED'),
    running: runs.filter(({ ended }) => !ended).length,
  };
}

/** A run that goes on counts only where nothing went wrong before it. */
function worstOf({ success, warning, failed, cancelled, running }: ResultCounts): DayCell {
  if (failed > 0) return 'FAILED';
  if (warning > 0) return 'WARNING';
  if (cancelled > 0) return 'CANCELLED';
  if (running > 0) return 'RUNNING';
  return success > 0 ? 'SUCCESS' : 'UNKNOWN';
}

/** Why nothing ran; `next` is the first run after it. */
function emptyCell(
  end: Instant,
  { runs }: KnownRuns,
  next: number,
  { enabled, schedule }: PolicyTerms,
  coverage: number,
): DayCell {
  if (coverage < 1) return 'UNKNOWN';
  if (!enabled && next >= runs.length) return 'DISABLED';
  if (schedule === null) return 'UNKNOWN';
  if (!schedule.scheduled) return 'NOT_SCHEDULED';
  const last = runs[next - 1]?.start;
  if (schedule.longestGap === null || last === undefined) return 'NO_RUN';
  return end - last > schedule.longestGap ? 'NO_RUN' : 'NOT_SCHEDULED';
}

const UNKNOWN_AGE = { oldestRecoveryPoint: null, inBreach: null } as const;

/** How old the newest good run was at most within a span, and for how long it was older than it may be. */
function ageWithin(
  { start, end }: { readonly start: Instant; readonly end: Instant },
  ends: readonly Instant[],
  { objective, goodBefore, enabled }: PolicyTerms,
): Pick<PolicyPeriod, 'oldestRecoveryPoint' | 'inBreach'> {
  let good: Instant | null | 'unknown' = lastUpTo(ends, start) ?? goodBefore;
  if (typeof good === 'number' && good > start) good = 'unknown';
  let [oldest, breach, isKnown]: [number | null, number, boolean] = [null, 0, false];
  let from = start;
  for (const until of [...ends.filter((time) => time > start && time < end), end]) {
    if (typeof good === 'number') oldest = Math.max(oldest ?? 0, until - good);
    if (good !== 'unknown') {
      isKnown = true;
      const due = good === null ? from : good + (objective.length ?? Infinity);
      breach += Math.max(0, until - Math.max(from, due));
    }
    good = from = until;
  }
  const isJudged = objective.length !== null && enabled;
  return { oldestRecoveryPoint: oldest, inBreach: isJudged && isKnown ? breach : null };
}

/** In order. */
function goodEnds(runs: readonly Run[]): Instant[] {
  return runs
    .flatMap(({ result, start, duration }) =>
      GOOD_RESULTS.includes(result) && duration !== null ? [start + duration] : [],
    )
    .sort((a, b) => a - b);
}

function lastUpTo(ends: readonly Instant[], time: Instant): Instant | undefined {
  return ends[ends.findLastIndex((end) => end <= time)];
}
