import { Field, ObjectType } from '@nestjs/graphql';
import type { PolicyRetention, ProtectedSelection, StartPlan } from '../../../core/model/policy-terms.js';
import { PolicyType } from '../../../schema/policies/policy.type.js';
import type { JobRecord } from '../native.js';
import type { JobItemRow, OrganizationRow } from '../wire/infrastructure.js';
import { VbM365CopyJob } from './copy-job.type.js';
import { jobItemsOf, organizationOf } from './datasets.js';
import { copyJobOf } from './edges.js';
import { keptIn, selectionsOf } from './terms.js';
import { VbM365JobItem } from './job-item.type.js';
import { VbM365Organization } from './organization.type.js';
import { VbM365Schedule } from './schedule.type.js';

@ObjectType('VbM365Job', {
  implements: () => [PolicyType],
  description: 'A backup job of VB_M365 (Jobs): protects an organization, or a selection of it.',
})
export class VbM365Job extends PolicyType<JobRecord> {
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

  @Field(() => VbM365Organization, {
    nullable: true,
    description:
      'The organization it protects; one upstream call a server. null: it is not told, or no longer there.',
  })
  get organization(): Promise<OrganizationRow | null> {
    return organizationOf(this.reader, this.record.native.organizationId);
  }

  @Field(() => VbM365CopyJob, {
    nullable: true,
    description:
      'The copy job that copies its backups, linked by id. null: there is none; with an entry in errors: the list of copy jobs could not be read.',
  })
  get copyJob(): Promise<PolicyType | null> {
    return copyJobOf(this, this.record.native.copyJobId);
  }

  @Field(() => [VbM365JobItem], {
    nullable: true,
    description:
      'What it takes in by name (SelectedItems). One upstream call a job. null, with an entry in errors: it could not be read.',
  })
  get vbM365SelectedItems(): Promise<readonly JobItemRow[]> {
    return jobItemsOf(this.reader, this.record.nativeId, 'SelectedItems');
  }

  @Field(() => [VbM365JobItem], {
    nullable: true,
    description:
      'What it leaves out by name (ExcludedItems). One upstream call a job. null, with an entry in errors: it could not be read.',
  })
  get vbM365ExcludedItems(): Promise<readonly JobItemRow[]> {
    return jobItemsOf(this.reader, this.record.nativeId, 'ExcludedItems');
  }

  protected override async startPlan(): Promise<StartPlan | null> {
    return this.record.native.plan;
  }

  protected override kept(): Promise<PolicyRetention | null> {
    return keptIn(this);
  }

  protected override selections(): Promise<readonly ProtectedSelection[]> {
    return selectionsOf(this);
  }
}
