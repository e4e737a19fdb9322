import DataLoader from 'dataloader';
import type { SourceFailure } from '../errors/source-failure.js';
import type { Clock, Instant, Milliseconds } from '../model/instant.js';
import type { PolicyRecord, Schedule } from '../model/policy.js';
import type { Immutability, RepositoryRecord } from '../model/repository.js';
import type { Server } from '../model/server.js';
import type { SessionItem, SessionLogEntry, SessionRecord } from '../model/session.js';
import type { CallScope } from '../ports/call-scope.js';
import type { CallTally } from '../ports/call-scope.js';
import type { Listing } from '../ports/listing.js';
import type { ServerAdapter } from '../ports/server-adapter.js';
import type { FleetMember } from './fleet.js';
import { PolicySessions } from './policy-sessions.js';
import type { Provenance } from './provenance.js';
import { ServerLease } from './server-lease.js';
import { SessionScanner } from './session-scan.js';
import type { SourceOutcome } from './source-outcome.js';

/** Something read from a server, when, and how long that took. */
export interface Reading<T> {
  readonly value: T;
  readonly fetchedAt: Instant;
  readonly latency: Milliseconds;
}

/** One inventory list of a server, indexed by native id. */
export interface Snapshot<T> {
  readonly items: readonly T[];
  readonly byId: ReadonlyMap<string, T>;
  readonly unreadable: number;
  readonly truncated: boolean;
}

/** What a reader takes from its operation. */
export interface ReadContext {
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** Counts the operation's calls to this server. */
  readonly tally: CallTally;
  readonly provenance: Provenance;
  readonly clock: Clock;
  /** How old readings may be, where the asker said so. */
  readonly maxAge: Milliseconds | undefined;
}

type LatestAnswer = SessionRecord | 'unknown' | null;

/**
 * One server as seen by one operation: whatever is read is read once and shared by every field that needs it, under the
 * server's deadline. Failures carry the server's name and are told to its health.
 */
export class ServerReader {
  /** The time it is; whatever is computed with it holds for this moment only, and provenance knows. */
  readonly clock: Clock = () => {
    this.noteMoment();
    return this.context.clock();
  };
  /** Walks over many sessions, shared by the reports of one operation. */
  readonly scanner: SessionScanner;
  /** Sessions of many policies at once. */
  readonly policySessions: PolicySessions;
  private readonly memory = new Map<string, Promise<unknown>>();
  /** What adapters remember of an operation they keep under this. */
  private epoch: CallTally;
  /** Sessions that lists have shown, so that what refers to them costs no call. */
  private readonly shown = new Map<string, SessionRecord>();
  private readonly latestLoader: DataLoader<PolicyRecord, LatestAnswer>;
  private readonly latestGoodLoader: DataLoader<PolicyRecord, LatestAnswer>;
  private readonly linkLoader: DataLoader<SessionRecord, string | null, string>;

  constructor(
    readonly member: FleetMember,
    private readonly context: ReadContext,
  ) {
    this.epoch = context.tally;
    this.scanner = new SessionScanner(this);
    this.policySessions = new PolicySessions(this);
    this.latestLoader = new DataLoader((policies) => this.loadLatest(policies, false));
    this.latestGoodLoader = new DataLoader((policies) => this.loadLatest(policies, true));
    this.linkLoader = new DataLoader((sessions) => this.loadLinks(sessions), {
      cacheKeyFn: (session) => session.nativeId,
    });
  }

  get server(): Server {
    return this.member.server;
  }

  policies(): Promise<Reading<Snapshot<PolicyRecord>>> {
    return this.once('policies', () =>
      this.read(async (adapter, scope) => snapshotOf(await adapter.inventory.policies(scope))),
    );
  }

  repositories(): Promise<Reading<Snapshot<RepositoryRecord>>> {
    return this.once('repositories', () =>
      this.read(async (adapter, scope) => snapshotOf(await adapter.inventory.repositories(scope))),
    );
  }

  /** A list only one product has, loaded once per operation. `kind` is the product's adapter class. */
  async dataset<A extends ServerAdapter, T>(
    kind: abstract new (...args: never[]) => A,
    name: string,
    load: (adapter: A, scope: CallScope) => Promise<T>,
  ): Promise<T> {
    const reading = await this.once(`dataset ${name}`, () =>
      this.read((adapter, scope) => {
        if (!(adapter instanceof kind))
          throw new TypeError(`${this.server.key} is not served by ${kind.name}`);
        return load(adapter, scope);
      }),
    );
    return reading.value;
  }

  /** Schedules by native policy id, for products whose policy list does not carry them. */
  schedules(): Promise<ReadonlyMap<string, Schedule>> {
    return this.optional('schedules', (adapter, scope) => adapter.inventory.schedules?.(scope));
  }

  /** Where policies write to, by native policy id, for products whose policy list does not carry it. */
  async targets(): Promise<ReadonlyMap<string, readonly string[]>> {
    const { value } = await this.policies();
    return this.optional('targets', (adapter, scope) => adapter.inventory.targets?.(value.items, scope));
  }

  /** Immutability by native repository id, for products whose repository list does not carry it. */
  immutability(): Promise<ReadonlyMap<string, Immutability>> {
    return this.optional('immutability', (adapter, scope) => adapter.inventory.immutability?.(scope));
  }

  /** The newest session of a policy; null: it has none. Asked for many policies at once, it costs the product's cheapest plan. */
  latest(policy: PolicyRecord): Promise<LatestAnswer> {
    return this.latestLoader.load(policy);
  }

  /** The newest session of a policy that ended SUCCESS or WARNING; null: none did. */
  latestGood(policy: PolicyRecord): Promise<LatestAnswer> {
    return this.latestGoodLoader.load(policy);
  }

  /** The policy that started a session; null: none did, or it exists no more. */
  async policyOf(session: SessionRecord): Promise<PolicyRecord | null> {
    const policyId = await this.policyIdOf(session);
    if (policyId === null) return null;
    const { value } = await this.policies();
    return value.byId.get(policyId) ?? null;
  }

  async policyIdOf(session: SessionRecord): Promise<string | null> {
    return session.policyId === undefined ? this.linkLoader.load(session) : session.policyId;
  }

  /** Keeps a session that a list has shown for whatever refers to it. */
  remember(session: SessionRecord): void {
    this.shown.set(`${session.type} ${session.nativeId}`, session);
  }

  /** One session by its native id; null: the server does not have it. */
  async session(type: string, nativeId: string): Promise<SessionRecord | null> {
    const shown = this.shown.get(`${type} ${nativeId}`);
    if (shown !== undefined) return shown;
    return this.once(`session ${type} ${nativeId}`, async () => {
      const reading = await this.read((adapter, scope) => adapter.activity.get(type, nativeId, scope));
      return reading.value;
    });
  }

  log(session: SessionRecord): Promise<readonly SessionLogEntry[]> {
    return this.once(`log ${session.type} ${session.nativeId}`, async () => {
      const reading = await this.read((adapter, scope) => adapter.activity.log(session, scope));
      return reading.value;
    });
  }

  items(session: SessionRecord): Promise<readonly SessionItem[]> {
    return this.once(`items ${session.type} ${session.nativeId}`, async () => {
      const reading = await this.read((adapter, scope) => adapter.activity.items(session, scope));
      return reading.value;
    });
  }

  /** Rows with their policy's id filled in where the product's list does not carry it. */
  async withPolicies(sessions: readonly SessionRecord[]): Promise<readonly SessionRecord[]> {
    if (sessions.every(({ policyId }) => policyId !== undefined)) return sessions;
    return Promise.all(
      sessions.map(async (session) => ({ ...session, policyId: await this.policyIdOf(session) })),
    );
  }

  /** Upstream calls this operation has made to the server so far. */
  get calls(): number {
    return this.context.tally.calls;
  }

  /** Room for one part of an answer: deadline, cost, provenance of failures, health. End it when the part is done. */
  lease(): ServerLease {
    this.noteMoment();
    return new ServerLease(this.member, this.context.signal, this.epoch, this.context.clock);
  }

  /** Runs one piece of work within a lease of its own. */
  async read<T>(work: (adapter: ServerAdapter, scope: CallScope) => Promise<T>): Promise<Reading<T>> {
    const lease = this.lease();
    try {
      const value = await lease.attempt(work(this.member.adapter, lease.scope));
      return { value, fetchedAt: this.context.clock(), latency: lease.elapsed() };
    } catch (error) {
      this.context.provenance.live();
      throw error;
    } finally {
      lease.end();
    }
  }

  /** Runs one change; what was read before it is forgotten, whether the change went well or not. */
  async change<T>(work: (adapter: ServerAdapter, scope: CallScope) => Promise<T>): Promise<T> {
    this.context.provenance.live();
    try {
      return (await this.read(work)).value;
    } finally {
      this.memory.clear();
      this.epoch = this.context.tally.child();
      this.latestLoader.clearAll();
      this.latestGoodLoader.clearAll();
      this.linkLoader.clearAll();
    }
  }

  /** The report of a source that gave nothing. */
  failedOutcome(failure: SourceFailure): SourceOutcome {
    this.context.provenance.live();
    return {
      member: this.member,
      status: 'FAILED',
      fetchedAt: null,
      latency: null,
      upstreamCalls: this.calls,
      count: null,
      failure,
    };
  }

  private noteMoment(): void {
    this.context.provenance.momentary(this.context.clock, this.context.maxAge);
  }

  private optional<T>(
    name: string,
    load: (adapter: ServerAdapter, scope: CallScope) => Promise<ReadonlyMap<string, T>> | undefined,
  ): Promise<ReadonlyMap<string, T>> {
    return this.once(name, async () => {
      const reading = await this.read(
        async (adapter, scope) => (await load(adapter, scope)) ?? new Map<string, T>(),
      );
      return reading.value;
    });
  }

  private once<T>(key: string, load: () => Promise<T>): Promise<T> {
    const known = this.memory.get(key) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const loading = load();
    this.memory.set(key, loading);
    return loading;
  }

  private async loadLatest(policies: readonly PolicyRecord[], goodOnly: boolean): Promise<LatestAnswer[]> {
    const { value } = await this.read((adapter, scope) =>
      adapter.activity.latest(policies, { goodOnly }, scope),
    );
    return policies.map((policy) => value.get(policy.nativeId) ?? null);
  }

  private async loadLinks(sessions: readonly SessionRecord[]): Promise<(string | null)[]> {
    const { value: policies } = await this.policies();
    const { value } = await this.read(
      async (adapter, scope) =>
        (await adapter.activity.linkPolicies?.(sessions, policies.items, scope)) ??
        new Map<string, string | null>(),
    );
    return sessions.map((session) => value.get(session.nativeId) ?? null);
  }
}

function snapshotOf<T extends { nativeId: string }>(list: Listing<T>): Snapshot<T> {
  return {
    items: list.items,
    byId: new Map(list.items.map((item) => [item.nativeId, item])),
    unreadable: list.unreadable,
    truncated: list.truncated,
  };
}
