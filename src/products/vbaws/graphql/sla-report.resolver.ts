import { Field, Int, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { SourceFailure } from '../../../core/errors/source-failure.js';
import { outcomeOf } from '../../../core/federation/inventory-list.js';
import type { ServerReader } from '../../../core/federation/server-reader.js';
import type { SourceOutcome } from '../../../core/federation/source-outcome.js';
import type { PolicyRecord } from '../../../core/model/policy.js';
import { ReportType } from '../../../schema/reports/report.type.js';
import { ReportedType } from '../../../schema/reports/reported.type.js';
import { overallCompliance } from '../mappers/sla.js';
import { SLA_POLICY_TYPE } from '../policy-routes.js';
import { slaCompliance } from './datasets.js';
import { VbAwsSlaPolicy } from './sla-policy.type.js';

interface JudgedPolicy {
  readonly policy: PolicyRecord;
  /** null: not judged. */
  readonly met: boolean | null;
}

@ObjectType('SlaComplianceReport', {
  description: 'Whether SLA-based policies of VB_AWS keep what their templates promise.',
})
export class SlaComplianceReportType extends ReportedType<readonly JudgedPolicy[]> {
  @Field(() => [VbAwsSlaPolicy], {
    description: 'All SLA-based policies of the scope by name; `compliance` tells how each fares.',
  })
  get policies(): VbAwsSlaPolicy[] {
    return this.reported.report.map(({ policy }) => this.operation.policy(policy) as VbAwsSlaPolicy);
  }

  @Field(() => Int, { description: 'Policies of which every judged kind of copy met its target.' })
  get met(): number {
    return this.count(true);
  }

  @Field(() => Int, {
    description:
      'Policies of which a kind of copy missed its target. Policies that the appliance has not judged are in neither number.',
  })
  get missed(): number {
    return this.count(false);
  }

  private count(met: boolean): number {
    return this.reported.report.filter((judged) => judged.met === met).length;
  }
}

@Resolver(() => ReportType)
export class SlaComplianceReportResolver {
  @ResolveField(() => SlaComplianceReportType, {
    description:
      'SLA-based policies of the VB_AWS servers of the scope. The report of one policy tells of all: one upstream call a server besides the lists of policies.',
  })
  async slaCompliance(@Parent() { scope, operation }: ReportType): Promise<SlaComplianceReportType> {
    const readers = operation.fleet.select(scope).filter(({ server }) => server.product === 'VB_AWS');
    const parts = await Promise.all(readers.map(partOf));
    const report = parts
      .flatMap(({ judged }) => judged)
      .sort((a, b) => a.policy.name.localeCompare(b.policy.name));
    const outcomes = parts.map(({ outcome }) => outcome);
    return new SlaComplianceReportType({ report, outcomes }, operation);
  }
}

/** A server whose report cannot be read gives nothing: half of its policies would look like all. */
async function partOf(
  reader: ServerReader,
): Promise<{ judged: readonly JudgedPolicy[]; outcome: SourceOutcome }> {
  try {
    const reading = await reader.policies();
    const policies = reading.value.items.filter(({ type }) => type === SLA_POLICY_TYPE);
    const judged = await Promise.all(
      policies.map(async (policy) => {
        const compliance = await slaCompliance(reader, policy.nativeId);
        return { policy, met: compliance && overallCompliance(compliance) };
      }),
    );
    return { judged, outcome: outcomeOf(reader, reading, policies.length) };
  } catch (failure) {
    if (!(failure instanceof SourceFailure)) throw failure;
    return { judged: [], outcome: reader.failedOutcome(failure) };
  }
}
