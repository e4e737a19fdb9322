import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import { Checked } from '../../../platform/graphql/checks/argument-check.js';
import { RequiresRole } from '../../../platform/graphql/checks/required-role.js';
import type { GatewayContext } from '../../../schema/shared/operation.js';
import { ProductList } from '../../../schema/shared/product-list.js';
import { LookupArgs } from '../../../schema/shared/product-list.inputs.js';
import { VbrAdapter } from '../adapters/vbr-adapter.js';
import {
  VbrCloudCredentials,
  VbrCloudCredentialsConnection,
  VbrCredentials,
  VbrCredentialsConnection,
  VbrManagedServer,
  VbrManagedServerConnection,
} from './lookups.type.js';

const MANAGED_SERVERS = new ProductList({
  field: 'vbrManagedServers',
  product: 'VBR',
  read: (reader) =>
    reader.list(VbrAdapter, 'managedServers', ({ lookups }, scope) => lookups.managedServers(scope)),
  connection: (page, operation) =>
    new VbrManagedServerConnection(page, (record) => new VbrManagedServer(record, operation), operation),
});

const CREDENTIALS = new ProductList({
  field: 'vbrCredentials',
  product: 'VBR',
  read: (reader) =>
    reader.list(VbrAdapter, 'credentials', ({ lookups }, scope) => lookups.credentials(scope)),
  connection: (page, operation) =>
    new VbrCredentialsConnection(page, (record) => new VbrCredentials(record, operation), operation),
});

const CLOUD_CREDENTIALS = new ProductList({
  field: 'vbrCloudCredentials',
  product: 'VBR',
  read: (reader) =>
    reader.list(VbrAdapter, 'cloudCredentials', ({ lookups }, scope) => lookups.cloudCredentials(scope)),
  connection: (page, operation) =>
    new VbrCloudCredentialsConnection(
      page,
      (record) => new VbrCloudCredentials(record, operation),
      operation,
    ),
});

/** What forms of repositories choose from. Names of accounts are for those who may fill such forms. */
@Resolver()
export class VbrLookupsResolver {
  @Query(() => VbrManagedServerConnection, {
    description:
      'Managed servers of all VBR servers as one list, by name (GET /backupInfrastructure/managedServers). One upstream call a server.',
  })
  @Checked(MANAGED_SERVERS.toRequest)
  vbrManagedServers(
    @Args() args: LookupArgs,
    @Context() { operation }: GatewayContext,
  ): Promise<InstanceType<typeof VbrManagedServerConnection>> {
    return MANAGED_SERVERS.answer(args, operation);
  }

  @RequiresRole('ADMIN')
  @Query(() => VbrCredentialsConnection, {
    description:
      "Credentials that all VBR servers keep, as one list by name, without secrets (GET /credentials). One upstream call a server. The gateway's account needs the product's right to see them; a server that refuses it is FAILED in `sources`.",
  })
  @Checked(CREDENTIALS.toRequest)
  vbrCredentials(
    @Args() args: LookupArgs,
    @Context() { operation }: GatewayContext,
  ): Promise<InstanceType<typeof VbrCredentialsConnection>> {
    return CREDENTIALS.answer(args, operation);
  }

  @RequiresRole('ADMIN')
  @Query(() => VbrCloudCredentialsConnection, {
    description:
      "Credentials of cloud accounts that all VBR servers keep, as one list by name, without secrets (GET /cloudCredentials). One upstream call a server. The gateway's account needs the product's right to see them; a server that refuses it is FAILED in `sources`.",
  })
  @Checked(CLOUD_CREDENTIALS.toRequest)
  vbrCloudCredentials(
    @Args() args: LookupArgs,
    @Context() { operation }: GatewayContext,
  ): Promise<InstanceType<typeof VbrCloudCredentialsConnection>> {
    return CLOUD_CREDENTIALS.answer(args, operation);
  }
}
