import { Args, Context, Info, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { FleetReader } from '../../core/federation/fleet-reader.js';
import type { RepositoryCriteria } from '../../core/federation/repository-list.js';
import { listRepositories } from '../../core/federation/repository-list.js';
import { Checked } from '../../platform/graphql/checks/argument-check.js';
import { Estimated, INVENTORY } from '../../platform/graphql/checks/estimate.js';
import { selectedFields } from '../../platform/graphql/selection.js';
import { BackupServerType } from '../servers/backup-server.type.js';
import type { GatewayContext, Operation } from '../shared/operation.js';
import { looksThroughRows } from '../shared/server-scope.js';
import { RepositoryConnectionType } from './repository-connection.type.js';
import { RepositoryArgs, RootRepositoryArgs } from './repository.inputs.js';
import type { RepositoryRequest } from './repository-request.js';
import { toRepositoryRequest } from './repository-request.js';

@Resolver()
export class RepositoriesResolver {
  @Query(() => RepositoryConnectionType, {
    description:
      'Repositories of all servers as one list, by name unless ordered otherwise. Scale-out repositories and their extents are both in it.',
  })
  @Checked(toRepositoryRequest)
  @Estimated({ scan: ({ filter }) => (looksThroughRows(filter) ? INVENTORY : 0) })
  repositories(
    @Args() args: RootRepositoryArgs,
    @Context() { operation }: GatewayContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<RepositoryConnectionType> {
    const request = toRepositoryRequest(args);
    const fresh = operation.within(args);
    prefetch(fresh.fleet, request.criteria, info);
    return connection(fresh, request);
  }
}

@Resolver(() => BackupServerType)
export class ServerRepositoriesResolver {
  @ResolveField(() => RepositoryConnectionType, {
    description: "This server's repositories. `servers`, `products` and `tags` of the filter must hold too.",
  })
  @Checked(toRepositoryRequest)
  repositories(
    @Parent() { reader, operation }: BackupServerType,
    @Args() args: RepositoryArgs,
    @Info() info: GraphQLResolveInfo,
  ): Promise<RepositoryConnectionType> {
    const request = toRepositoryRequest(args);
    const { servers } = request.criteria;
    const own = servers === undefined || servers.includes(reader.server.key) ? [reader.server.key] : [];
    const criteria = { ...request.criteria, servers: own };
    prefetch(operation.fleet, criteria, info);
    return connection(operation, { ...request, criteria });
  }
}

async function connection(
  operation: Operation,
  request: RepositoryRequest,
): Promise<RepositoryConnectionType> {
  const page = await listRepositories(operation.fleet, request.criteria, request.order, request.page);
  return new RepositoryConnectionType(page, (record) => operation.repository(record), operation);
}

/** Starts the lists that edges of the selected fields will need, beside the list of repositories instead of after it. */
function prefetch(fleet: FleetReader, criteria: RepositoryCriteria, info: GraphQLResolveInfo): void {
  // Edges stand at most three levels below: edges → node → policies.
  const selected = selectedFields(info, 3);
  for (const reader of fleet.select(criteria)) {
    // Whoever selected the edge sees the failure there.
    if (selected.has('policies')) void reader.policies().catch(() => undefined);
    if (selected.has('immutability')) void reader.immutability().catch(() => undefined);
  }
}
