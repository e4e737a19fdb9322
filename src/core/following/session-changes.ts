import type { Instant } from '../model/instant.js';
import { sessionIdentity } from '../model/session.js';
import type { SessionRecord } from '../model/session.js';
import type { Change, ChangeKind } from './change-log.js';

/** What one look told. */
export interface Told {
  readonly sessions: readonly SessionRecord[];
  /** Nothing is missing between it and the look before. */
  readonly isJoined: boolean;
  /** The next look tells no finished session again that began before. */
  readonly mark: Instant | null;
}

interface Known {
  readonly startTime: Instant;
  /** null: it had ended, and changes no more. */
  readonly text: string | null;
}

/** A server with more under way, or told by one look, is told of as a gap. */
const MOST_KNOWN = 20_000;

/** Finds out what is new in what the looks at one server tell. */
export class SessionChanges {
  /** null: there is nothing to compare with. */
  private known: Map<string, Known> | null = null;

  constructor(
    private readonly server: string,
    private readonly most = MOST_KNOWN,
  ) {}

  /** The changes since the look before; none after the first one. null: the look told nothing that one could rely on. */
  after(told: Told | null): Change[] {
    const before = this.known;
    const isJoined = told?.isJoined === true && before !== null;
    const known = told && this.kept(told, isJoined ? before : new Map());
    this.known = known !== null && known.size <= this.most ? known : null;
    if (before === null) return [];
    if (!isJoined || this.known === null) return [{ kind: 'GAP', server: this.server }];
    return told.sessions.flatMap((session) => {
      const kind = kindOf(session, before.get(sessionIdentity(session)));
      return kind === null ? [] : [{ kind, server: this.server, session }];
    });
  }

  private kept({ sessions, mark }: Told, before: ReadonlyMap<string, Known>): Map<string, Known> {
    const known = new Map(before);
    for (const session of sessions)
      known.set(sessionIdentity(session), { startTime: session.startTime, text: textOf(session) });
    for (const [key, { startTime, text }] of known)
      if (text === null && startTime < (mark ?? -Infinity)) known.delete(key);
    return known;
  }
}

function kindOf(session: SessionRecord, before: Known | undefined): ChangeKind | null {
  const isFinished = session.state === 'FINISHED';
  if (before === undefined) return isFinished ? 'SESSION_FINISHED' : 'SESSION_STARTED';
  if (before.text === null || before.text === textOf(session)) return null;
  return isFinished ? 'SESSION_FINISHED' : 'SESSION_UPDATED';
}

function textOf(session: SessionRecord): string | null {
  return session.state === 'FINISHED' ? null : JSON.stringify(session);
}
