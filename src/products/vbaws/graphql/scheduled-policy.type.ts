import { Field, InterfaceType } from '@nestjs/graphql';
import { repositoryById } from '../../../core/federation/inventory-lookup.js';
import type { PolicyRetention, StartPlan } from '../../../core/model/policy-terms.js';
import { RepositoryType } from '../../../schema/repositories/repository.type.js';
import type { PolicyType } from '../../../schema/policies/policy.type.js';
import type { PolicyNotifications, ScheduledPolicyNative } from '../mappers/policy-native.js';
import { keptBy, startPlanOf } from '../mappers/start-plan.js';
import { VbAwsNotificationsType } from './policy-parts.type.js';
import { VbAwsPolicyType } from './policy.type.js';
import { VbAwsScheduleType } from './schedule.type.js';

/** Fields of the policies that have a schedule of their own: all but SLA-based ones and the VPC policy. */
@InterfaceType('VbAwsScheduledPolicy', {
  implements: () => [VbAwsPolicyType],
  description:
    'A policy of Veeam Backup for AWS with a schedule of its own: all but SLA-based ones and the VPC policy.',
  resolveType: (value: PolicyType) => value.typeName,
})
export abstract class VbAwsScheduledPolicyType extends VbAwsPolicyType<ScheduledPolicyNative> {
  @Field(() => VbAwsScheduleType, {
    description: 'When it runs and how long what it makes stays (scheduleSettings), as the product has it.',
  })
  get vbAwsSchedule(): VbAwsScheduleType {
    return new VbAwsScheduleType(this.record.native.schedule);
  }

  @Field(() => RepositoryType, {
    nullable: true,
    description:
      'Where its backups go (backupSettings or rdsBackupSettings.targetRepositoryId). null: it makes no backups in a repository, or the repository is gone; with an entry in errors: repositories could not be read.',
  })
  get backupRepository(): Promise<RepositoryType | null> {
    return this.repository(this.record.native.backupRepositoryId);
  }

  @Field(() => RepositoryType, {
    nullable: true,
    description:
      'Where its archived backups go (archiveSettings or rdsArchiveSettings.targetRepositoryId). null: it archives nothing, or the repository is gone; with an entry in errors: repositories could not be read.',
  })
  get archiveRepository(): Promise<RepositoryType | null> {
    return this.repository(this.record.native.archiveRepositoryId);
  }

  @Field(() => VbAwsNotificationsType, {
    nullable: true,
    description:
      'Who hears of its runs (policyNotificationSettings). null: the global settings apply, or not told.',
  })
  get notifications(): PolicyNotifications | null {
    return this.record.native.notifications;
  }

  @Field(() => String, {
    nullable: true,
    description:
      "The product's own word for its last run (lastPolicySessionStatus): Running, NeverExecuted, Succeeded, Warning, Failed, Canceled. null: not told.",
  })
  get nativeLastStatus(): string | null {
    return this.record.native.lastStatus;
  }

  @Field(() => String, {
    nullable: true,
    description: 'Account that created it (createdBy). null: not told.',
  })
  get createdBy(): string | null {
    return this.record.native.createdBy;
  }

  @Field(() => String, {
    nullable: true,
    description: 'Account that last changed it (modifiedBy). null: not told.',
  })
  get modifiedBy(): string | null {
    return this.record.native.modifiedBy;
  }

  protected override async startPlan(): Promise<StartPlan> {
    return startPlanOf(this.record.native.schedule);
  }

  protected override async kept(): Promise<PolicyRetention | null> {
    return keptBy(this.record.native.schedule);
  }

  private async repository(id: string | null): Promise<RepositoryType | null> {
    if (id === null) return null;
    const repository = await repositoryById(this.reader, id);
    return repository && this.operation.repository(repository);
  }
}
