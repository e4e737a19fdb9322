import type { SessionTruth } from './truth.js';

/** What `SessionStats` says of a set of sessions; durations in milliseconds. */
export interface RunStats {
  count: number;
  success: number;
  warning: number;
  failed: number;
  cancelled: number;
  running: number;
  successRate: number | null;
  averageDuration: string | null;
  p95Duration: string | null;
}

/** A session with its retries: the first tells when it started, the last how it ended. */
export interface Run {
  server: string;
  first: SessionTruth;
  last: SessionTruth;
}

const UNENDED = ['PENDING', 'RUNNING', 'STOPPING'];
const JUDGED = ['SUCCESS', 'WARNING', 'FAILED', 'CANCELLED'];

/** The runs of the sessions that start from `from` on and before `to`. */
export function runsWithin(sessions: readonly SessionTruth[], from: number, to: number): Run[] {
  const runs = new Map<string, SessionTruth[]>();
  for (const session of sessions.filter(
    ({ start, partOfRun }) => start >= from && start < to && !partOfRun,
  )) {
    const key = `${session.server} ${session.retryOf ?? session.id}`;
    const parts = runs.get(key);
    if (parts) parts.push(session);
    else runs.set(key, [session]);
  }
  return [...runs.values()].map((parts) => {
    const ordered = parts.toSorted((a, b) => a.start - b.start);
    const [first] = ordered;
    const last = ordered.at(-1);
    if (!first || !last) throw new Error('a run has a session');
    return { server: first.server, first, last };
  });
}

export function statsOf(runs: readonly Run[]): RunStats {
  const ended = runs.filter(({ last }) => !UNENDED.includes(last.state));
  const countOf = (result: string): number => ended.filter(({ last }) => last.result === result).length;
  const judged = ended.filter(({ last }) => JUDGED.includes(last.result));
  const durations = judged
    .flatMap(({ first, last }) => (last.end === null ? [] : [Math.max(0, last.end - first.start)]))
    .toSorted((a, b) => a - b);
  const good = countOf('SUCCESS') + countOf('WARNING');
  return {
    count: runs.length,
    success: countOf('SUCCESS'),
    warning: countOf('WARNING'),
    failed: countOf('FAILED'),
    cancelled: countOf('CANCELLED'),
    running: runs.length - ended.length,
    successRate: judged.length === 0 ? null : expect.closeTo(good / judged.length, 9),
    averageDuration: iso(durations.reduce((sum, each) => sum + each, 0) / durations.length),
    p95Duration: iso(durations[Math.ceil(durations.length * 0.95) - 1] ?? Number.NaN),
  };
}

/** "PT1H2M3.5S"; null for no duration at all. */
function iso(milliseconds: number): string | null {
  if (Number.isNaN(milliseconds)) return null;
  const rest = Math.round(milliseconds);
  if (rest > 0 && rest % 86_400_000 === 0) return `P${rest / 86_400_000}D`;
  const [hours, minutes] = [Math.floor(rest / 3_600_000), Math.floor((rest % 3_600_000) / 60_000)];
  const seconds = (rest % 60_000) / 1000;
  const parts = `${hours ? `${hours}H` : ''}${minutes ? `${minutes}M` : ''}${seconds ? `${seconds}S` : ''}`;
  return `PT${parts || '0S'}`;
}
