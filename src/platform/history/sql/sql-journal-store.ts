import type { Instant } from '../../../core/model/instant.js';
import { GOOD_RESULTS, sessionIdentity } from '../../../core/model/session.js';
import type { SessionRecord } from '../../../core/model/session.js';
import type { SessionCriteria } from '../../../core/ports/activity.js';
import { MOST_UNFINISHED } from '../../../core/ports/journal-store.js';
import type {
  FollowState,
  Followership,
  JournalContent,
  JournalQuery,
  JournalStore,
  ReplicaNews,
} from '../../../core/ports/journal-store.js';
import { PUT_SESSIONS, keptSession, orderable, putParams } from './kept-session.js';
import { countSessions, selectSessions, sqlPlace } from './session-sql.js';
import type { SqlLink, SqlRow, Statement } from './sql-link.js';

/** So many rows cross over at once, so that no answer of a process or server is large. */
const BATCH = 500;

const STATE_COLUMNS = 'greatest(cover_from, kept_from), is_whole and cover_from >= kept_from, looked_at';

/** `kept_from` is older than everything until something expires. */
const STATES = `journal.follow_state left join (select kept_from from journal.retention
  union all select '-infinity'::double precision where not exists (select 1 from journal.retention)) kept on true`;

const PUT_STATE = `insert into journal.follow_state (server, cover_from, is_whole, looked_at)
  values ($1, $2::double precision, $3::boolean, $4::double precision)
  on conflict (server) do update set cover_from = excluded.cover_from, is_whole = excluded.is_whole,
    looked_at = excluded.looked_at`;

const PUT_RETENTION = `insert into journal.retention (id, kept_from) values (1, $1::double precision)
  on conflict (id) do update set kept_from = greatest(journal.retention.kept_from, excluded.kept_from)`;

/** How processes that share a database share the servers. */
export interface Coordination {
  claim(server: string): Promise<Followership | null>;
  tell(news: Parameters<JournalStore['tell']>[0]): Promise<void>;
  onNews(listener: (news: ReplicaNews) => void): () => void;
  /** Said in the transaction that records something of a server, for whoever else has the database. */
  telling(server: string, lookedAt: Instant): readonly Statement[];
  close(): Promise<void>;
}

/** The journal in a database. What it holds is not trusted: a row of another shape is left out and told of. */
export class SqlJournalStore implements JournalStore {
  constructor(
    private readonly link: SqlLink,
    private readonly coordination: Coordination,
    private readonly onUnreadable: (rows: number) => void,
  ) {}

  async state(server: string): Promise<FollowState | null> {
    const sql = `select ${STATE_COLUMNS} from ${STATES} where server = $1`;
    const [row] = await this.link.read({ sql, params: [server] });
    return row === undefined ? null : stateOf(row);
  }

  async record(server: string, sessions: readonly SessionRecord[], state: FollowState): Promise<void> {
    const told = [...new Map(sessions.map((one) => [sessionIdentity(one), one])).values()];
    const { cover, lookedAt } = state;
    await this.link.requireRoom?.();
    await this.link.write([
      ...batchesOf(told).map((batch) => ({ sql: PUT_SESSIONS, params: putParams(server, batch) })),
      { sql: PUT_STATE, params: [server, cover.from, cover.isWhole, lookedAt] },
      ...this.coordination.telling(server, lookedAt),
    ]);
  }

  async read(query: JournalQuery): Promise<readonly SessionRecord[]> {
    const found: SessionRecord[] = [];
    let place = query.after && sqlPlace(query.after);
    for (;;) {
      const limit = Math.min(BATCH, query.limit - found.length);
      const rows = await this.link.read(selectSessions(query, place, limit));
      found.push(...this.sessionsIn(rows));
      const last = rows.at(-1);
      if (rows.length < limit || found.length >= query.limit || last === undefined) return found;
      const [, key, nativeId] = last;
      place = { key: typeof key === 'number' ? key : String(key), nativeId: String(nativeId) };
    }
  }

  async count(server: string, criteria: SessionCriteria): Promise<number | null> {
    const statement = countSessions(server, criteria);
    if (statement === null) return null;
    const [row] = await this.link.read(statement);
    return Number(row?.[0]);
  }

  async newest(
    server: string,
    policies: readonly string[],
    goodOnly: boolean,
  ): Promise<ReadonlyMap<string, SessionRecord>> {
    const sql = `select distinct on (policy_id) record from journal.session
      where server = $1 and policy_id = any($2::text[]) ${goodOnly ? 'and result = any($3::text[])' : ''}
      order by policy_id, start_time desc, native_id`;
    const newest = new Map<string, SessionRecord>();
    for (const some of batchesOf(policies)) {
      const params = [server, some.map(orderable), ...(goodOnly ? [GOOD_RESULTS] : [])];
      for (const one of await this.sessions({ sql, params }))
        if (one.policyId != null) newest.set(one.policyId, one);
    }
    return newest;
  }

  async unfinished(server: string): Promise<readonly SessionRecord[]> {
    const sql = `select record from journal.session where server = $1 and state <> 'FINISHED'
      order by start_time desc limit ${String(MOST_UNFINISHED)}`;
    return this.sessions({ sql, params: [server] });
  }

  async get(server: string, type: string, nativeId: string): Promise<SessionRecord | null> {
    const sql = 'select record from journal.session where server = $1 and type = $2 and native_id = $3';
    const [found] = await this.sessions({ sql, params: [server, type, orderable(nativeId)] });
    return found ?? null;
  }

  async forget(server: string, sessions: readonly SessionRecord[]): Promise<void> {
    const sql = `delete from journal.session where server = $1
      and (type, native_id) in (select unnest($2::text[]), unnest($3::text[]))`;
    const keys = [sessions.map(({ type }) => type), sessions.map(({ nativeId }) => orderable(nativeId))];
    await this.link.write([{ sql, params: [server, ...keys] }]);
  }

  async expire(before: Instant): Promise<number> {
    const older = 'from journal.session where start_time < $1::double precision';
    const [, counted] = await this.link.write([
      { sql: PUT_RETENTION, params: [before] },
      { sql: `select count(*)::double precision ${older}`, params: [before] },
      { sql: `delete ${older}`, params: [before] },
    ]);
    const gone = Number(counted?.[0]?.[0]);
    if (gone > 0) await this.link.compact();
    return gone;
  }

  async contents(): Promise<readonly JournalContent[]> {
    const sql = `select server, coalesce(sessions, 0), oldest, newest, is_followed, ${STATE_COLUMNS}
      from (select server, true as is_followed, cover_from, is_whole, looked_at, kept_from from ${STATES}) f
      full join (select server, count(*)::double precision as sessions, min(start_time) as oldest, max(start_time) as newest
        from journal.session group by server) s using (server) order by server`;
    const rows = await this.link.read({ sql, params: [] });
    return rows.map(([server, sessions, oldest, newest, isFollowed, ...state]) => ({
      server: String(server),
      sessions: Number(sessions),
      oldest: numberOrNull(oldest),
      newest: numberOrNull(newest),
      state: isFollowed === true ? stateOf(state) : null,
    }));
  }

  claim(server: string): Promise<Followership | null> {
    return this.coordination.claim(server);
  }

  tell(news: Parameters<JournalStore['tell']>[0]): Promise<void> {
    return this.coordination.tell(news);
  }

  onNews(listener: (news: ReplicaNews) => void): () => void {
    return this.coordination.onNews(listener);
  }

  async close(): Promise<void> {
    await this.coordination.close();
    await this.link.close();
  }

  private async sessions(statement: Statement): Promise<SessionRecord[]> {
    return this.sessionsIn(await this.link.read(statement));
  }

  private sessionsIn(rows: readonly SqlRow[]): SessionRecord[] {
    const kept = rows.map(([record]) => keptSession(record)).filter((session) => session !== null);
    if (kept.length < rows.length) this.onUnreadable(rows.length - kept.length);
    return kept;
  }
}

function batchesOf<T>(rows: readonly T[]): (readonly T[])[] {
  return Array.from({ length: Math.ceil(rows.length / BATCH) }, (_, index) =>
    rows.slice(index * BATCH, (index + 1) * BATCH),
  );
}

function stateOf([from, isWhole, lookedAt]: SqlRow): FollowState {
  return {
    cover: { from: Number(from), isWhole: isWhole === true },
    lookedAt: Number(lookedAt),
  };
}

function numberOrNull(value: unknown): number | null {
  return value === null ? null : Number(value);
}
