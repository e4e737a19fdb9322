import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import { BadInputError } from '../../../core/errors/bad-input.js';
import type { PolicyRecord } from '../../../core/model/policy.js';
import { Checked } from '../../../platform/graphql/checks/argument-check.js';
import { id } from '../../../platform/products-kit/values.js';
import type { GatewayContext } from '../../../schema/shared/operation.js';
import type { Choice } from '../../../schema/shared/product-list.js';
import { ProductList, narrowed } from '../../../schema/shared/product-list.js';
import type { SlaPolicyRecord } from '../mappers/policy-native.js';
import { SLA_POLICY_TYPE } from '../policy-routes.js';
import { slaDetail } from './datasets.js';
import type { VbAwsSlaPolicyFilter } from './sla-policy-list.type.js';
import { VbAwsSlaPolicyArgs, VbAwsSlaPolicyConnection } from './sla-policy-list.type.js';
import { VbAwsSlaPolicy } from './sla-policy.type.js';

const POLICIES = new ProductList({
  field: 'vbAwsSlaPolicies',
  product: 'VB_AWS',
  // What fails of other workloads' lists costs this one nothing.
  read: async (reader) =>
    narrowed(await reader.policies(), isSlaPolicy, ({ types }) => types?.includes(SLA_POLICY_TYPE) ?? true),
  toChoice: toPolicyChoice,
  connection: (page, operation) =>
    new VbAwsSlaPolicyConnection(page, (record) => new VbAwsSlaPolicy(record, operation), operation),
});

function isSlaPolicy(record: PolicyRecord): record is SlaPolicyRecord {
  return record.type === SLA_POLICY_TYPE;
}

/** Throws BadInputError; costs no call. */
function toPolicyChoice({ virtualMachineId }: VbAwsSlaPolicyFilter): Choice<SlaPolicyRecord> {
  if (virtualMachineId == null) return (_reader, records) => records;
  const instanceId = id(virtualMachineId);
  if (instanceId === null)
    throw new BadInputError('expected the native id of an EC2 instance', ['filter', 'virtualMachineId']);
  return async (reader, records) => {
    if (records.length === 0) return records;
    const protecting = await slaDetail(reader, ['policiesOf', instanceId], (sla, scope) =>
      sla.policiesOf(instanceId, scope),
    );
    return records.filter(({ nativeId }) => protecting.has(nativeId));
  };
}

@Resolver()
export class VbAwsSlaPoliciesResolver {
  @Query(() => VbAwsSlaPolicyConnection, {
    description:
      'SLA-based policies of all VB_AWS servers as one list, by name, with the filters of that product. Read as `policies` is.',
  })
  @Checked(POLICIES.toRequest)
  vbAwsSlaPolicies(
    @Args() args: VbAwsSlaPolicyArgs,
    @Context() { operation }: GatewayContext,
  ): Promise<InstanceType<typeof VbAwsSlaPolicyConnection>> {
    return POLICIES.answer(args, operation);
  }
}
