import { Module } from '@nestjs/common';
import { NodesResolver } from './nodes/nodes.resolver.js';
import {
  PoliciesResolver,
  RepositoryPoliciesResolver,
  ServerPoliciesResolver,
} from './policies/policies.resolver.js';
import { ReportsResolver } from './reports/reports.resolver.js';
import { RepositoriesResolver, ServerRepositoriesResolver } from './repositories/repositories.resolver.js';
import { SearchResolver } from './search/search.resolver.js';
import { ServersResolver } from './servers/servers.resolver.js';
import {
  PolicySessionsResolver,
  ServerSessionsResolver,
  SessionsResolver,
} from './sessions/sessions.resolver.js';

/** Everything under Query that all products share. */
@Module({
  providers: [
    ServersResolver,
    PoliciesResolver,
    ServerPoliciesResolver,
    RepositoryPoliciesResolver,
    RepositoriesResolver,
    ServerRepositoriesResolver,
    SessionsResolver,
    ServerSessionsResolver,
    PolicySessionsResolver,
    ReportsResolver,
    SearchResolver,
    NodesResolver,
  ],
})
export class SchemaModule {}
