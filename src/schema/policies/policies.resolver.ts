import { Args, Context, Info, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { PolicyCriteria } from '../../core/federation/policy-list.js';
import { listPolicies } from '../../core/federation/policy-list.js';
import type { FleetReader } from '../../core/federation/fleet-reader.js';
import { Checked } from '../../platform/graphql/checks/argument-check.js';
import { Estimated, INVENTORY } from '../../platform/graphql/checks/estimate.js';
import { selectedFields } from '../../platform/graphql/selection.js';
import { RepositoryType } from '../repositories/repository.type.js';
import { BackupServerType } from '../servers/backup-server.type.js';
import type { GatewayContext, Operation } from '../shared/operation.js';
import { looksThroughRows } from '../shared/server-scope.js';
import { PolicyConnectionType } from './policy-connection.type.js';
import { PolicyArgs, RootPolicyArgs } from './policy.inputs.js';
import type { PolicyRequest } from './policy-request.js';
import { toPolicyRequest } from './policy-request.js';

@Resolver()
export class PoliciesResolver {
  @Query(() => PolicyConnectionType, {
    description: 'Policies of all servers as one list, by name unless ordered otherwise.',
  })
  @Checked(toPolicyRequest)
  @Estimated({ scan: ({ filter }) => (looksThroughRows(filter) ? INVENTORY : 0) })
  policies(
    @Args() args: RootPolicyArgs,
    @Context() { operation }: GatewayContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<PolicyConnectionType> {
    const request = toPolicyRequest(args);
    const fresh = operation.within(args);
    prefetch(fresh.fleet, request.criteria, info);
    return connection(fresh, request);
  }
}

@Resolver(() => BackupServerType)
export class ServerPoliciesResolver {
  @ResolveField(() => PolicyConnectionType, {
    description: "This server's policies. `servers`, `products` and `tags` of the filter must hold too.",
  })
  @Checked(toPolicyRequest)
  policies(
    @Parent() { reader, operation }: BackupServerType,
    @Args() args: PolicyArgs,
    @Info() info: GraphQLResolveInfo,
  ): Promise<PolicyConnectionType> {
    const request = narrowed(toPolicyRequest(args), reader.server.key);
    prefetch(operation.fleet, request.criteria, info);
    return connection(operation, request);
  }
}

@Resolver(() => RepositoryType)
export class RepositoryPoliciesResolver {
  @ResolveField(() => PolicyConnectionType, {
    description:
      'Policies that write to it, linked by id. One list of policies a server serves all its repositories.',
  })
  @Checked(toPolicyRequest)
  policies(
    @Parent() { record, operation }: RepositoryType,
    @Args() args: PolicyArgs,
  ): Promise<PolicyConnectionType> {
    const request = narrowed(toPolicyRequest(args), record.server);
    const { criteria } = request;
    const other = criteria.repository !== undefined && criteria.repository.nativeId !== record.nativeId;
    return connection(operation, {
      ...request,
      criteria: { ...criteria, ...(other ? { servers: [] } : {}), repository: record },
    });
  }
}

/** The request, for one server at most. */
function narrowed(request: PolicyRequest, server: string): PolicyRequest {
  const { servers } = request.criteria;
  const kept = servers === undefined || servers.includes(server) ? [server] : [];
  return { ...request, criteria: { ...request.criteria, servers: kept } };
}

async function connection(operation: Operation, request: PolicyRequest): Promise<PolicyConnectionType> {
  const page = await listPolicies(operation.fleet, request.criteria, request.order, request.page);
  return new PolicyConnectionType(page, (record) => operation.policy(record), operation);
}

/** Starts the lists that edges of the selected fields will need, beside the list of policies instead of after it. */
function prefetch(fleet: FleetReader, criteria: PolicyCriteria, info: GraphQLResolveInfo): void {
  // Edges stand at most three levels below: edges → node → repositories.
  if (!selectedFields(info, 3).has('repositories')) return;
  // Whoever selected the edge sees the failure there.
  for (const reader of fleet.select(criteria)) void reader.repositories().catch(() => undefined);
}
