import type { Policy, Session, Source } from '../upstream/records.js';
import type { Answer } from './answers.js';
import { iso } from './format.js';
import { LINKING_RETRIES } from '../workloads/linking-retries.js';

const DAY = 86_400_000;
const WINDOWS = { day: 1, week: 7, month: 30 } as const;
const JUDGED = ['SUCCESS', 'WARNING', 'FAILED', 'CANCELLED'];

interface Facts {
  readonly policies: ReadonlyMap<string, number>;
  readonly sessions: readonly (readonly [Source, readonly Session[]])[];
  readonly readAt: number;
}

interface Stats {
  readonly count: number;
  readonly success: number;
  readonly warning: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly running: number;
  readonly successRate: number | null;
  readonly averageDuration: string | null;
}

interface WindowReport {
  readonly total: Stats;
  readonly groups: { readonly product: string; readonly stats: Stats }[];
}

interface Run {
  start: number;
  last: Session;
}

/** Policies, and runs by result per product and in total, over three windows that share one walk. */
export const scorecard: Answer<Facts> = {
  async read(fleet) {
    const readAt = Date.now();
    const parts = await Promise.all(
      fleet.map(async (source) => {
        const [policies, sessions] = await Promise.all([
          source.policies({ withTargets: false }),
          LINKING_RETRIES.includes(source.key) ? source.since(readAt - WINDOWS.month * DAY) : null,
        ]);
        return { source, policies, sessions };
      }),
    );
    return {
      readAt,
      policies: new Map(
        parts.map(({ source, policies }): [string, number] => [source.key, countOf(policies)]),
      ),
      sessions: parts.flatMap(({ source, sessions }) =>
        sessions === null ? [] : [[source, sessions] as const],
      ),
    };
  },
  write: ({ policies, sessions, readAt }) => ({
    policies: [...policies].map(([key, count]) => ({ server: { key }, count })),
    report: Object.fromEntries(
      Object.entries(WINDOWS).map(([name, days]) => [name, windowOf(sessions, readAt - days * DAY, readAt)]),
    ),
  }),
};

function countOf(policies: readonly Policy[]): number {
  return policies.length;
}

/** Runs by result per product and in total. */
export function windowOf(sessions: Facts['sessions'], from: number, to: number): WindowReport {
  const total = new Tally();
  const byProduct = new Map<string, Tally>();
  for (const [{ product }, list] of sessions) {
    const tally = byProduct.get(product) ?? new Tally();
    byProduct.set(product, tally);
    for (const run of runsOf(list, from, to)) {
      total.add(run);
      tally.add(run);
    }
  }
  const order = ['VBR', 'VB_AWS', 'VB_M365'].filter((product) => byProduct.has(product));
  return {
    total: total.stats(),
    groups: order.map((product) => ({ product, stats: (byProduct.get(product) ?? total).stats() })),
  };
}

/** A session and its retries, which name the first one, are one run that ends as the last of them does. */
function runsOf(sessions: readonly Session[], from: number, to: number): Iterable<Run> {
  const runs = new Map<string, Run>();
  for (const session of sessions) {
    if (session.partOfRun || session.startTime < from || session.startTime >= to) continue;
    const id = session.retryOf ?? session.nativeId;
    const run = runs.get(id);
    if (run === undefined) {
      runs.set(id, { start: session.startTime, last: session });
      continue;
    }
    run.start = Math.min(run.start, session.startTime);
    if (session.startTime > run.last.startTime) run.last = session;
  }
  return runs.values();
}

class Tally {
  private count = 0;
  private running = 0;
  private readonly ended: Record<string, number> = {};
  private readonly durations: number[] = [];

  add({ start, last }: Run): void {
    this.count += 1;
    if (last.state === 'RUNNING' || last.state === 'PENDING' || last.state === 'STOPPING') {
      this.running += 1;
      return;
    }
    this.ended[last.result] = (this.ended[last.result] ?? 0) + 1;
    if (last.endTime !== null && JUDGED.includes(last.result)) this.durations.push(last.endTime - start);
  }

  stats(): Stats {
    const of = (result: string): number => this.ended[result] ?? 0;
    const judged = JUDGED.reduce((sum, result) => sum + of(result), 0);
    const sum = this.durations.reduce((total, length) => total + length, 0);
    return {
      count: this.count,
      success: of('SUCCESS'),
      warning: of('WARNING'),
      failed: of('FAILED'),
      cancelled: of('CANCELLED'),
      running: this.running,
      successRate: judged === 0 ? null : (of('SUCCESS') + of('WARNING')) / judged,
      averageDuration: this.durations.length === 0 ? null : iso(Math.round(sum / this.durations.length)),
    };
  }
}
