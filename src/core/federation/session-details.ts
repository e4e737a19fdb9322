import DataLoader from 'dataloader';
import { batchedWith } from '../fairness/batching.js';
import type { SessionItem, SessionLogEntry, SessionRecord } from '../model/session.js';
import { OnceMemory } from './once-memory.js';
import type { ServerReading, Work } from './server-reading.js';

/** Single sessions of one server in one operation: their records, logs, items and policies. Of finished ones what was read stays. */
export class SessionDetails {
  private readonly memory = new OnceMemory();
  /** Sessions that lists have shown, so that what refers to them costs no call. */
  private readonly shown = new Map<string, SessionRecord>();
  private readonly links: DataLoader<SessionRecord, string | null, string>;

  constructor(private readonly reader: ServerReading) {
    this.links = new DataLoader((sessions) => this.loadLinks(sessions), {
      cacheKeyFn: ({ nativeId }) => nativeId,
      ...batchedWith(reader.budget),
    });
  }

  /** Keeps a session that a list has shown. */
  remember(session: SessionRecord): void {
    this.shown.set(`${session.type} ${session.nativeId}`, session);
  }

  /** Forgets what was read of sessions that may have changed. */
  forget(): void {
    this.memory.clear();
    this.links.clearAll();
  }

  /** null: the server does not have it. */
  async get(type: string, nativeId: string): Promise<SessionRecord | null> {
    const key = { type, nativeId };
    const shown = this.shown.get(`${type} ${nativeId}`);
    if (shown !== undefined) return shown;
    return this.memory.once(`session ${type} ${nativeId}`, async () => {
      const kept = this.kept<SessionRecord>('session', key);
      if (kept !== undefined) return kept;
      const { value } = await this.reader.readAside((adapter, scope) =>
        adapter.activity.get(type, nativeId, scope),
      );
      if (value !== null) await this.reader.member.snapshots.follow(value);
      if (value?.state === 'FINISHED') this.reader.member.finished.put('session', key, value);
      else this.reader.noteMoment();
      return value;
    });
  }

  log(session: SessionRecord): Promise<readonly SessionLogEntry[]> {
    return this.part('log', session, (adapter, scope) => adapter.activity.log(session, scope));
  }

  /** null: the server cannot tell them. */
  items(session: SessionRecord): Promise<readonly SessionItem[] | null> {
    return this.part('items', session, (adapter, scope) => adapter.activity.items(session, scope));
  }

  /** Native id of the policy that started it; null: none did, or it cannot be told. */
  async policyIdOf(session: SessionRecord): Promise<string | null> {
    return session.policyId === undefined ? this.links.load(session) : session.policyId;
  }

  /** Rows with their policy's id filled in where the product's list does not carry it. Remembers none: there may be many. */
  async withPolicies(sessions: readonly SessionRecord[]): Promise<readonly SessionRecord[]> {
    if (sessions.every(({ policyId }) => policyId !== undefined)) return sessions;
    const links = await this.loadLinks(sessions);
    return sessions.map((session, index) => ({ ...session, policyId: links[index] ?? null }));
  }

  private part<T>(name: string, session: SessionRecord, work: Work<T>): Promise<T> {
    return this.memory.once(`${name} ${session.type} ${session.nativeId}`, async () => {
      if (session.state !== 'FINISHED') return (await this.reader.read(work)).value;
      const kept = this.kept<T>(name, session);
      if (kept !== undefined) return kept;
      const { value } = await this.reader.readAside(work);
      this.reader.member.finished.put(name, session, value);
      return value;
    });
  }

  private kept<T>(name: string, session: Pick<SessionRecord, 'type' | 'nativeId'>): T | undefined {
    if (this.reader.asksNow) return undefined;
    const kept = this.reader.member.finished.get<T>(name, session);
    if (kept !== undefined) this.reader.countHit();
    return kept;
  }

  private async loadLinks(sessions: readonly SessionRecord[]): Promise<(string | null)[]> {
    await this.whenDue();
    const known = new Map<string, string | null>();
    for (const session of sessions) {
      const policyId =
        session.policyId === undefined ? this.kept<string>('policy', session) : session.policyId;
      if (policyId !== undefined) known.set(session.nativeId, policyId);
    }
    const open = sessions.filter(({ nativeId }) => !known.has(nativeId));
    const found = open.length > 0 ? await this.readLinks(open) : new Map<string, string | null>();
    return sessions.map(({ nativeId }) => known.get(nativeId) ?? found.get(nativeId) ?? null);
  }

  private async readLinks(sessions: readonly SessionRecord[]): Promise<ReadonlyMap<string, string | null>> {
    const { value: policies } = await this.reader.policies();
    const { value: links } = await this.reader.read(async (adapter, scope) => {
      await this.whenDue();
      return (
        (await adapter.activity.linkPolicies?.(sessions, policies.items, scope)) ??
        new Map<string, string | null>()
      );
    });
    await this.whenDue();
    for (const session of sessions) {
      const policyId = links.get(session.nativeId);
      // A session without a policy may find one when the server says more of its policies.
      if (policyId != null && session.state === 'FINISHED')
        this.reader.member.finished.put('policy', session, policyId);
    }
    return links;
  }

  /** Pages of many lists come together: each is worked on in its turn. */
  private async whenDue(): Promise<void> {
    const { budget } = this.reader;
    if (budget.isDue) await budget.turn();
  }
}
