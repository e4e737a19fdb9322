import { setTimeout as delay } from 'node:timers/promises';
import { DatabaseError, Pool } from 'pg';
import type { PoolClient } from 'pg';
import { HistoryAway } from '../../../core/errors/history-away.js';
import type { Milliseconds } from '../../../core/model/instant.js';
import type { PostgresAddress } from '../../config/postgres-address.js';
import type { HistoryObserver } from '../history-observer.js';
import { HistoryRefused } from '../history-refused.js';
import { SchemaRefused, migrate } from '../sql/migrations.js';
import type { SqlLink, SqlRow, SqlValue, Statement } from '../sql/sql-link.js';
import { SETTING, clientOptions, isSound, messageOf, refusalOf } from './postgres-connection.js';
import type { TimedQuery } from './postgres-connection.js';

const OLDEST_VERSION = 14;
const MOST_CONNECTIONS = 8;
/** So many may wait for a connection; more are refused at once. */
const MOST_WAITING = 500;
/** A question waits no longer for what is kept: it can be answered without. */
const READ_PATIENCE: Milliseconds = 5_000;
const WRITE_PATIENCE: Milliseconds = 30_000;
/** Another replica may be at it, and there may be much to go through. */
const LONG_PATIENCE: Milliseconds = 600_000;
const CLOSE_PATIENCE: Milliseconds = 5_000;
const FIRST_PAUSE: Milliseconds = 250;
const LONGEST_PAUSE: Milliseconds = 10_000;

/** Held while the schema is brought to the newest: "veeam" as a number. */
const MIGRATION_LOCK = 0x76_65_65_61_6d;

/** DuckDB reads columns; PostgreSQL would go through all rows. They say nothing that the tables do not, and are made where they are missing. */
const INDEXES = [
  'session_by_start on journal.session (server, start_time desc, native_id)',
  'session_by_policy on journal.session (server, policy_id, start_time desc, native_id)',
  `session_unfinished on journal.session (server) where state <> 'FINISHED'`,
  'session_start on journal.session (start_time)',
];

type Run = (sql: string, params?: readonly SqlValue[]) => Promise<readonly SqlRow[]>;

/** A PostgreSQL that replicas share. While it is away nobody waits for it, and it is tried again and again. */
export class PostgresLink implements SqlLink {
  private readonly pool: Pool;
  /** null: it can be used. */
  private why: string | null = 'it is being opened';
  private isClosed = false;
  private pause = FIRST_PAUSE;
  private timer: NodeJS.Timeout | undefined;

  /** @param patience how long a reading may take. */
  constructor(
    address: PostgresAddress,
    private readonly observer: HistoryObserver,
    private readonly patience: Milliseconds = READ_PATIENCE,
  ) {
    this.pool = new Pool({
      ...clientOptions(address),
      statement_timeout: Math.max(patience, WRITE_PATIENCE),
      max: MOST_CONNECTIONS,
      idleTimeoutMillis: 60_000,
    });
    this.pool.on('error', (error) => this.lost(error));
    // The query that a connection is lost in tells of it; an error that nobody hears would end the process.
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /** Rejects with HistoryRefused when somebody has to change something before it can be used; one that cannot be reached is tried again. */
  async open(): Promise<void> {
    try {
      await this.prepare();
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === null) return this.away(error);
      await this.close();
      throw new HistoryRefused(refusal, SETTING);
    }
  }

  async write(
    statements: Iterable<Statement> | AsyncIterable<Statement>,
  ): Promise<readonly (readonly SqlRow[])[]> {
    return this.use(WRITE_PATIENCE, (run) =>
      transaction(run, async () => {
        const rows: (readonly SqlRow[])[] = [];
        for await (const { sql, params } of statements) rows.push(await run(sql, params));
        return rows;
      }),
    );
  }

  async read({ sql, params }: Statement): Promise<readonly SqlRow[]> {
    return this.use(this.patience, (run) => run(sql, params));
  }

  /** What has expired is room for what comes; with `always` the tables are written anew, and nobody can use them meanwhile. */
  async compact(always = false): Promise<void> {
    await this.use(LONG_PATIENCE, async (run) => {
      await run('set statement_timeout = 0');
      await run(`vacuum (${always ? 'full, ' : ''}analyze) journal.session, journal.capacity`);
      await run('reset statement_timeout');
    });
  }

  async bytes(): Promise<number> {
    const sql = `select coalesce(sum(pg_total_relation_size(oid)), 0)::double precision from pg_class
      where relnamespace = to_regnamespace('journal') and relkind = 'r'`;
    const [row] = await this.read({ sql, params: [] });
    return Number(row?.[0]);
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    clearTimeout(this.timer);
    // What does not answer is not waited for.
    await Promise.race([this.pool.end(), delay(CLOSE_PATIENCE, undefined, { ref: false })]);
  }

  private async use<T>(within: Milliseconds, work: (run: Run) => Promise<T>): Promise<T> {
    if (this.isClosed) throw new HistoryAway('it is closed');
    if (this.why !== null) throw new HistoryAway(this.why);
    if (this.pool.waitingCount >= MOST_WAITING) throw this.failed(new Error('too much waits for it'));
    try {
      return await this.connected(within, work);
    } catch (error) {
      if (!isSound(error)) this.lost(error);
      throw this.failed(error);
    }
  }

  private async connected<T>(within: Milliseconds, work: (run: Run) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    try {
      const result = await work(runOn(client, within));
      client.release();
      return result;
    } catch (error) {
      client.release(!isSound(error));
      throw error;
    }
  }

  /** Brings the schema to the newest, and so shows that the database can be used. */
  private async prepare(): Promise<void> {
    await this.connected(LONG_PATIENCE, async (run) => {
      const [row] = await run(`select current_setting('server_version_num')::double precision`);
      const version = Math.floor(Number(row?.[0]) / 10_000);
      if (version < OLDEST_VERSION)
        throw new SchemaRefused(
          `it is PostgreSQL ${String(version)}; expected ${String(OLDEST_VERSION)} or newer`,
        );
      await transaction(run, async () => {
        await run('set local statement_timeout = 0');
        await run('select pg_advisory_xact_lock($1::bigint)::text', [MIGRATION_LOCK]);
        await migrate(run, 'text');
        for (const index of INDEXES) await run(`create index if not exists ${index}`);
      });
    });
    this.why = null;
    this.pause = FIRST_PAUSE;
    if (!this.isClosed) this.observer.opened();
  }

  private failed(error: unknown): HistoryAway {
    const message = messageOf(error);
    this.observer.failed(message);
    return new HistoryAway(message);
  }

  private lost(error: unknown): void {
    if (this.isClosed || this.why !== null) return;
    this.away(error);
  }

  private away(error: unknown): void {
    if (this.isClosed) return;
    this.why = messageOf(error);
    this.observer.away(this.why);
    this.timer = setTimeout(() => {
      this.prepare().catch((again: unknown) => this.away(again));
    }, this.pause);
    this.timer.unref();
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
  }
}

function runOn(client: PoolClient, within: Milliseconds): Run {
  return async (text, params = []) => {
    const query: TimedQuery = { text, values: [...params], rowMode: 'array', query_timeout: within };
    return (await client.query<unknown[]>(query)).rows;
  };
}

async function transaction<T>(run: Run, work: () => Promise<T>): Promise<T> {
  await run('begin');
  try {
    const result = await work();
    await run('commit');
    return result;
  } catch (error) {
    // On a broken connection there is nothing left to roll back.
    if (error instanceof DatabaseError) await run('rollback').catch(() => undefined);
    throw error;
  }
}
