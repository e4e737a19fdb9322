import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import { CursorCodec, isTextKey } from '../../../core/federation/cursor.js';
import type { ServerScope } from '../../../core/federation/fleet.js';
import { listInventory } from '../../../core/federation/inventory-list.js';
import { nameKey, positionComparator } from '../../../core/federation/ordering.js';
import type { PageRequest } from '../../../core/federation/page.js';
import { matchesText } from '../../../core/federation/text-match.js';
import type { TextCriteria } from '../../../core/ports/activity.js';
import { Checked } from '../../../platform/graphql/checks/argument-check.js';
import type { GatewayContext } from '../../../schema/shared/operation.js';
import { toPageRequest } from '../../../schema/shared/page-args.js';
import { toServerScope } from '../../../schema/shared/server-scope.js';
import { toTextCriteria } from '../../../schema/shared/text-criteria.js';
import { proxiesOf } from './datasets.js';
import { VbM365ProxyArgs, VbM365ProxyConnection } from './proxy-connection.type.js';
import { VbM365Proxy } from './proxy.type.js';

interface ProxyRequest {
  readonly scope: ServerScope;
  readonly name: TextCriteria | undefined;
  readonly page: PageRequest;
}

const CURSORS = new CursorCodec('vbM365Proxies NAME ASC', isTextKey);

/** Reads the arguments. Throws BadInputError; costs no call, so it also serves as their check. */
function toRequest(args: VbM365ProxyArgs): ProxyRequest {
  const { servers, tags, name } = args.filter ?? {};
  const scope = toServerScope({ servers: servers ?? null, tags: tags ?? null }, ['filter']);
  return {
    scope: { ...scope, products: ['VB_M365'] },
    name: name ? toTextCriteria(name, ['filter', 'name']) : undefined,
    page: toPageRequest(args, CURSORS),
  };
}

@Resolver()
export class VbM365ProxiesResolver {
  @Query(() => VbM365ProxyConnection, {
    description: 'Backup proxies of all VB_M365 servers as one list, by name. One upstream call a server.',
  })
  @Checked(toRequest)
  async vbM365Proxies(
    @Args() args: VbM365ProxyArgs,
    @Context() { operation }: GatewayContext,
  ): Promise<VbM365ProxyConnection> {
    const { scope, name, page } = toRequest(args);
    const proxies = await listInventory({
      budget: operation.fleet.budget,
      readers: operation.fleet.select(scope),
      read: proxiesOf,
      choose: async (_reader, records) =>
        records
          .filter((record) => matchesText(record.name, name))
          .map((record) => ({ record, key: nameKey(record.name) })),
      compare: positionComparator('ASC'),
      codec: CURSORS,
      page,
    });
    return new VbM365ProxyConnection(proxies, (record) => new VbM365Proxy(record, operation), operation);
  }
}
