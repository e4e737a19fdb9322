import { Field, ObjectType } from '@nestjs/graphql';
import type { SnapshotSettings } from '../mappers/policy-native.js';
import { VbAwsBackupVaultType, VbAwsSnapshotSettingsType } from './policy-parts.type.js';
import { VbAwsReplicaMappingType } from './replica.type.js';
import { VbAwsScheduledPolicyType } from './scheduled-policy.type.js';

@ObjectType('VbAwsEc2Policy', {
  implements: () => [VbAwsScheduledPolicyType],
  description: 'A schedule-based policy for EC2 instances (GET /virtualMachines/policies).',
})
export class VbAwsEc2Policy extends VbAwsScheduledPolicyType {
  @Field(() => VbAwsSnapshotSettingsType, {
    nullable: true,
    description: 'How its snapshots are made (snapshotSettings). null: not told.',
  })
  get snapshotSettings(): SnapshotSettings | null {
    return this.record.native.snapshots;
  }

  @Field(() => [VbAwsReplicaMappingType], {
    description: 'Where its snapshots are copied to (replicaSettings). [] where they are not.',
  })
  get replicas(): VbAwsReplicaMappingType[] {
    return this.record.native.replicas.map((mapping) => new VbAwsReplicaMappingType(mapping, this.reader));
  }

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether worker instances run in the production account (backupSettings.useProductionWorkers). null: not told.',
  })
  get productionWorkers(): boolean | null {
    return this.record.native.productionWorkers;
  }
}

@ObjectType('VbAwsRdsPolicy', {
  implements: () => [VbAwsScheduledPolicyType],
  description: 'A policy for RDS databases (GET /rds/policies).',
})
export class VbAwsRdsPolicy extends VbAwsScheduledPolicyType {
  @Field(() => VbAwsSnapshotSettingsType, {
    nullable: true,
    description: 'How its snapshots are made (snapshotSettings). null: not told.',
  })
  get snapshotSettings(): SnapshotSettings | null {
    return this.record.native.snapshots;
  }

  @Field(() => [VbAwsReplicaMappingType], {
    description: 'Where its snapshots are copied to (replicaSettings). [] where they are not.',
  })
  get replicas(): VbAwsReplicaMappingType[] {
    return this.record.native.replicas.map((mapping) => new VbAwsReplicaMappingType(mapping, this.reader));
  }
}

@ObjectType('VbAwsEfsPolicy', {
  implements: () => [VbAwsScheduledPolicyType],
  description:
    'A policy for EFS file systems (GET /efs/policies). Its backups go to AWS vaults, not to repositories.',
})
export class VbAwsEfsPolicy extends VbAwsScheduledPolicyType {
  @Field(() => [VbAwsBackupVaultType], {
    description: 'The vault of each region it covers (regions). [] where none is told.',
  })
  get backupVaults(): VbAwsBackupVaultType[] {
    return this.record.native.backupVaults.map((vault) => new VbAwsBackupVaultType(vault, this.reader));
  }
}

@ObjectType('VbAwsDynamoDbPolicy', {
  implements: () => [VbAwsScheduledPolicyType],
  description:
    'A policy for DynamoDB tables (GET /dynamoDb/policies). What only its body has is not published.',
})
export class VbAwsDynamoDbPolicy extends VbAwsScheduledPolicyType {}

@ObjectType('VbAwsFsxPolicy', {
  implements: () => [VbAwsScheduledPolicyType],
  description: 'A policy for FSx file systems (GET /fsx/policies). What only its body has is not published.',
})
export class VbAwsFsxPolicy extends VbAwsScheduledPolicyType {}

@ObjectType('VbAwsRedshiftPolicy', {
  implements: () => [VbAwsScheduledPolicyType],
  description:
    'A policy for Redshift clusters (GET /redshift/policies). What only its body has is not published.',
})
export class VbAwsRedshiftPolicy extends VbAwsScheduledPolicyType {}

@ObjectType('VbAwsRedshiftServerlessPolicy', {
  implements: () => [VbAwsScheduledPolicyType],
  description:
    'A policy for Redshift Serverless namespaces (GET /redshiftServerless/policies). What only its body has is not published.',
})
export class VbAwsRedshiftServerlessPolicy extends VbAwsScheduledPolicyType {}
