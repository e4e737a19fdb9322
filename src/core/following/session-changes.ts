import type { Instant } from '../model/instant.js';
import { sessionIdentity } from '../model/session.js';
import type { SessionRecord } from '../model/session.js';
import type { Change, ChangeKind } from './change-log.js';

/** What one look told. */
export interface Told {
  readonly sessions: readonly SessionRecord[];
  /** Nothing that began since then is missing of what has changed. */
  readonly from: Instant;
  /** The next look tells no finished session again that began before. */
  readonly mark: Instant | null;
}

interface Known {
  readonly startTime: Instant;
  /** null: it had ended, and changes no more. */
  readonly session: SessionRecord | null;
}

/** A server with more under way, or told by one look, is told of as a gap. */
const MOST_KNOWN = 20_000;

/** Finds out what is new in what the looks at one server tell. */
export class SessionChanges {
  /** null: there is nothing to compare with. */
  private known: Map<string, Known> | null = null;
  /** Of what began before, only what is under way is known. */
  private since: Instant = -Infinity;

  constructor(
    private readonly server: string,
    private readonly most = MOST_KNOWN,
  ) {}

  /** The changes since the look before; none after the first one. null: the look told nothing that one could rely on. */
  after(told: Told | null): Change[] {
    const before = this.known;
    const { since } = this;
    const isJoined = told !== null && before !== null && told.from <= since;
    const known = told && kept(told, isJoined ? before : new Map());
    this.known = known !== null && known.size <= this.most ? known : null;
    this.since = told?.mark ?? -Infinity;
    if (before === null) return [];
    if (!isJoined || this.known === null) return [{ kind: 'GAP', server: this.server }];
    return told.sessions.flatMap((session) => {
      const former = before.get(sessionIdentity(session));
      if (former === undefined && session.state === 'FINISHED' && session.startTime < since) return [];
      const kind = kindOf(session, former);
      return kind === null ? [] : [{ kind, server: this.server, session }];
    });
  }

  /** From where on something else than a look has to read; null: there is nothing to compare with. */
  get mark(): Instant | null {
    return this.known === null ? null : this.since;
  }

  /** What was under way when it was told last. */
  get underWay(): readonly SessionRecord[] {
    return [...(this.known?.values() ?? [])].flatMap(({ session }) => session ?? []);
  }
}

function kept({ sessions, mark }: Told, before: ReadonlyMap<string, Known>): Map<string, Known> {
  const known = new Map(before);
  for (const session of sessions)
    known.set(sessionIdentity(session), {
      startTime: session.startTime,
      session: session.state === 'FINISHED' ? null : session,
    });
  for (const [key, { startTime, session }] of known)
    if (session === null && startTime < (mark ?? -Infinity)) known.delete(key);
  return known;
}

function kindOf(session: SessionRecord, before: Known | undefined): ChangeKind | null {
  const isFinished = session.state === 'FINISHED';
  if (before === undefined) return isFinished ? 'SESSION_FINISHED' : 'SESSION_STARTED';
  if (before.session === null || JSON.stringify(before.session) === JSON.stringify(session)) return null;
  return isFinished ? 'SESSION_FINISHED' : 'SESSION_UPDATED';
}
