import { Field, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../../schema/shared/connection-of.js';
import { LookupType } from '../../../schema/shared/lookup.type.js';
import type { Known } from '../adapters/lookups.js';
import type { AwsInstance, AwsRegion, IamRole, PolicyTemplate } from '../mappers/lookups.js';

const SERVERS = 'VB_AWS servers';

@ObjectType('VbAwsPolicyTemplate', {
  description:
    'A template that SLA-based policies of VB_AWS are made from: what `slaTemplateId` or `storageTemplateId` names.',
})
export class VbAwsPolicyTemplateType extends LookupType<Known<PolicyTemplate>> {
  @Field(() => String, {
    description: 'Name shown in the product (name); where the appliance tells none, its native id.',
  })
  get name(): string {
    return this.record.name;
  }

  @Field(() => String, {
    nullable: true,
    description: 'What an administrator noted about it (description). null: nothing.',
  })
  get description(): string | null {
    return this.record.description;
  }
}

@ObjectType('VbAwsIamRole', {
  description:
    'An IAM role that a VB_AWS appliance works under (GET /accounts/amazon): what `identityId` of policies and `roleId` of other changes name.',
})
export class VbAwsIamRole extends LookupType<Known<IamRole>> {
  @Field(() => String, {
    description: 'Name shown in the product (name); where the appliance tells none, its native id.',
  })
  get name(): string {
    return this.record.name;
  }

  @Field(() => String, {
    nullable: true,
    description: 'What an administrator noted about it (description). null: nothing.',
  })
  get description(): string | null {
    return this.record.description;
  }

  @Field(() => String, {
    nullable: true,
    description: "AWS's number of the account it belongs to (awsAccountId). null: not told.",
  })
  get awsAccountId(): string | null {
    return this.record.awsAccountId;
  }

  @Field(() => String, {
    nullable: true,
    description:
      "The product's word for the part of AWS it belongs to (regionType): Global, Government, China. null: not told.",
  })
  get regionType(): string | null {
    return this.record.regionType;
  }

  @Field(() => String, {
    nullable: true,
    description: 'Its name in AWS (IAMRole.roleName, or IAMRoleFromAnotherAccount.roleName). null: not told.',
  })
  get roleName(): string | null {
    return this.record.roleName;
  }
}

@ObjectType('VbAwsListedRegion', {
  description:
    'An AWS region as one appliance lists it (GET /cloudInfrastructure/regions): what `regionIds` and region ids of replicas name.',
})
export class VbAwsListedRegion extends LookupType<Known<AwsRegion>> {
  @Field(() => String, {
    description: 'Code as the appliance writes it, "us-east-1" (name); where it tells none, its native id.',
  })
  get name(): string {
    return this.record.name;
  }

  @Field(() => String, {
    nullable: true,
    description: "The product's word for whether the account may use it (optInStatus). null: not told.",
  })
  get optInStatus(): string | null {
    return this.record.optInStatus;
  }
}

@ObjectType('VbAwsEc2Instance', {
  description:
    'An EC2 instance that a VB_AWS appliance has found (GET /virtualMachines): what `virtualMachineIds` of policies names.',
})
export class VbAwsEc2Instance extends LookupType<Known<AwsInstance>> {
  @Field(() => String, {
    description: 'Its name (name); where the appliance tells none, its native id.',
  })
  get name(): string {
    return this.record.name;
  }

  @Field(() => String, {
    nullable: true,
    description: 'Its id in AWS, "i-0abc…" (awsResourceId). null: not told.',
  })
  get awsId(): string | null {
    return this.record.awsId;
  }

  @Field(() => String, {
    nullable: true,
    description: "AWS's number of the account it belongs to (resourceAwsAccountId). null: not told.",
  })
  get awsAccountId(): string | null {
    return this.record.awsAccountId;
  }

  @Field(() => String, {
    nullable: true,
    description: 'Its AWS instance type, "m6i.large" (instanceType). null: not told.',
  })
  get instanceType(): string | null {
    return this.record.instanceType;
  }

  @Field(() => String, {
    nullable: true,
    description: "The appliance's own id of its region (region.id). null: not told.",
  })
  get regionId(): string | null {
    return this.record.regionId;
  }

  @Field(() => String, {
    nullable: true,
    description: 'Code of its region, "us-east-1" (region.name). null: not told.',
  })
  get regionName(): string | null {
    return this.record.regionName;
  }

  @Field(() => String, {
    nullable: true,
    description:
      "The product's word for whether a policy protects it (backupState): Protected, Unprotected. null: not told.",
  })
  get backupState(): string | null {
    return this.record.backupState;
  }

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it is gone from AWS while its backups remain (isDeleted). null: not told.',
  })
  get removed(): boolean | null {
    return this.record.removed;
  }
}

export const VbAwsPolicyTemplateConnection = connectionOf<Known<PolicyTemplate>, VbAwsPolicyTemplateType>(
  VbAwsPolicyTemplateType,
  'VbAwsPolicyTemplate',
  { one: 'a template', many: 'templates', servers: SERVERS },
);

export const VbAwsIamRoleConnection = connectionOf<Known<IamRole>, VbAwsIamRole>(
  VbAwsIamRole,
  'VbAwsIamRole',
  { one: 'an IAM role', many: 'IAM roles', servers: SERVERS },
);

export const VbAwsListedRegionConnection = connectionOf<Known<AwsRegion>, VbAwsListedRegion>(
  VbAwsListedRegion,
  'VbAwsListedRegion',
  { one: 'an AWS region', many: 'AWS regions', servers: SERVERS },
);

export const VbAwsEc2InstanceConnection = connectionOf<Known<AwsInstance>, VbAwsEc2Instance>(
  VbAwsEc2Instance,
  'VbAwsEc2Instance',
  { one: 'an EC2 instance', many: 'EC2 instances', servers: SERVERS },
);
