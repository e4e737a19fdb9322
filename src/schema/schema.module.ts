import { Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { ErrorsAsResults, RequestErrors } from '../platform/graphql/request-errors.filter.js';
import { ChangesResolver } from './changes/changes.resolver.js';
import { FleetChangesResolver } from './changes/fleet-changes.resolver.js';
import { SessionUpdatesResolver } from './changes/session-updates.resolver.js';
import { NodesResolver } from './nodes/nodes.resolver.js';
import {
  PoliciesResolver,
  RepositoryPoliciesResolver,
  ServerPoliciesResolver,
} from './policies/policies.resolver.js';
import { CapacityGroupPastResolver, CapacityStatsPastResolver } from './reports/capacity-report.resolver.js';
import { PolicyHistoryResolver } from './policies/policy-history.resolver.js';
import { PolicyScheduleResolver } from './policies/policy-schedule.resolver.js';
import { ReportsResolver } from './reports/reports.resolver.js';
import {
  CapacityForecastResolver,
  RepositoryPastResolver,
} from './repositories/capacity-forecast.resolver.js';
import { RepositoriesResolver, ServerRepositoriesResolver } from './repositories/repositories.resolver.js';
import { SearchResolver } from './search/search.resolver.js';
import { ServersResolver } from './servers/servers.resolver.js';
import {
  PolicySessionsResolver,
  ServerSessionsResolver,
  SessionsResolver,
} from './sessions/sessions.resolver.js';

/** What all products share: everything under Query, changes, and what can be followed. */
@Module({
  providers: [
    ServersResolver,
    PoliciesResolver,
    PolicyHistoryResolver,
    ServerPoliciesResolver,
    RepositoryPoliciesResolver,
    PolicyScheduleResolver,
    RepositoriesResolver,
    RepositoryPastResolver,
    CapacityGroupPastResolver,
    CapacityStatsPastResolver,
    CapacityForecastResolver,
    ServerRepositoriesResolver,
    SessionsResolver,
    ServerSessionsResolver,
    PolicySessionsResolver,
    ReportsResolver,
    SearchResolver,
    NodesResolver,
    ChangesResolver,
    SessionUpdatesResolver,
    FleetChangesResolver,
    // The last one that takes an error is asked.
    { provide: APP_FILTER, useClass: ErrorsAsResults },
    { provide: APP_FILTER, useClass: RequestErrors },
  ],
})
export class SchemaModule {}
