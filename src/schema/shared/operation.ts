import { randomUUID } from 'node:crypto';
import type { OperationEnded } from '../../core/errors/operation-ended.js';
import { OperationBudget } from '../../core/fairness/operation-budget.js';
import type { OperationLimits } from '../../core/fairness/operation-budget.js';
import type { Fleet } from '../../core/federation/fleet.js';
import { FleetReader } from '../../core/federation/fleet-reader.js';
import type { ReadingWish } from '../../core/federation/fleet-reader.js';
import type { ServerReader } from '../../core/federation/server-reader.js';
import type { Caller } from '../../core/model/caller.js';
import type { PolicyRecord } from '../../core/model/policy.js';
import type { RepositoryRecord } from '../../core/model/repository.js';
import type { SessionRecord } from '../../core/model/session.js';
import type { OperationCost } from '../../platform/graphql/cost.plugin.js';
import type { Checked } from '../../platform/graphql/checks/operation-checks.plugin.js';
import type { RequestRecord } from '../../platform/request/request-record.js';
import type { Traced } from '../../platform/graphql/answer-cache/repeatable-answers.plugin.js';
import type { PolicyType } from '../policies/policy.type.js';
import type { RepositoryType } from '../repositories/repository.type.js';
import type { BackupServerType } from '../servers/backup-server.type.js';
import type { SessionType } from '../sessions/session.type.js';
import type { ConcreteTypes } from './concrete-types.js';

/** One GraphQL operation: who asks, the fleet as that caller sees it, how records become GraphQL objects. Shared by its resolvers. */
export class Operation {
  constructor(
    readonly caller: Caller,
    readonly fleet: FleetReader,
    readonly types: ConcreteTypes,
  ) {}

  server(reader: ServerReader): BackupServerType {
    return this.types.server(reader, this);
  }

  policy(record: PolicyRecord): PolicyType {
    return this.types.policy(record, this);
  }

  repository(record: RepositoryRecord): RepositoryType {
    return this.types.repository(record, this);
  }

  session(record: SessionRecord): SessionType {
    return this.types.session(record, this);
  }

  /** The same operation where readings may be at most so old, and none is waited for any longer. */
  within(wish: ReadingWish): Operation {
    const fleet = this.fleet.within(wish);
    return fleet === this.fleet ? this : new Operation(this.caller, fleet, this.types);
  }

  /** The same operation with nothing read yet, for the next event of a subscription. */
  renewed(): Operation {
    return new Operation(this.caller, this.fleet.renewed(), this.types);
  }

  cost(): OperationCost {
    const { calls, hits } = this.fleet.tally;
    return { upstreamCalls: calls, cacheHits: hits };
  }
}

/** The GraphQL context of a request. A type, not an interface, so that transports may take it for a plain record. */
export type GatewayContext = Traced &
  Checked & {
    operation: Operation;
    readonly requestId: string;
  };

/** How an operation ends early, and within what it has to stay. */
export interface OperationBounds {
  /** Aborts when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  readonly limits: OperationLimits;
  /** Ends what goes on for the operation; absent: it shares its signal with others, which go on. */
  readonly end?: (reason: OperationEnded) => void;
}

/** A context of its own for each request. */
export function operationContext(
  caller: Caller,
  fleet: Fleet,
  types: ConcreteTypes,
  { signal, limits, end }: OperationBounds,
  record?: RequestRecord,
): GatewayContext {
  const budget = new OperationBudget(limits, { name: caller.id, signal, end });
  const operation = new Operation(
    caller,
    FleetReader.bounded(fleet.seenBy(caller.scope), signal, budget),
    types,
  );
  operation.fleet.tally.span = record?.span;
  const { provenance } = operation.fleet;
  const shared = {
    caller,
    servers: operation.fleet,
    operation,
    provenance,
    budget,
    cost: () => operation.cost(),
  };
  if (record === undefined) return { ...shared, requestId: randomUUID() };
  record.caller = caller;
  return { ...shared, requestId: record.id, record };
}
