import { SourceFailure } from '../../core/errors/source-failure.js';
import type { ChangeOutcome } from '../../core/federation/change-runner.js';
import type { SessionRecord } from '../../core/model/session.js';
import type { SessionType } from '../sessions/session.type.js';
import type { Operation } from '../shared/operation.js';

/** The session that carries a change out, as it is now. Its end will be noticed by whoever looks at it. null: there is none. */
export async function startedSession(
  operation: Operation,
  session: SessionRecord | null,
  { repeated }: Pick<ChangeOutcome<unknown>, 'repeated'>,
): Promise<SessionType | null> {
  if (session === null) return null;
  const now = repeated ? await asItIsNow(operation, session) : session;
  await operation.fleet.find(now.server)?.member.snapshots.follow(now);
  return operation.session(now);
}

/** As it was where it cannot be read: that it was begun is known. */
async function asItIsNow({ fleet }: Operation, session: SessionRecord): Promise<SessionRecord> {
  try {
    return (await fleet.find(session.server)?.session(session.type, session.nativeId)) ?? session;
  } catch (error) {
    if (error instanceof SourceFailure) return session;
    throw error;
  }
}
