import { SourceFailure } from '../errors/source-failure.js';
import type { Instant, Milliseconds } from '../model/instant.js';
import type { Run } from '../reports/runs.js';
import { Runs } from '../reports/runs.js';
import type { ServerReader } from './server-reader.js';
import { retryPlansOf } from './session-retries.js';
import type { SourceOutcome } from './source-outcome.js';

/** The runs of a server's policies in a window, put together once for all of an operation. */
export interface ServerRuns {
  /** By native policy id, each by start. */
  readonly byPolicy: ReadonlyMap<string, readonly Run[]>;
  /** Nothing is missing of what began between these; Infinity: nothing is known. */
  readonly from: Instant;
  readonly until: Instant;
  readonly outcome: SourceOutcome;
}

/** Before a window so much is looked at, too: what ran before it tells how old recovery points were, and what was due. */
const LOOK_BACK: Milliseconds = 35 * 86_400_000;
/** About how much memory the facts of a session take. */
const RUN_BYTES = 500;

/** What a server's policies ran between `from` (and a while before) and `to`. What cannot be read makes it unknown, never an error. */
export function serverRuns(reader: ServerReader, from: Instant, to: Instant): Promise<ServerRuns> {
  return reader.once(`runs ${String(from)} ${String(to)}`, () => readRuns(reader, from - LOOK_BACK, to));
}

/** The same without what lies before, once more each time; with `all` those that no known policy started are there under ''. */
export async function readRuns(
  reader: ServerReader,
  from: Instant,
  to: Instant,
  which: 'of policies' | 'all' = 'of policies',
): Promise<ServerRuns> {
  const runs = new Runs();
  let oldest = Infinity;
  try {
    const outcome = await reader.scanner.scan({
      reader,
      criteria: { startedAfter: from - 1, startedBefore: to },
      needsPolicies: true,
      visit: (session, policy) => {
        oldest = Math.min(oldest, session.startTime);
        if (session.partOfRun || (policy === null && which !== 'all')) return;
        reader.budget.hold(RUN_BYTES);
        runs.add(session, policy);
      },
    });
    await runs.infer(reader.server.key, () => retryPlansOf(reader), reader.budget);
    const isWhole = outcome.status === 'OK' || outcome.status === 'STALE';
    return {
      byPolicy: byPolicy(runs),
      from: isWhole ? oldest : Infinity,
      until: outcome.status === 'STALE' ? (outcome.fetchedAt ?? 0) : to,
      outcome: { ...outcome, upstreamCalls: reader.calls },
    };
  } catch (error) {
    if (!(error instanceof SourceFailure)) throw error;
    return { byPolicy: new Map(), from: Infinity, until: to, outcome: reader.failedOutcome(error) };
  }
}

function byPolicy(runs: Iterable<Run>): ReadonlyMap<string, readonly Run[]> {
  const found = new Map<string, Run[]>();
  for (const run of runs) {
    const id = run.policy?.nativeId ?? '';
    const known = found.get(id);
    if (known === undefined) found.set(id, [run]);
    else known.push(run);
  }
  for (const ofPolicy of found.values()) ofPolicy.sort((a, b) => a.start - b.start);
  return found;
}
