import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import type { ProtectionReport } from '../../core/reports/protection-report.js';
import { PolicyType } from '../policies/policy.type.js';
import { ReportedType } from './reported.type.js';

@ObjectType('ProtectionReport', {
  description:
    'Policies against one recovery point objective. Each is in exactly one of compliant, breaching, neverRan, disabled, unscheduled and unknown.',
})
export class ProtectionReportType extends ReportedType<ProtectionReport> {
  @Field(() => Int, { description: 'All policies of the scope.' })
  get policies(): number {
    return this.reported.report.policies;
  }

  @Field(() => Int, {
    description: 'Enabled policies whose last good run (SUCCESS or WARNING) ended within the objective.',
  })
  get compliant(): number {
    return this.reported.report.compliant;
  }

  @Field(() => [PolicyType], {
    description:
      'Enabled and scheduled policies that have run, but whose last good run is older than the objective or missing.',
  })
  get breaching(): PolicyType[] {
    return this.reported.report.breaching.map((policy) => this.operation.policy(policy));
  }

  @Field(() => [PolicyType], { description: 'Enabled and scheduled policies that have not run at all.' })
  get neverRan(): PolicyType[] {
    return this.reported.report.neverRan.map((policy) => this.operation.policy(policy));
  }

  @Field(() => Int, { description: 'Policies that are switched off; no breach.' })
  get disabled(): number {
    return this.reported.report.disabled;
  }

  @Field(() => Int, {
    description: 'Policies that nothing starts by itself and that are not compliant; no breach.',
  })
  get unscheduled(): number {
    return this.reported.report.unscheduled;
  }

  @Field(() => Int, { description: 'Policies whose last good run could not be read.' })
  get unknown(): number {
    return this.reported.report.unknown;
  }

  @Field(() => Float, {
    nullable: true,
    description:
      'Compliant policies among compliant, breaching and never run ones, 0 to 1. null: there are none of these.',
  })
  get complianceRate(): number | null {
    return this.reported.report.complianceRate;
  }
}
