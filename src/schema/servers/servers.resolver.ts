import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import { Checked } from '../../platform/graphql/checks/argument-check.js';
import { Estimated } from '../../platform/graphql/checks/estimate.js';
import type { GatewayContext } from '../shared/operation.js';
import { toServerScope } from '../shared/server-scope.js';
import { BackupServerType } from './backup-server.type.js';
import { ReportScope } from './servers.inputs.js';

const checkScope = ({ filter }: { filter?: ReportScope | null }): void => {
  toServerScope(filter ?? {}, ['filter']);
};

@Resolver()
export class ServersResolver {
  @Query(() => [BackupServerType], {
    description:
      'The configured servers, in the order of the configuration. Answered from memory: no server is asked unless a list below it is selected.',
  })
  @Checked(checkScope)
  @Estimated({ rows: (_args, servers) => servers })
  servers(
    @Args('filter', { type: () => ReportScope, nullable: true, description: 'Which servers. Absent: all.' })
    filter: ReportScope | null,
    @Context() { operation }: GatewayContext,
  ): BackupServerType[] {
    return operation.fleet
      .select(toServerScope(filter ?? {}, ['filter']))
      .map((reader) => operation.server(reader));
  }
}
