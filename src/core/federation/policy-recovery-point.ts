import { unlessFailed } from '../errors/source-failure.js';
import type { Instant, Milliseconds } from '../model/instant.js';
import type { PolicyRecord } from '../model/policy.js';
import type { SessionRecord } from '../model/session.js';
import { NEWEST_FIRST } from '../ports/activity.js';
import type { RecoveryPoint } from '../reports/recovery-point.js';
import { recoveryPoint } from '../reports/recovery-point.js';
import { lastSuccessOf, scheduleOf } from './policy-facts.js';
import type { ServerReader } from './server-reader.js';
import { inferredAmong } from './session-retries.js';

/** How many of a policy's last runs tell its usual gap. */
const CADENCE_RUNS = 8;
/** They are looked for so far back: four runs of a weekly policy. A bound lets one walk serve all policies of a server. */
const CADENCE_WINDOW: Milliseconds = 28 * 24 * 3_600_000;

/** A policy's recovery point against its objective; what cannot be read makes it UNKNOWN, never an error. */
export async function recoveryPointOf(reader: ServerReader, policy: PolicyRecord): Promise<RecoveryPoint> {
  const configured = reader.server.recoveryPointObjective;
  const now = reader.now();
  if (!policy.enabled)
    return recoveryPoint({ policy, configured, schedule: null, lastSuccess: 'unknown', runStarts: [] }, now);
  const [lastSuccess, schedule] = await Promise.all([
    unlessFailed(lastSuccessOf(reader, policy), 'unknown'),
    configured === null ? unlessFailed(scheduleOf(reader, policy), null) : null,
  ]);
  const regular = schedule?.scheduled === false || typeof schedule?.longestGap === 'number';
  const judged = configured !== null || policy.nativeSla !== undefined || regular;
  const runStarts = judged ? [] : await unlessFailed(runStartsOf(reader, policy, now - CADENCE_WINDOW), []);
  return recoveryPoint({ policy, configured, schedule, lastSuccess, runStarts }, now);
}

async function runStartsOf(
  reader: ServerReader,
  policy: PolicyRecord,
  startedAfter: Instant,
): Promise<readonly Instant[]> {
  const page = await reader.policySessions.list(policy, {
    criteria: { startedAfter },
    order: NEWEST_FIRST,
    page: { first: CADENCE_RUNS },
  });
  const sessions = page.rows.map(({ record }) => record);
  const inferred = await inferredAmong(reader, sessions);
  const isRetry = ({ retryOf, nativeId }: SessionRecord): boolean =>
    retryOf == null ? typeof inferred.get(nativeId) === 'object' : true;
  return sessions
    .filter((session) => !isRetry(session) && !session.partOfRun)
    .map(({ startTime }) => startTime);
}
