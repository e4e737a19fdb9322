import type { Milliseconds } from '../model/instant.js';
import { GOOD_RESULTS } from '../model/session.js';
import type { SessionResult } from '../model/session.js';
import type { Run } from './runs.js';

/** How many runs came to what. One that has not ended is in `running`, whatever it reports so far; one that ended NONE or UNKNOWN in none. */
export interface ResultCounts {
  readonly success: number;
  readonly warning: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly running: number;
}

/** What some runs came to, all of them in `count`. */
export interface SessionStats extends ResultCounts {
  readonly count: number;
  /** How many of their sessions were taken for retries though the product does not link them. */
  readonly inferredRetries: number;
  /** Runs that may be retries of the one before, which cannot be known: they count on their own. */
  readonly possibleRetries: number;
  /**
   * 0 to 1: those that ended SUCCESS or WARNING among all that ended SUCCESS, WARNING, FAILED or CANCELLED. null: none did.
   */
  readonly successRate: number | null;
  /** Mean duration of the runs `successRate` looks at, whole milliseconds; null: none has a known end. */
  readonly averageDuration: Milliseconds | null;
  /** The duration that 95 % of the same runs do not exceed (nearest rank). */
  readonly p95Duration: Milliseconds | null;
}

const JUDGED: readonly SessionResult[] = ['SUCCESS', 'WARNING', 'FAILED', 'CANCELLED'];

/** Adds up runs to their stats. */
export class SessionTally {
  private count = 0;
  private running = 0;
  private inferredRetries = 0;
  private possibleRetries = 0;
  private readonly ended: Record<SessionResult, number> = {
    NONE: 0,
    SUCCESS: 0,
    WARNING: 0,
    FAILED: 0,
    CANCELLED: 0,
    UNKNOWN: 0,
  };
  private readonly durations: Milliseconds[] = [];

  add(run: Run): void {
    this.count++;
    this.inferredRetries += run.inferredRetries;
    if (run.mayBeRetry) this.possibleRetries++;
    if (!run.ended) {
      this.running++;
      return;
    }
    this.ended[run.result]++;
    if (run.duration !== null && JUDGED.includes(run.result)) this.durations.push(run.duration);
  }

  stats(): SessionStats {
    const judged = this.sumOf(JUDGED);
    return {
      count: this.count,
      success: this.ended.SUCCESS,
      warning: this.ended.WARNING,
      failed: this.ended.FAILED,
      cancelled: this.ended.CANCELLED,
      running: this.running,
      inferredRetries: this.inferredRetries,
      possibleRetries: this.possibleRetries,
      successRate: judged === 0 ? null : this.sumOf(GOOD_RESULTS) / judged,
      averageDuration: mean(this.durations),
      p95Duration: nearestRank(this.durations, 95),
    };
  }

  private sumOf(results: readonly SessionResult[]): number {
    return results.reduce((sum, result) => sum + this.ended[result], 0);
  }
}

function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return Math.round(values.reduce((sum, value) => sum + value, 0) / values.length);
}

function nearestRank(values: readonly number[], percent: number): number | null {
  // Where groups are many, most hold one run.
  const sorted = values.length < 2 ? values : Float64Array.from(values).sort();
  return sorted[Math.ceil((percent * sorted.length) / 100) - 1] ?? null;
}
