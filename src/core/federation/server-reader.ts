import { changeFailure } from '../errors/change-refusal.js';
import type { OperationBudget } from '../fairness/operation-budget.js';
import type { SourceFailure } from '../errors/source-failure.js';
import type { Clock, Milliseconds } from '../model/instant.js';
import type { PolicyRecord, RetryPlan, Schedule } from '../model/policy.js';
import type { Immutability, RepositoryRecord } from '../model/repository.js';
import { CapacityPast } from '../history/capacity-past.js';
import type { Server } from '../model/server.js';
import type { SessionRecord } from '../model/session.js';
import type { Span } from '../ports/span.js';
import type { CallScope, CallTally } from '../ports/call-scope.js';
import type { Listing } from '../ports/listing.js';
import { ownAdapter, type AdapterClass, type ServerAdapter } from '../ports/server-adapter.js';
import type { FollowedView } from '../following/follow-setting.js';
import type { FleetMember } from './fleet.js';
import { OnceMemory } from './once-memory.js';
import { policyById, requireWhole } from './inventory-lookup.js';
import { LatestSessions } from './latest-sessions.js';
import { PolicySessions } from './policy-sessions.js';
import { POLICIES, type PolicySnapshot, type Targets } from './policy-snapshot.js';
import type { ReadContext } from './read-context.js';
import { ServerLease } from '../upstream/server-lease.js';
import type { Reading, ServerReading, Work } from './server-reading.js';
import { SessionDetails } from './session-details.js';
import { SessionRetries } from './session-retries.js';
import type { SessionScanner } from './session-scan.js';
import type { Waiter } from '../upstream/shared-work.js';
import * as kinds from './snapshot-kinds.js';
import type { SourceOutcome } from './source-outcome.js';

/**
 * One server as seen by one operation: whatever is read is read once and shared by every field that needs it, under the
 * server's deadline. Failures carry the server's name and are told to its health.
 */
export class ServerReader implements ServerReading {
  /** The one moment for which the operation is answered; what is computed with it holds for it only, and provenance knows. */
  readonly now: Clock = () => {
    this.noteMoment();
    return this.context.now();
  };
  /** Walks over many sessions, shared by the reports of one operation. */
  readonly scanner: SessionScanner;
  /** Single sessions. */
  readonly details: SessionDetails;
  /** Which sessions are retries of which. */
  readonly retries: SessionRetries;
  /** How full its repositories were. */
  readonly capacityPast: CapacityPast;
  /** Sessions of many policies at once. */
  readonly policySessions: PolicySessions;
  /** The newest sessions of policies. */
  readonly latest: LatestSessions;
  private readonly memory = new OnceMemory();
  /** What adapters remember of an operation they keep under this. */
  private epoch: CallTally;

  constructor(
    readonly member: FleetMember,
    private readonly context: ReadContext,
  ) {
    this.epoch = context.tally.child();
    this.scanner = context.scanner;
    this.details = new SessionDetails(this);
    this.retries = new SessionRetries(this);
    this.policySessions = new PolicySessions(this);
    this.latest = new LatestSessions(this);
    this.capacityPast = new CapacityPast(member.capacity, member.server.key, this.budget);
  }

  get server(): Server {
    return this.member.server;
  }

  policies(): Promise<Reading<PolicySnapshot>> {
    return this.snapshot(POLICIES);
  }

  repositories(): Promise<Reading<kinds.Snapshot<RepositoryRecord>>> {
    return this.snapshot(kinds.REPOSITORIES);
  }

  /** Rows only one product has that belong to its inventory. `kind` is the product's adapter class. */
  list<A extends ServerAdapter, T extends { readonly nativeId: string }>(
    kind: AdapterClass<A>,
    name: string,
    load: (adapter: A, scope: CallScope) => Promise<Listing<T>>,
  ): Promise<Reading<kinds.Snapshot<T>>> {
    return this.snapshot(
      kinds.listKind(name, async (adapter, scope) => load(ownAdapter(adapter, kind), scope)),
    );
  }

  /** Something else of its inventory that only one product has. `kind` is the product's adapter class. */
  inventory<A extends ServerAdapter, T>(
    kind: AdapterClass<A>,
    name: string,
    load: (adapter: A, scope: CallScope) => Promise<T>,
  ): Promise<Reading<T>> {
    return this.snapshot(
      kinds.datasetKind(name, async (adapter, scope) => load(ownAdapter(adapter, kind), scope)),
    );
  }

  /** Something only one product has, loaded once per operation. `kind` is the product's adapter class. */
  async dataset<A extends ServerAdapter, T>(
    kind: AdapterClass<A>,
    name: string,
    load: (adapter: A, scope: CallScope) => Promise<T>,
  ): Promise<T> {
    const reading = await this.memory.once(`dataset ${name}`, () =>
      this.read((adapter, scope) => load(ownAdapter(adapter, kind), scope)),
    );
    return reading.value;
  }

  /** Schedules by native policy id, for products whose policy list does not carry them. */
  async schedules(): Promise<ReadonlyMap<string, Schedule>> {
    if (this.member.adapter.inventory.schedules === undefined) return new Map();
    return (await this.snapshot(kinds.SCHEDULES)).value;
  }

  /** The zone of its clock, in which its schedules are meant: an IANA name, or "UTC+2". null: not told. */
  async timeZone(): Promise<string | null> {
    if (this.server.timeZone !== null) return this.server.timeZone;
    if (this.member.adapter.inventory.timeZone === undefined) return null;
    return (await this.snapshot(kinds.TIME_ZONE)).value;
  }

  /** Retry plans by native policy id, for products that do not always link a retry to its run. */
  async retryPlans(): Promise<ReadonlyMap<string, RetryPlan>> {
    if (this.member.adapter.inventory.retryPlans === undefined) return new Map();
    return (await this.snapshot(kinds.RETRY_PLANS)).value;
  }

  /** Where policies write to, by native policy id, for products whose policy list does not carry it. */
  async targets(): Promise<Targets> {
    if (this.member.adapter.inventory.targets === undefined) return new Map();
    const { value } = await this.policies();
    return this.memory.once('targets', () => this.completed(value.targets(this.waiter())));
  }

  /** Immutability by native repository id, for products whose repository list does not carry it. */
  async immutability(): Promise<ReadonlyMap<string, Immutability>> {
    if (this.member.adapter.inventory.immutability === undefined) return new Map();
    return (await this.snapshot(kinds.IMMUTABILITY)).value;
  }

  /** The policy that started a session; null: none did, or it is gone. Throws where a part that may hold it is missing. */
  async policyOf(session: SessionRecord): Promise<PolicyRecord | null> {
    const policyId = await this.details.policyIdOf(session);
    if (policyId === null && session.policyId === undefined) await requireWhole(this, this.policies());
    return policyId === null ? null : policyById(this, policyId);
  }

  /** One session by its native id; null: the server does not have it. */
  session(type: string, nativeId: string): Promise<SessionRecord | null> {
    return this.details.get(type, nativeId);
  }

  /** The operation as a trace shows it; undefined: it is not traced. */
  get span(): Span | undefined {
    return this.context.tally.span;
  }

  /** What the operation may use while it runs. */
  get budget(): OperationBudget {
    return this.context.tally.budget;
  }

  /** Upstream calls this operation has made to the server so far. */
  get calls(): number {
    return this.context.tally.calls;
  }

  /** Room for one part of an answer: deadline, cost, provenance of failures, health. End it when the part is done. */
  lease(): ServerLease {
    this.noteMoment();
    return this.leaseAside();
  }

  /** The same for what may stay true longer: the caller notes what the answer was made of. */
  leaseAside(): ServerLease {
    return new ServerLease(this.member, this.context.signal, this.epoch, this.context.ages);
  }

  /** Runs one piece of work within a lease of its own. */
  read<T>(work: Work<T>): Promise<Reading<T>> {
    this.noteMoment();
    return this.readAside(work);
  }

  /** The same for what may stay true for ever: the caller says so, or notes the moment. */
  async readAside<T>(work: Work<T>): Promise<Reading<T>> {
    const lease = this.leaseAside();
    try {
      const value = await lease.attempt(work(this.member.adapter, lease.scope));
      return { value, fetchedAt: this.context.clock(), latency: lease.elapsed(), stale: null };
    } catch (error) {
      this.context.provenance.live();
      throw error;
    } finally {
      lease.end();
    }
  }

  /** What is kept of its sessions, with a look as young as the operation needs; null: it is not followed. */
  followed(): Promise<FollowedView | null> {
    return this.memory.once('followed', async () => {
      const view = await this.member.follower?.view(this.waiter(), this.context.maxAge);
      if (view) this.context.provenance.used(view);
      return view ?? null;
    });
  }

  /** What several fields of the operation share, made when it is first asked for. */
  once<T>(name: string, make: () => Promise<T>): Promise<T> {
    return this.memory.once(name, make);
  }

  /** How old its readings may be. */
  get maxAge(): Milliseconds {
    return this.context.maxAge ?? this.member.snapshots.lifetime.inventory;
  }

  /** Nothing read for another operation may be used. */
  get asksNow(): boolean {
    return this.maxAge <= 0;
  }

  /** Something was answered from memory. */
  readonly countHit = (): void => this.epoch.hit();

  /** Something of the answer is true of this moment. */
  readonly noteMoment = (): void => this.context.provenance.momentary(this.context.ages, this.context.maxAge);

  /** Runs one change; what was read before it is forgotten, whether the change went well or not. */
  async change<T>(work: Work<T>): Promise<T> {
    this.context.provenance.live();
    await this.member.snapshots.drop();
    try {
      return (await this.read(work)).value;
    } catch (error) {
      throw changeFailure(error, this.server.key);
    } finally {
      await this.member.snapshots.drop();
      this.memory.clear();
      this.epoch = this.context.tally.child();
      this.latest.forget();
      this.details.forget();
    }
  }

  /** An answer with a failure on the way is true for the moment only. */
  noteFailure = (): void => this.context.provenance.live();

  /** The report of a source that gave nothing. */
  failedOutcome(failure: SourceFailure): SourceOutcome {
    this.noteFailure();
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

  /** A part of the inventory: from memory where it is fresh enough. */
  private snapshot<R, T>(kind: kinds.SnapshotKind<R, T>): Promise<Reading<T>> {
    return this.memory.once(`snapshot ${kind.name}`, async () => {
      const startedAt = this.context.ages();
      const { maxAge } = this.context;
      const served = await this.completed(this.member.snapshots.read(kind, { ...this.waiter(), maxAge }));
      if (served.token === null) this.context.provenance.live();
      else this.context.provenance.used(served.token);
      return { ...served, latency: this.context.ages() - startedAt };
    });
  }

  /** Whoever waits for what others may wait for as well. */
  readonly waiter = (): Waiter => {
    const { signal, lingers } = this.context;
    return { signal, tally: this.epoch, lingers };
  };

  /** What comes with a snapshot is as current as the snapshot; a failure is true for the moment only. */
  async completed<T>(reading: Promise<T>): Promise<T> {
    try {
      return await reading;
    } catch (error) {
      this.context.provenance.live();
      throw error;
    }
  }
}
