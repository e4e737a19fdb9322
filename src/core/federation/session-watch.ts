import { SourceFailure } from '../errors/source-failure.js';
import { EVERY_SERVER } from '../model/caller.js';
import type { Milliseconds } from '../model/instant.js';
import { sessionIdentity } from '../model/session.js';
import type { SessionRecord } from '../model/session.js';
import { NEWEST_FIRST } from '../ports/activity.js';
import type { Fleet } from './fleet.js';
import { FleetReader } from './fleet-reader.js';
import type { ServerReader } from './server-reader.js';

/** More pages than this are not read for sessions that hide deep in a busy server's list; they are asked for one by one. */
const MOST_PAGES = 3;
const LONGEST_PAUSE: Milliseconds = 30_000;

/** Follows sessions until they end. All sessions followed on one server cost one upstream request a round, however many follow. */
export class SessionWatch {
  private readonly servers = new Map<string, ServerWatch>();

  constructor(
    private readonly fleet: Fleet,
    private readonly interval: Milliseconds,
  ) {}

  /** The session as it is, then every change of it, until it is FINISHED or gone. */
  follow(session: SessionRecord): Mailbox<SessionRecord> {
    let watch = this.servers.get(session.server);
    if (watch === undefined) {
      watch = new ServerWatch(this.fleet, session.server, this.interval, () =>
        this.servers.delete(session.server),
      );
      this.servers.set(session.server, watch);
    }
    return watch.follow(session);
  }

  stop(): void {
    for (const watch of this.servers.values()) watch.stop();
  }
}

interface Followed {
  record: SessionRecord;
  readonly mailboxes: Set<Mailbox<SessionRecord>>;
}

class ServerWatch {
  private readonly followed = new Map<string, Followed>();
  private readonly stopping = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private pause: Milliseconds;

  constructor(
    private readonly fleet: Fleet,
    private readonly server: string,
    private readonly interval: Milliseconds,
    private readonly onIdle: () => void,
  ) {
    this.pause = interval;
  }

  follow(session: SessionRecord): Mailbox<SessionRecord> {
    const key = sessionIdentity(session);
    const entry = this.followed.get(key) ?? { record: session, mailboxes: new Set() };
    const mailbox = new Mailbox<SessionRecord>(() => this.leave(key, mailbox));
    mailbox.post(session);
    if (session.state === 'FINISHED') {
      mailbox.close();
      return mailbox;
    }
    entry.mailboxes.add(mailbox);
    this.followed.set(key, entry);
    this.schedule();
    return mailbox;
  }

  stop(): void {
    this.stopping.abort();
    clearTimeout(this.timer);
    for (const { mailboxes } of [...this.followed.values()])
      for (const mailbox of [...mailboxes]) mailbox.close();
  }

  private leave(key: string, mailbox: Mailbox<SessionRecord>): void {
    const entry = this.followed.get(key);
    entry?.mailboxes.delete(mailbox);
    if (entry?.mailboxes.size === 0) this.followed.delete(key);
    if (this.followed.size > 0) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.onIdle();
  }

  private schedule(): void {
    if (this.timer !== undefined || this.stopping.signal.aborted) return;
    this.timer = setTimeout(() => void this.round(), this.pause);
  }

  /** One look at the server; a server that fails is looked at again, less and less often. */
  private async round(): Promise<void> {
    try {
      // Whoever follows has been shown the session already.
      const everything = this.fleet.seenBy(EVERY_SERVER);
      const reader = new FleetReader(everything, this.stopping.signal).find(this.server);
      if (reader === undefined) return this.stop();
      for (const [key, record] of await this.read(reader)) {
        if (record !== null) await reader.member.snapshots.follow(record);
        this.tell(key, record);
      }
      this.pause = this.interval;
    } catch (error) {
      if (!(error instanceof SourceFailure)) throw error;
      this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
    } finally {
      this.timer = undefined;
      if (this.followed.size > 0) this.schedule();
    }
  }

  private tell(key: string, record: SessionRecord | null): void {
    const entry = this.followed.get(key);
    if (entry === undefined) return;
    const changed = record !== null && JSON.stringify(record) !== JSON.stringify(entry.record);
    if (changed) {
      entry.record = record;
      for (const mailbox of entry.mailboxes) mailbox.post(record);
    }
    if (record === null || record.state === 'FINISHED')
      for (const mailbox of [...entry.mailboxes]) mailbox.close();
  }

  /** The followed sessions as they are now; null: the server no longer has it. */
  private async read(reader: ServerReader): Promise<ReadonlyMap<string, SessionRecord | null>> {
    const wanted = new Map([...this.followed].map(([key, { record }]) => [key, record]));
    const found = new Map<string, SessionRecord | null>();
    if (wanted.size > 1) await this.readList(reader, wanted, found);
    for (const [key, { type, nativeId }] of wanted)
      if (!found.has(key)) found.set(key, await reader.session(type, nativeId));
    return found;
  }

  private async readList(
    reader: ServerReader,
    wanted: ReadonlyMap<string, SessionRecord>,
    found: Map<string, SessionRecord | null>,
  ): Promise<void> {
    const oldest = Math.min(...[...wanted.values()].map(({ startTime }) => startTime));
    await reader.read(async (adapter, scope) => {
      const query = { criteria: { startedAfter: oldest - 1 }, order: NEWEST_FIRST, expectedRows: 500 };
      for (const stream of adapter.activity.open(query, scope)) {
        let pages = 0;
        for await (const { items } of stream.pages()) {
          for (const item of items)
            if (wanted.has(sessionIdentity(item))) found.set(sessionIdentity(item), item);
          pages += 1;
          if (found.size === wanted.size || pages === MOST_PAGES) break;
        }
      }
    });
  }
}

/** Hands values from whoever posts them to one reader; the newest value replaces one that was not read yet. */
export class Mailbox<T> implements AsyncIterableIterator<T> {
  private pending: { value: T } | undefined;
  private waiting: ((result: IteratorResult<T>) => void) | undefined;
  private closed = false;

  /** @param onClose called once, when the reader leaves or the box is closed. */
  constructor(private readonly onClose: () => void) {}

  post(value: T): void {
    if (this.closed) return;
    if (this.waiting === undefined) this.pending = { value };
    else this.answer({ value, done: false });
  }

  /** Ends the reading once what is pending has been read. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    if (this.pending === undefined) this.answer({ value: undefined, done: true });
    this.onClose();
  }

  async next(): Promise<IteratorResult<T>> {
    if (this.pending !== undefined) {
      const { value } = this.pending;
      this.pending = undefined;
      return { value, done: false };
    }
    if (this.closed) return { value: undefined, done: true };
    return new Promise((resolve) => (this.waiting = resolve));
  }

  async return(): Promise<IteratorResult<T>> {
    this.pending = undefined;
    this.close();
    return { value: undefined, done: true };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private answer(result: IteratorResult<T>): void {
    this.waiting?.(result);
    this.waiting = undefined;
  }
}
