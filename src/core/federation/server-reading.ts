import type { SourceFailure } from '../errors/source-failure.js';
import type { OperationBudget } from '../fairness/operation-budget.js';
import type { Clock, Instant, Milliseconds } from '../model/instant.js';
import type { RepositoryRecord } from '../model/repository.js';
import type { Server } from '../model/server.js';
import type { CallScope } from '../ports/call-scope.js';
import type { ServerAdapter } from '../ports/server-adapter.js';
import type { Span } from '../ports/span.js';
import type { FollowedView } from '../following/follow-setting.js';
import type { FleetMember } from './fleet.js';
import type { PolicySnapshot } from './policy-snapshot.js';
import type { ServerLease } from '../upstream/server-lease.js';
import type { Waiter } from '../upstream/shared-work.js';
import type { Snapshot } from './snapshot-kinds.js';
import type { SourceOutcome } from './source-outcome.js';

/** Something read from a server, when, and how long the reader waited for it. */
export interface Reading<T> {
  readonly value: T;
  readonly fetchedAt: Instant;
  readonly latency: Milliseconds;
  /** Why it is older than the reader asked for; null: it is not. */
  readonly stale: SourceFailure | null;
}

/** What is done with a server by its adapter. */
export type Work<T> = (adapter: ServerAdapter, scope: CallScope) => Promise<T>;

/** What the parts of a `ServerReader` (its scanner, details, sessions of policies) build on; the class says more of each. */
export interface ServerReading {
  readonly member: FleetMember;
  readonly server: Server;
  readonly now: Clock;
  readonly span: Span | undefined;
  readonly budget: OperationBudget;
  readonly calls: number;
  readonly maxAge: Milliseconds;
  readonly asksNow: boolean;
  readonly noteFailure: () => void;
  policies(): Promise<Reading<PolicySnapshot>>;
  repositories(): Promise<Reading<Snapshot<RepositoryRecord>>>;
  lease(): ServerLease;
  leaseAside(): ServerLease;
  followed(): Promise<FollowedView | null>;
  read<T>(work: Work<T>): Promise<Reading<T>>;
  readAside<T>(work: Work<T>): Promise<Reading<T>>;
  waiter(): Waiter;
  completed<T>(reading: Promise<T>): Promise<T>;
  countHit(): void;
  noteMoment(): void;
  failedOutcome(failure: SourceFailure): SourceOutcome;
}
