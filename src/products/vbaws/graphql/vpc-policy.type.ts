import { Field, ObjectType } from '@nestjs/graphql';
import type { PolicyRetention, StartPlan } from '../../../core/model/policy-terms.js';
import type { VpcPolicyNative } from '../mappers/policy-native.js';
import type { Retention } from '../mappers/schedule-parts.js';
import { intervalPlanOf, keptFor } from '../mappers/start-plan.js';
import { VbAwsPolicyType } from './policy.type.js';
import { VbAwsIntervalType, VbAwsRetentionType } from './schedule.type.js';

@ObjectType('VbAwsVpcPolicy', {
  implements: () => [VbAwsPolicyType],
  description:
    'The one policy of an appliance that saves its VPC configurations (GET /vpc/policy). Its body has no id and no name: its native id is "vpc", its sessions are told by their type.',
})
export class VbAwsVpcPolicy extends VbAwsPolicyType<VpcPolicyNative> {
  @Field(() => VbAwsRetentionType, {
    nullable: true,
    description: 'How long its backups stay (scheduleOptions.dailySchedule.retention). null: not told.',
  })
  get vbAwsRetention(): Retention | null {
    return this.record.native.retention;
  }

  @Field(() => VbAwsIntervalType, {
    nullable: true,
    description: 'How often it runs (scheduleOptions.dailySchedule.schedule). null: not told.',
  })
  get interval(): Retention | null {
    return this.record.native.interval;
  }

  @Field(() => Boolean, {
    nullable: true,
    description:
      'The switch its body has (backupOptionsEnabled), which `enabled` is read from where there is no other. null: not told.',
  })
  get backupEnabled(): boolean | null {
    return this.record.native.backupEnabled;
  }

  protected override async startPlan(): Promise<StartPlan> {
    return intervalPlanOf(this.record);
  }

  protected override async kept(): Promise<PolicyRetention | null> {
    return keptFor(this.record.native.retention);
  }
}
