import type { ProductDefinition } from '../../schema/shared/product-definition.js';
import { VbAwsRepository } from './graphql/repository.type.js';
import { VbAwsSession } from './graphql/session.type.js';
import { VbAwsSlaPolicy } from './graphql/sla-policy.type.js';
import { VbAwsVpcPolicy } from './graphql/vpc-policy.type.js';
import {
  VbAwsDynamoDbPolicy,
  VbAwsEc2Policy,
  VbAwsEfsPolicy,
  VbAwsFsxPolicy,
  VbAwsRdsPolicy,
  VbAwsRedshiftPolicy,
  VbAwsRedshiftServerlessPolicy,
} from './graphql/workload-policies.type.js';
import { VbAwsAdapterFactory } from './vbaws-adapter.factory.js';
import { VbAwsModule } from './vbaws.module.js';

/** Veeam Backup for AWS. */
export const vbaws: ProductDefinition = {
  product: 'VB_AWS',
  module: VbAwsModule,
  factory: VbAwsAdapterFactory,
  policies: {
    VbAwsEc2Policy,
    VbAwsSlaPolicy,
    VbAwsRdsPolicy,
    VbAwsEfsPolicy,
    VbAwsDynamoDbPolicy,
    VbAwsFsxPolicy,
    VbAwsRedshiftPolicy,
    VbAwsRedshiftServerlessPolicy,
    VbAwsVpcPolicy,
  },
  repositories: { VbAwsRepository },
  sessions: { VbAwsSession },
};
