import { ArgsType, Field, InputType } from '@nestjs/graphql';
import { connectionOf } from '../../../schema/shared/connection-of.js';
import { MaxAgeArgs } from '../../../schema/shared/page-args.js';
import { ProductListFilter } from '../../../schema/shared/product-list.inputs.js';
import type { SlaPolicyRecord } from '../mappers/policy-native.js';
import { VbAwsSlaPolicy } from './sla-policy.type.js';

@InputType('VbAwsSlaPolicyFilter', {
  description: 'Which SLA-based policies; every given condition must hold.',
})
export class VbAwsSlaPolicyFilter extends ProductListFilter {
  @Field(() => String, {
    nullable: true,
    description:
      'Those that protect this EC2 instance, by `nativeId` of VbAwsEc2Instance (VirtualMachineId). The appliance chooses: one upstream call a server more. An appliance that does not know the instance gives none.',
  })
  readonly virtualMachineId?: string | null;
}

@ArgsType()
export class VbAwsSlaPolicyArgs extends MaxAgeArgs {
  @Field(() => VbAwsSlaPolicyFilter, {
    nullable: true,
    description: 'Which policies. Absent: all SLA-based policies of all VB_AWS servers.',
  })
  readonly filter?: VbAwsSlaPolicyFilter | null;
}

export const VbAwsSlaPolicyConnection = connectionOf<SlaPolicyRecord, VbAwsSlaPolicy>(
  VbAwsSlaPolicy,
  'VbAwsSlaPolicy',
  { one: 'an SLA-based policy', many: 'SLA-based policies', servers: 'VB_AWS servers' },
);
