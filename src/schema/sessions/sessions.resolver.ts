import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { listSessions } from '../../core/federation/session-list.js';
import type { SessionRecord } from '../../core/model/session.js';
import type { Page } from '../../core/federation/page.js';
import { Checked } from '../../platform/graphql/checks/argument-check.js';
import { Estimated, WHOLE_HISTORY } from '../../platform/graphql/checks/estimate.js';
import { PolicyType } from '../policies/policy.type.js';
import { BackupServerType } from '../servers/backup-server.type.js';
import type { GatewayContext, Operation } from '../shared/operation.js';
import { looksThroughRows } from '../shared/server-scope.js';
import { SessionConnectionType } from './session-connection.type.js';
import { RootSessionArgs, SessionArgs } from './session.inputs.js';
import type { SessionRequest } from './session-request.js';
import { sessionParts, toSessionRequest } from './session-request.js';

@Resolver()
export class SessionsResolver {
  @Query(() => SessionConnectionType, {
    description:
      'Sessions of all servers as one list, newest first unless ordered otherwise. Each server is read only as far as the page needs.',
  })
  @Checked(toSessionRequest)
  @Estimated({ scan: ({ filter }) => (looksThroughRows(filter) ? WHOLE_HISTORY : 0) })
  async sessions(
    @Args() args: RootSessionArgs,
    @Context() { operation }: GatewayContext,
  ): Promise<SessionConnectionType> {
    const fresh = operation.within(args);
    return connection(await list(toSessionRequest(args), fresh), fresh);
  }
}

@Resolver(() => BackupServerType)
export class ServerSessionsResolver {
  @ResolveField(() => SessionConnectionType, {
    description: "This server's sessions. `servers`, `products` and `tags` of the filter must hold too.",
  })
  @Checked(toSessionRequest)
  async sessions(
    @Parent() { reader, operation }: BackupServerType,
    @Args() args: SessionArgs,
  ): Promise<SessionConnectionType> {
    const request = toSessionRequest(args);
    const own = new Set([reader.server.key]);
    return connection(await list(request, operation, own), operation);
  }
}

@Resolver(() => PolicyType)
export class PolicySessionsResolver {
  @ResolveField(() => SessionConnectionType, {
    description:
      'Sessions this policy started. Asked for many policies of a server at once, one reading of its sessions serves them all; without `startedAfter` or behind a cursor, policies that ran long ago cost a call each.',
  })
  @Checked(toSessionRequest)
  async sessions(
    @Parent() { record, reader, operation }: PolicyType,
    @Args() args: SessionArgs,
  ): Promise<SessionConnectionType> {
    const { selection, order, page } = toSessionRequest(args);
    const excluded =
      !operation.fleet.select(selection.scope).includes(reader) ||
      selection.policies?.every((ref) => ref.server !== record.server || ref.nativeId !== record.nativeId);
    const rows = excluded
      ? await listSessions({ parts: [], order, page })
      : await reader.policySessions.list(record, { criteria: selection.criteria, order, page });
    return connection(rows, operation);
  }
}

async function list(
  { selection, order, page }: SessionRequest,
  operation: Operation,
  only?: ReadonlySet<string>,
): Promise<Page<SessionRecord>> {
  const parts = await sessionParts(operation.fleet, selection);
  const asked = only === undefined ? parts : parts.filter(({ reader }) => only.has(reader.server.key));
  return listSessions({ parts: asked, order, page });
}

function connection(page: Page<SessionRecord>, operation: Operation): SessionConnectionType {
  return new SessionConnectionType(page, (record) => operation.session(record), operation);
}
