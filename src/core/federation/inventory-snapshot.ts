import type { SourceErrorCode } from '../errors/source-failure.js';
import { SourceFailure } from '../errors/source-failure.js';
import type { Clock, Instant, Milliseconds } from '../model/instant.js';
import type { CallTally } from '../ports/call-scope.js';
import { failureOf } from '../ports/listing.js';
import type { SharedReadings } from '../ports/snapshot-store.js';
import type { Upstream } from '../upstream/upstream.js';
import type { ServerLease } from '../upstream/server-lease.js';
import { readShared } from './shared-reading.js';
import { SharedWork } from '../upstream/shared-work.js';
import type { SnapshotKind } from './snapshot-kinds.js';
import { SnapshotOrigin } from './snapshot-origin.js';
import type { Served, SnapshotLifetime, SnapshotRequest } from './snapshot-request.js';

/** What all snapshots of one server have in common. */
export interface SnapshotSetting {
  readonly upstream: Upstream;
  /** What time it is, for whoever is told when something was read. */
  readonly clock: Clock;
  /** A steady clock, by which everything here grows old. */
  readonly ages: Clock;
  readonly lifetime: SnapshotLifetime;
  /** What replicas share of the server now; null: nothing. */
  readonly openShared: () => Promise<SharedReadings | null>;
  /** Is told whatever was read whole. */
  readonly told: <T>(kind: Pick<SnapshotKind<never, T>, 'name' | 'changes'>, value: T) => void;
  /** Asks to be looked after then. */
  readonly wakeBy: (at: Instant) => void;
}

/**
 * After a failure an older entry is served at once for so long, before somebody waits for the server again; and so long an entry serves
 * of which a part is missing.
 */
const PAUSE: Milliseconds = 2_000;
/** Entries in use are refreshed after this part of their life, by chance a little later, so that replicas and servers spread. */
const AHEAD = 0.75;
const JITTER = 0.1;
/** What is due this soon is refreshed along, so that lists which share upstream calls stay together. */
const ALONG = 0.1;

/** The server does not fail but refuses: what it would not show now is not shown from memory either. */
const REFUSALS: ReadonlySet<SourceErrorCode> = new Set(['UNAUTHORIZED', 'FORBIDDEN', 'UNSUPPORTED']);

const AT_ONCE: Instant = 0;

let versions = 0;

interface Entry<T> {
  readonly value: T;
  /** By the clock on the wall. */
  readonly fetchedAt: Instant;
  /** By the steady clock. */
  readonly readAt: Instant;
  /** Unique and growing: the number of the refresh it comes from. */
  readonly version: number;
  /** Nothing is missing of it because lists failed. */
  readonly isWhole: boolean;
}

interface Refresh<T> {
  readonly startedAt: Instant;
  readonly work: SharedWork<Entry<T>>;
}

interface RefreshPlan {
  readonly tally: CallTally;
  /** What another replica has read will do when it is at most so old; null: it never will. */
  readonly foreignAge: Milliseconds | null;
  /** Nobody waits for it. */
  readonly unattended: boolean;
}

/**
 * One inventory list of one server, kept between operations. Serves what is fresh enough; else refreshes it, once for all who wait;
 * stands in for the server when that fails.
 */
export class InventorySnapshot<R, T> {
  private entry: Entry<T> | undefined;
  private running: Refresh<T> | undefined;
  private failure: { readonly at: Instant; readonly error: SourceFailure } | undefined;
  private dueAt: Instant = Infinity;
  /** Somebody has read the entry since it came. */
  private isUsed = false;
  private isDropped = false;

  constructor(
    private readonly kind: SnapshotKind<R, T>,
    private readonly setting: SnapshotSetting,
  ) {}

  /** How old what is kept is; null: nothing is. */
  get age(): Milliseconds | null {
    return this.entry === undefined ? null : this.ageOf(this.entry);
  }

  async read(request: SnapshotRequest): Promise<Served<T>> {
    const { maxAge = this.setting.lifetime.inventory, tally } = request;
    if (maxAge <= 0) return this.refreshed(request, maxAge);
    const { entry } = this;
    if (entry !== undefined && this.isFresh(entry, maxAge)) {
      tally.hit();
      this.use();
      return this.fresh(entry, maxAge);
    }
    const standIn = this.hasJustFailed ? this.standIn() : undefined;
    if (standIn === undefined) return this.refreshed(request, maxAge);
    tally.hit();
    return standIn;
  }

  /** Refreshes what is used and due; tells when to look again. Infinity: there is nothing to look after. */
  lookAfter(tally: CallTally): Instant {
    const { entry } = this;
    if (entry === undefined) return Infinity;
    const { inventory, staleIfError } = this.setting.lifetime;
    const endsAt = entry.readAt + Math.max(inventory, staleIfError);
    const now = this.setting.ages();
    if (now > endsAt) this.entry = undefined;
    if (now > endsAt) return Infinity;
    if (now < this.dueAt - inventory * ALONG) return this.dueAt;
    if (this.isUsed) this.refreshAhead(tally);
    return endsAt;
  }

  /** Forgets it; a refresh that runs still serves who waits, but is not kept. */
  drop(): void {
    this.isDropped = true;
    this.entry = undefined;
  }

  /** Forgets it; a refresh that nobody waits for ends. */
  stop(): void {
    this.drop();
    this.running?.work.release();
  }

  private async refreshed(request: SnapshotRequest, maxAge: Milliseconds): Promise<Served<T>> {
    try {
      return this.fresh(await this.join(request, maxAge), maxAge);
    } catch (error) {
      const standIn = error instanceof SourceFailure ? this.standIn(error) : undefined;
      if (standIn === undefined) throw error;
      return standIn;
    }
  }

  /** What the running refresh gives where that is young enough for this reader, else a refresh of its own. */
  private async join(request: SnapshotRequest, maxAge: Milliseconds): Promise<Entry<T>> {
    const { running } = this;
    const oldest = this.setting.ages() - maxAge;
    if (maxAge > 0 && running !== undefined && running.startedAt >= oldest && !running.work.abandoned) {
      request.tally.hit();
      const entry = await running.work.join(request);
      // What came from another replica may be older than this reader accepts.
      if (entry.readAt >= oldest) return entry;
    }
    const foreignAge = maxAge > 0 ? maxAge / 2 : null;
    return this.refresh({ tally: request.tally, foreignAge, unattended: false }).work.join(request);
  }

  private refresh(plan: RefreshPlan): Refresh<T> {
    const { upstream, ages } = this.setting;
    versions += 1;
    const version = versions;
    const startedAt = ages();
    const work = new SharedWork(
      upstream,
      ages,
      (lease) => this.load(lease, plan, version),
      plan.tally,
      plan.unattended,
    );
    const refresh = { startedAt, work };
    this.running = refresh;
    work.whenDone(
      (entry) => this.succeeded(refresh, entry),
      (error) => this.failed(refresh, error),
    );
    return refresh;
  }

  private async load(
    lease: ServerLease,
    { foreignAge, unattended }: RefreshPlan,
    version: number,
  ): Promise<Entry<T>> {
    const { kind, entry: former } = this;
    const { upstream, clock, ages } = this.setting;
    const shared = await this.setting.openShared();
    let asked: Pick<Entry<T>, 'fetchedAt' | 'readAt'> | undefined;
    const reading = await readShared<R>(shared, {
      name: kind.name,
      accepts:
        foreignAge === null
          ? null
          : ({ age, value }) => age <= (this.isWhole(value) ? foreignAge : Math.min(foreignAge, PAUSE)),
      read: async () => {
        asked = { fetchedAt: clock(), readAt: ages() };
        return this.worthMore(await lease.attempt(kind.load(upstream.adapter, lease.scope)));
      },
      clock: ages,
      keepFor: this.keepFor,
      signal: lease.scope.signal,
    });
    if (reading.foreign) kind.adopt?.(upstream.adapter, reading.value);
    const source = { id: reading.id, shared };
    const value = kind.open(reading.value, new SnapshotOrigin(upstream, ages, this.keepFor, source));
    if (unattended && former) await kind.renew?.(value, former.value, lease.scope).catch(ignoreFailure);
    asked ??= { fetchedAt: clock() - reading.age, readAt: ages() - reading.age };
    return { value, ...asked, version, isWhole: this.isWhole(reading.value) };
  }

  /** The reading, unless a part of it is missing and what is kept is whole and may stand in: then what is missing is thrown. */
  private worthMore(raw: R): R {
    const [part] = this.kind.missing?.(raw) ?? [];
    if (part === undefined || this.entry?.isWhole !== true) return raw;
    const failure = failureOf({ ...part, message: `${part.list}: ${part.message}` });
    if (this.standIn(failure) === undefined) return raw;
    throw failure;
  }

  private isWhole(raw: R): boolean {
    return (this.kind.missing?.(raw) ?? []).length === 0;
  }

  private failed(refresh: Refresh<T>, error: unknown): void {
    if (this.running === refresh) this.running = undefined;
    const isAbandoned = refresh.work.abandoned;
    if (error instanceof SourceFailure && !isAbandoned) this.failure = { at: this.setting.ages(), error };
  }

  private succeeded(refresh: Refresh<T>, entry: Entry<T>): void {
    const { inventory } = this.setting.lifetime;
    if (this.running === refresh) this.running = undefined;
    this.failure = undefined;
    if (entry.isWhole) this.setting.told(this.kind, entry.value);
    if (this.isDropped || this.keepFor === 0 || entry.version < (this.entry?.version ?? 0)) return;
    this.entry = entry;
    this.isUsed = false;
    this.dueAt = entry.readAt + (inventory > 0 ? inventory * (AHEAD + JITTER * Math.random()) : Infinity);
    this.setting.wakeBy(this.dueAt);
  }

  /** An entry in use is refreshed before it is over; one that nobody used lapses. */
  private use(): void {
    const { entry } = this;
    // Who accepts what is over does not ask for its refresh.
    if (entry === undefined || this.ageOf(entry) > this.setting.lifetime.inventory) return;
    this.isUsed = true;
    if (this.setting.ages() >= this.dueAt) this.setting.wakeBy(AT_ONCE);
  }

  private refreshAhead(tally: CallTally): void {
    if (this.running !== undefined || this.hasJustFailed) return;
    this.refresh({ tally, foreignAge: this.setting.lifetime.inventory / 2, unattended: true });
  }

  private fresh(entry: Entry<T>, maxAge: Milliseconds): Served<T> {
    const { value, fetchedAt, version } = entry;
    const isCurrent = (): boolean => {
      const current = this.entry;
      if (current?.version !== version || !this.isFresh(current, maxAge)) return false;
      this.use();
      return true;
    };
    return { value, fetchedAt, stale: null, token: maxAge > 0 ? { isCurrent } : null };
  }

  private standIn(failure = this.failure?.error): Served<T> | undefined {
    const { entry } = this;
    const { staleIfError } = this.setting.lifetime;
    if (entry === undefined || failure === undefined || REFUSALS.has(failure.code)) return undefined;
    if (staleIfError === 0 || this.ageOf(entry) > staleIfError) return undefined;
    return { value: entry.value, fetchedAt: entry.fetchedAt, stale: failure, token: null };
  }

  private get hasJustFailed(): boolean {
    return this.failure !== undefined && this.setting.ages() - this.failure.at < PAUSE;
  }

  private get keepFor(): Milliseconds {
    const { inventory, staleIfError } = this.setting.lifetime;
    return Math.max(inventory, staleIfError);
  }

  private isFresh(entry: Entry<T>, maxAge: Milliseconds): boolean {
    return this.ageOf(entry) <= (entry.isWhole ? maxAge : Math.min(maxAge, PAUSE));
  }

  private ageOf({ readAt }: Entry<T>): Milliseconds {
    return this.setting.ages() - readAt;
  }
}

/** What was not renewed is read when somebody asks for it. */
function ignoreFailure(error: unknown): void {
  if (!(error instanceof SourceFailure)) throw error;
}
