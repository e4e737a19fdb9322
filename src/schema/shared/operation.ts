import type { FleetReader } from '../../core/federation/fleet-reader.js';
import type { ServerReader } from '../../core/federation/server-reader.js';
import type { PolicyRecord } from '../../core/model/policy.js';
import type { RepositoryRecord } from '../../core/model/repository.js';
import type { SessionRecord } from '../../core/model/session.js';
import type { CostAware, OperationCost } from '../../platform/graphql/cost.plugin.js';
import type { PolicyType } from '../policies/policy.type.js';
import type { RepositoryType } from '../repositories/repository.type.js';
import type { BackupServerType } from '../servers/backup-server.type.js';
import type { SessionType } from '../sessions/session.type.js';
import type { ConcreteTypes } from './concrete-types.js';

/** One GraphQL operation: the fleet as it sees it, and how records become GraphQL objects. Shared by all its resolvers. */
export class Operation {
  constructor(
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

  cost(): OperationCost {
    return { upstreamCalls: this.fleet.tally.calls, cacheHits: 0 };
  }
}

/** The GraphQL context of a request. */
export interface GatewayContext extends CostAware {
  readonly operation: Operation;
  readonly requestId: string;
}
