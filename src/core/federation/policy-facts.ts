import { SourceFailure } from '../errors/source-failure.js';
import type { Instant } from '../model/instant.js';
import type { PolicyRecord, Schedule } from '../model/policy.js';
import type { SessionRecord, SessionResult } from '../model/session.js';
import type { ServerReader } from './server-reader.js';

/** The newest session of a policy; null: it never ran. */
export async function lastSessionOf(
  reader: ServerReader,
  policy: PolicyRecord,
): Promise<SessionRecord | null> {
  if (neverRan(policy)) return null;
  return decided(await reader.latest(policy), reader);
}

/** Start of the last run; null: never ran. */
export async function lastRunOf(reader: ServerReader, policy: PolicyRecord): Promise<Instant | null> {
  if (policy.lastRun != null) return policy.lastRun;
  return (await lastSessionOf(reader, policy))?.startTime ?? null;
}

/** NONE when it never ran, UNKNOWN where the server could not tell. */
export async function lastResultOf(reader: ServerReader, policy: PolicyRecord): Promise<SessionResult> {
  if (policy.lastResult !== undefined) return policy.lastResult;
  const result = lastSessionOf(reader, policy).then((session) => session?.result ?? 'NONE');
  return unlessFailed(result, 'UNKNOWN');
}

/** End of the last run that ended SUCCESS or WARNING; null: there is none. */
export async function lastSuccessOf(reader: ServerReader, policy: PolicyRecord): Promise<Instant | null> {
  if (policy.lastSuccess !== undefined) return policy.lastSuccess;
  if (neverRan(policy)) return null;
  const session = decided(await reader.latestGood(policy), reader);
  return session === null ? null : (session.endTime ?? session.startTime);
}

/** Servers send null for times they should tell: a session named by the policy proves that it ran. */
function neverRan({ lastRun, lastSessionId }: PolicyRecord): boolean {
  return lastRun === null && lastSessionId === null;
}

function decided(answer: SessionRecord | 'unknown' | null, reader: ServerReader): SessionRecord | null {
  if (answer !== 'unknown') return answer;
  const failure = new SourceFailure(
    'UNSUPPORTED',
    'too many policies have no session in the window that was read; ask for this one alone',
  );
  failure.server = reader.server.key;
  failure.product = reader.server.product;
  throw failure;
}

/** Native ids of the repositories it writes to. */
export async function repositoryIdsOf(
  reader: ServerReader,
  policy: PolicyRecord,
): Promise<readonly string[]> {
  return policy.repositoryIds ?? (await reader.targets()).get(policy.nativeId) ?? [];
}

/** What its schedule promises; null: the server does not say. */
export async function scheduleOf(reader: ServerReader, policy: PolicyRecord): Promise<Schedule | null> {
  if (policy.schedule !== undefined) return policy.schedule;
  return (await reader.schedules()).get(policy.nativeId) ?? null;
}

/** The reading, or the fallback where the server failed to give it. */
export async function unlessFailed<T>(reading: Promise<T>, fallback: T): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof SourceFailure) return fallback;
    throw error;
  }
}
