import { createHash, randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { ClientConfig, Notification } from 'pg';
import * as v from 'valibot';
import { HistoryAway } from '../../../core/errors/history-away.js';
import { LocalClaims } from '../../../core/following/local-claims.js';
import type { Clock, Instant, Milliseconds } from '../../../core/model/instant.js';
import type { Followership, JournalStore, ReplicaNews } from '../../../core/ports/journal-store.js';
import type { PostgresAddress } from '../../config/postgres-address.js';
import type { HistoryObserver } from '../history-observer.js';
import type { Coordination } from '../sql/sql-journal-store.js';
import type { Statement } from '../sql/sql-link.js';
import { clientOptions, messageOf } from './postgres-connection.js';
import type { TimedQuery } from './postgres-connection.js';

const NOTIFY = 'select pg_notify($1, $2)::text';
const CHANNEL = 'veeam_gateway_journal';
/** What does not answer in this time is given up here first … */
const PATIENCE: Milliseconds = 8_000;
/** … and then, by the time of `silence`, there: two never follow a server because one of them hangs or is cut off. */
const RHYTHM = { heartbeat: 5_000, silence: 20_000 };
const FIRST_PAUSE: Milliseconds = 250;
const LONGEST_PAUSE: Milliseconds = 5_000;

const LONGEST_KEY = 64;
const SERVER = v.pipe(v.string(), v.maxLength(LONGEST_KEY));
const MESSAGE = v.strictObject({
  replica: v.pipe(v.string(), v.uuid()),
  news: v.variant('kind', [
    v.strictObject({
      kind: v.literal('RECORDED'),
      server: SERVER,
      age: v.pipe(v.number(), v.finite(), v.minValue(0)),
    }),
    v.strictObject({ kind: v.picklist(['WANTED', 'MENDED']), server: SERVER }),
  ]),
});

/**
 * Shares the servers with the other replicas, by one connection: PostgreSQL takes its locks back when it ends, whatever it ended of. What
 * others tell on it is not trusted.
 */
export class Replicas implements Coordination {
  private readonly id = randomUUID();
  private readonly claims = new LocalClaims();
  private readonly listeners = new Set<(news: ReplicaNews) => void>();
  private client: Client | null = null;
  private timer: NodeJS.Timeout | undefined;
  private pause = FIRST_PAUSE;
  private asking: Promise<unknown> = Promise.resolve();
  private isClosed = false;

  private readonly options: ClientConfig;

  constructor(
    address: PostgresAddress,
    private readonly observer: HistoryObserver,
    private readonly clock: Clock,
    private readonly rhythm: { readonly heartbeat: Milliseconds; readonly silence: Milliseconds } = RHYTHM,
  ) {
    this.options = clientOptions(address);
  }

  /** Settles when it is connected, or when it is plain that it is not for now. */
  async open(): Promise<void> {
    const client = new Client(this.options);
    // An error that nobody hears would end the process.
    client.on('error', () => this.lost(client));
    client.on('end', () => this.lost(client));
    client.on('notification', (message) => this.heard(message));
    try {
      await client.connect();
      await this.ask(client, `set idle_session_timeout = ${String(this.rhythm.silence)}`);
      await this.ask(client, `listen ${CHANNEL}`);
    } catch {
      await ended(client);
      return this.later(this.pause);
    }
    if (this.isClosed) return ended(client);
    this.client = client;
    this.pause = FIRST_PAUSE;
    this.later(this.rhythm.heartbeat);
    // What was told while nobody listened was missed.
    this.pass({ kind: 'MISSED' });
    return undefined;
  }

  async claim(server: string): Promise<Followership | null> {
    const { client } = this;
    if (client === null) throw new HistoryAway('the connection that servers are shared by is away');
    const lock = [lockOf(server)];
    const claim = this.claims.take(server, async () => {
      if (this.client === client)
        await this.ask(client, 'select pg_advisory_unlock($1::bigint)', lock).catch(() => this.lost(client));
    });
    if (claim === null) return null;
    try {
      const [row] = await this.ask(client, 'select pg_try_advisory_lock($1::bigint)', lock);
      if (row?.[0] === true && !claim.signal.aborted) return claim;
    } catch (error) {
      this.lost(client);
      throw new HistoryAway(messageOf(error));
    }
    this.claims.drop(server);
    return null;
  }

  onNews(listener: (news: ReplicaNews) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Ages, because the clocks of replicas may differ. */
  telling(server: string, lookedAt: Instant): readonly Statement[] {
    const age = Math.max(0, this.clock() - lookedAt);
    return [{ sql: NOTIFY, params: [CHANNEL, this.message({ kind: 'RECORDED', server, age })] }];
  }

  async tell(news: Parameters<JournalStore['tell']>[0]): Promise<void> {
    const { client } = this;
    if (client === null) return;
    await this.ask(client, NOTIFY, [CHANNEL, this.message(news)]).catch(() => this.lost(client));
  }

  async close(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer);
    const { client } = this;
    this.client = null;
    this.claims.loseAll(new HistoryAway('it is closed'));
    if (client !== null) await ended(client);
  }

  private heard({ channel, payload }: Notification): void {
    if (channel !== CHANNEL) return;
    const message = v.safeParse(MESSAGE, parsed(payload));
    if (!message.success) this.observer.misheard();
    else if (message.output.replica !== this.id) this.pass(message.output.news);
  }

  /** One after the other, as the driver wants it. */
  private ask(client: Client, text: string, values: readonly string[] = []): Promise<readonly unknown[][]> {
    const query: TimedQuery = { text, values: [...values], rowMode: 'array', query_timeout: PATIENCE };
    const answer = this.asking.then(async () => (await client.query<unknown[]>(query)).rows);
    this.asking = answer.catch(() => undefined);
    return answer;
  }

  private message(news: v.InferInput<typeof MESSAGE>['news']): string {
    return JSON.stringify({ replica: this.id, news });
  }

  private pass(news: ReplicaNews): void {
    for (const listener of [...this.listeners]) listener(news);
  }

  private lost(client: Client): void {
    if (this.client !== client) return;
    this.client = null;
    this.claims.loseAll(new HistoryAway('the connection that held it is lost'));
    void ended(client);
    this.later(this.pause);
  }

  private later(wait: Milliseconds): void {
    clearTimeout(this.timer);
    if (this.isClosed) return;
    this.timer = setTimeout(() => void this.next(), wait).unref();
  }

  private async next(): Promise<void> {
    const { client } = this;
    if (client === null) {
      this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
      return this.open();
    }
    try {
      await this.ask(client, 'select 1');
      this.later(this.rhythm.heartbeat);
    } catch {
      this.lost(client);
    }
  }
}

/** The same number on every replica. Two servers would have to share 64 bits of SHA-256 to be followed by one replica only. */
function lockOf(server: string): string {
  return createHash('sha256').update(`following ${server}`).digest().readBigInt64BE().toString();
}

/** Ends it without waiting for what does not answer. */
async function ended(client: Client): Promise<void> {
  const timer = setTimeout(() => client.connection.stream.destroy(), PATIENCE);
  await client.end().catch(() => undefined);
  clearTimeout(timer);
}

function parsed(payload: string | undefined): unknown {
  try {
    return JSON.parse(payload ?? '');
  } catch {
    return undefined;
  }
}
