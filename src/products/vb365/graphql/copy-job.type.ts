import { Field, ObjectType } from '@nestjs/graphql';
import type { PolicyRetention, ProtectedSelection, StartPlan } from '../../../core/model/policy-terms.js';
import { PolicyType } from '../../../schema/policies/policy.type.js';
import type { CopyJobRecord } from '../native.js';
import { policyById } from './edges.js';
import { keptIn } from './terms.js';
import { VbM365Job } from './job.type.js';
import { VbM365Schedule } from './schedule.type.js';

@ObjectType('VbM365CopyJob', {
  implements: () => [PolicyType],
  description: 'A backup copy job of VB_M365 (CopyJobs): copies the backups of one job to archive storage.',
})
export class VbM365CopyJob extends PolicyType<CopyJobRecord> {
  @Field(() => String, {
    nullable: true,
    description:
      "The product's own word for how it last ended or what it does (lastStatus): Success, Warning, Failed, Stopped, Running, Queued, Disconnected, NotConfigured. null: not told.",
  })
  get lastStatus(): string | null {
    return this.record.native.lastStatus;
  }

  @Field(() => VbM365Schedule, {
    nullable: true,
    description: 'When it runs, as the product has it. null: the server does not tell.',
  })
  get vbM365Schedule(): VbM365Schedule | null {
    const { schedule } = this.record.native;
    return schedule && new VbM365Schedule(schedule);
  }

  @Field(() => String, {
    nullable: true,
    description: "The product's own id of the job whose backups it copies (backupJobId). null: not told.",
  })
  get sourcePolicyId(): string | null {
    return this.record.native.sourcePolicyId;
  }

  @Field(() => VbM365Job, {
    nullable: true,
    description: 'The job whose backups it copies, linked by id. null: it is not told, or no longer there.',
  })
  get sourcePolicy(): Promise<PolicyType | null> {
    return policyById(this, this.record.native.sourcePolicyId);
  }

  protected override async startPlan(): Promise<StartPlan | null> {
    return this.record.native.plan;
  }

  protected override kept(): Promise<PolicyRetention | null> {
    return keptIn(this);
  }

  protected override async selections(): Promise<readonly ProtectedSelection[]> {
    const source = await this.sourcePolicy;
    return source === null ? [] : [{ name: source.name, type: 'Policy', excluded: false }];
  }
}
