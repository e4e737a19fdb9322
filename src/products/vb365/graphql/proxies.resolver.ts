import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import { Checked } from '../../../platform/graphql/checks/argument-check.js';
import type { GatewayContext } from '../../../schema/shared/operation.js';
import { ProductList } from '../../../schema/shared/product-list.js';
import { proxiesOf } from './datasets.js';
import { VbM365ProxyArgs, VbM365ProxyConnection } from './proxy-connection.type.js';
import { VbM365Proxy } from './proxy.type.js';

const PROXIES = new ProductList({
  field: 'vbM365Proxies',
  product: 'VB_M365',
  read: proxiesOf,
  connection: (page, operation) =>
    new VbM365ProxyConnection(page, (record) => new VbM365Proxy(record, operation), operation),
});

@Resolver()
export class VbM365ProxiesResolver {
  @Query(() => VbM365ProxyConnection, {
    description: 'Backup proxies of all VB_M365 servers as one list, by name. One upstream call a server.',
  })
  @Checked(PROXIES.toRequest)
  vbM365Proxies(
    @Args() args: VbM365ProxyArgs,
    @Context() { operation }: GatewayContext,
  ): Promise<InstanceType<typeof VbM365ProxyConnection>> {
    return PROXIES.answer(args, operation);
  }
}
