import { SourceFailure, unlessFailed } from '../errors/source-failure.js';
import type { Instant } from '../model/instant.js';
import type { PolicyRecord, Schedule } from '../model/policy.js';
import type { SessionRecord, SessionResult } from '../model/session.js';
import type { NewestAnswer } from './newest-sessions.js';
import type { ServerReader } from './server-reader.js';

/**
 * The newest session of a policy; null: it never ran. "unknown": the product has no way to find it. Throws SourceFailure where it could
 * not be read.
 */
export async function lastSessionOf(
  reader: ServerReader,
  policy: PolicyRecord,
): Promise<SessionRecord | 'unknown' | null> {
  if (neverRan(policy)) return null;
  return decided(await reader.latest.of(policy), reader);
}

/** Start of the last run; null: never ran. */
export async function lastRunOf(
  reader: ServerReader,
  policy: PolicyRecord,
): Promise<Instant | 'unknown' | null> {
  if (policy.lastRun != null) return policy.lastRun;
  const session = await lastSessionOf(reader, policy);
  return session === 'unknown' || session === null ? session : session.startTime;
}

/** NONE when it never ran, UNKNOWN where the server could not tell. */
export async function lastResultOf(reader: ServerReader, policy: PolicyRecord): Promise<SessionResult> {
  if (policy.lastResult !== undefined) return policy.lastResult;
  const session = await unlessFailed(lastSessionOf(reader, policy), 'unknown');
  return session === 'unknown' ? 'UNKNOWN' : (session?.result ?? 'NONE');
}

/** End of the last run that ended SUCCESS or WARNING; null: there is none. */
export async function lastSuccessOf(
  reader: ServerReader,
  policy: PolicyRecord,
): Promise<Instant | 'unknown' | null> {
  if (policy.lastSuccess !== undefined) return policy.lastSuccess;
  if (neverRan(policy)) return null;
  const session = decided(await reader.latest.goodOf(policy), reader);
  if (session === 'unknown' || session === null) return session;
  return session.endTime ?? session.startTime;
}

/** What the product has no way to tell, as the public schema shows it. */
export function orNull<T>(fact: T | 'unknown'): T | null {
  return fact === 'unknown' ? null : fact;
}

/** Servers send null for times they should tell: a session named by the policy proves that it ran. */
function neverRan({ lastRun, lastSessionId }: PolicyRecord): boolean {
  return lastRun === null && lastSessionId === null;
}

function decided(answer: NewestAnswer, reader: ServerReader): SessionRecord | 'unknown' | null {
  if (answer === 'untold') return 'unknown';
  if (answer !== 'unknown') return answer;
  throw failureOn(
    reader,
    'too many policies have no session in the window that was read; ask for this one alone',
  );
}

/** Native ids of the repositories it writes to; null: the server does not tell. */
export async function repositoryIdsOf(
  reader: ServerReader,
  policy: PolicyRecord,
): Promise<readonly string[] | null> {
  return policy.repositoryIds ?? (await reader.targets()).get(policy.nativeId) ?? null;
}

/** Says that a fact cannot be had of this server. */
export function untold(reader: ServerReader): SourceFailure {
  return failureOn(reader, 'the server does not tell this, nor what it follows from');
}

function failureOn({ server }: ServerReader, message: string): SourceFailure {
  const failure = new SourceFailure('UNSUPPORTED', message);
  failure.server = server.key;
  failure.product = server.product;
  return failure;
}

/** What its schedule promises; null: the server does not say. */
export async function scheduleOf(reader: ServerReader, policy: PolicyRecord): Promise<Schedule | null> {
  if (policy.schedule !== undefined) return policy.schedule;
  return (await reader.schedules()).get(policy.nativeId) ?? null;
}
