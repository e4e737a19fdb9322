import type { Instant } from '../model/instant.js';
import { sessionIdentity } from '../model/session.js';
import type { SessionRecord } from '../model/session.js';
import { NEWEST_FIRST } from '../ports/activity.js';
import { floorOf } from './journal.js';
import type { Journal } from './journal.js';
import { markBehind, markOf } from './looker.js';
import type { SessionChanges, Told } from './session-changes.js';

/** More than that is a gap. */
const MOST_READ = 20_000;

/** What the looks of other replicas told. */
export interface Retold {
  readonly told: Told;
  readonly lookedAt: Instant;
}

/** Reads from the journal what was told since the last changes; null: nothing is kept. */
export async function retold(journal: Journal, changes: SessionChanges): Promise<Retold | null> {
  const since = changes.mark ?? (await markOf(journal)) ?? -Infinity;
  const criteria = Number.isFinite(since) ? { startedAfter: since - 1 } : {};
  const kept = await journal.read({ criteria, order: NEWEST_FIRST, limit: MOST_READ });
  if (kept === null) return null;
  const { found, state } = kept;
  const oldest = found.length < MOST_READ ? since : (found.at(-1)?.startTime ?? since) + 1;
  const sessions = [...found, ...(await othersUnderWay(journal, changes, found))];
  const mark = markBehind(found, Number.isFinite(since) ? since : null, state.lookedAt);
  return {
    told: { sessions, from: Math.max(oldest, floorOf(state.cover)), mark },
    lookedAt: state.lookedAt,
  };
}

async function othersUnderWay(
  journal: Journal,
  changes: SessionChanges,
  found: readonly SessionRecord[],
): Promise<SessionRecord[]> {
  const seen = new Set(found.map(sessionIdentity));
  const isNew = (session: SessionRecord): boolean => !seen.has(sessionIdentity(session));
  const sessions = (await journal.unfinished()).filter(isNew);
  sessions.forEach((session) => seen.add(sessionIdentity(session)));
  for (const { type, nativeId } of changes.underWay.filter(isNew)) {
    const now = await journal.get(type, nativeId);
    if (now !== null) sessions.push(now);
  }
  return sessions;
}
