import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import { Checked } from '../../../platform/graphql/checks/argument-check.js';
import type { GatewayContext } from '../../../schema/shared/operation.js';
import { ProductList } from '../../../schema/shared/product-list.js';
import { LookupArgs } from '../../../schema/shared/product-list.inputs.js';
import { VbAwsAdapter } from '../vbaws-adapter.js';
import { regionsOf, templatesOf } from './datasets.js';
import {
  VbAwsEc2Instance,
  VbAwsEc2InstanceConnection,
  VbAwsIamRole,
  VbAwsIamRoleConnection,
  VbAwsListedRegion,
  VbAwsListedRegionConnection,
  VbAwsPolicyTemplateConnection,
  VbAwsPolicyTemplateType,
} from './lookups.type.js';

const SLA_TEMPLATES = templateList('vbAwsSlaTemplates', 'slaTemplates');
const STORAGE_TEMPLATES = templateList('vbAwsStorageTemplates', 'storageTemplates');

const IAM_ROLES = new ProductList({
  field: 'vbAwsIamRoles',
  product: 'VB_AWS',
  read: (reader) => reader.list(VbAwsAdapter, 'iamRoles', ({ lookups }, scope) => lookups.iamRoles(scope)),
  connection: (page, operation) =>
    new VbAwsIamRoleConnection(page, (record) => new VbAwsIamRole(record, operation), operation),
});

const REGIONS = new ProductList({
  field: 'vbAwsRegions',
  product: 'VB_AWS',
  read: regionsOf,
  connection: (page, operation) =>
    new VbAwsListedRegionConnection(page, (record) => new VbAwsListedRegion(record, operation), operation),
});

const INSTANCES = new ProductList({
  field: 'vbAwsEc2Instances',
  product: 'VB_AWS',
  read: (reader) => reader.list(VbAwsAdapter, 'instances', ({ lookups }, scope) => lookups.instances(scope)),
  connection: (page, operation) =>
    new VbAwsEc2InstanceConnection(page, (record) => new VbAwsEc2Instance(record, operation), operation),
});

function templateList(field: string, kind: 'slaTemplates' | 'storageTemplates') {
  return new ProductList({
    field,
    product: 'VB_AWS',
    read: (reader) => templatesOf(reader, kind),
    connection: (page, operation) =>
      new VbAwsPolicyTemplateConnection(
        page,
        (record) => new VbAwsPolicyTemplateType(record, operation),
        operation,
      ),
  });
}

/** What forms of SLA-based policies choose from. */
@Resolver()
export class VbAwsLookupsResolver {
  @Query(() => VbAwsPolicyTemplateConnection, {
    description:
      'What SLA-based policies may promise, of all VB_AWS servers as one list, by name (GET /policyTemplates/slaTemplates). One upstream call a server; a server whose revision has no SLA-based policies is FAILED in `sources` (UNSUPPORTED).',
  })
  @Checked(SLA_TEMPLATES.toRequest)
  vbAwsSlaTemplates(
    @Args() args: LookupArgs,
    @Context() { operation }: GatewayContext,
  ): Promise<InstanceType<typeof VbAwsPolicyTemplateConnection>> {
    return SLA_TEMPLATES.answer(args, operation);
  }

  @Query(() => VbAwsPolicyTemplateConnection, {
    description:
      'Where SLA-based policies may store to, of all VB_AWS servers as one list, by name (GET /policyTemplates/storageTemplates). One upstream call a server; a server whose revision has no SLA-based policies is FAILED in `sources` (UNSUPPORTED).',
  })
  @Checked(STORAGE_TEMPLATES.toRequest)
  vbAwsStorageTemplates(
    @Args() args: LookupArgs,
    @Context() { operation }: GatewayContext,
  ): Promise<InstanceType<typeof VbAwsPolicyTemplateConnection>> {
    return STORAGE_TEMPLATES.answer(args, operation);
  }

  @Query(() => VbAwsIamRoleConnection, {
    description:
      'IAM roles of all VB_AWS servers as one list, by name (GET /accounts/amazon). One upstream call a server.',
  })
  @Checked(IAM_ROLES.toRequest)
  vbAwsIamRoles(
    @Args() args: LookupArgs,
    @Context() { operation }: GatewayContext,
  ): Promise<InstanceType<typeof VbAwsIamRoleConnection>> {
    return IAM_ROLES.answer(args, operation);
  }

  @Query(() => VbAwsListedRegionConnection, {
    description:
      'AWS regions of all VB_AWS servers as one list, by name (GET /cloudInfrastructure/regions): each appliance has ids of its own for them. One upstream call a server.',
  })
  @Checked(REGIONS.toRequest)
  vbAwsRegions(
    @Args() args: LookupArgs,
    @Context() { operation }: GatewayContext,
  ): Promise<InstanceType<typeof VbAwsListedRegionConnection>> {
    return REGIONS.answer(args, operation);
  }

  @Query(() => VbAwsEc2InstanceConnection, {
    description:
      'EC2 instances of all VB_AWS servers as one list, by name (GET /virtualMachines). One upstream call a server, one more for each further 1000 instances.',
  })
  @Checked(INSTANCES.toRequest)
  vbAwsEc2Instances(
    @Args() args: LookupArgs,
    @Context() { operation }: GatewayContext,
  ): Promise<InstanceType<typeof VbAwsEc2InstanceConnection>> {
    return INSTANCES.answer(args, operation);
  }
}
