import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Checked } from '../../../platform/graphql/checks/argument-check.js';
import { DEFAULT_PAGE } from '../../../schema/shared/page-args.js';
import type { PolicyCost } from '../mappers/cost.js';
import type { AwsResource, PolicyRegion } from '../mappers/resources.js';
import type { SlaPeriod, SlaStatistics } from '../mappers/sla-details.js';
import { VbAwsPolicyCostType } from './cost.type.js';
import { slaDetail } from './datasets.js';
import { VbAwsPolicyRegionType, VbAwsResourceType } from './resource.type.js';
import { VbAwsSlaInstanceType, VbAwsSlaPeriodType, VbAwsSlaStatisticsType } from './sla-details.type.js';
import { VbAwsSlaPolicy } from './sla-policy.type.js';
import {
  SlaInstancesArgs,
  SlaResultsArgs,
  SlaWindowArgs,
  checkInstances,
  checkWindow,
  toKinds,
  toWindow,
} from './sla.args.js';
import { outcomeOf } from './sla.enums.js';

const SEARCH = {
  type: () => String,
  nullable: true,
  description: 'Only those whose name matches this pattern (SearchPattern). Absent: all.',
};

/** What is asked of an appliance about one SLA-based policy, only where it is selected. */
@Resolver(() => VbAwsSlaPolicy)
export class VbAwsSlaPolicyResolver {
  @ResolveField(() => [VbAwsSlaPeriodType], {
    nullable: true,
    description:
      'How each day, week or month fared (GET …/{policyId}/slaResults/): one upstream call a policy. null: could not be read; see errors.',
  })
  @Checked(checkWindow)
  async results(@Parent() policy: VbAwsSlaPolicy, @Args() args: SlaResultsArgs): Promise<SlaPeriod[]> {
    const { nativeId } = policy.record;
    const kinds = toKinds(args);
    const periods = await slaDetail(policy.reader, ['slaResults', nativeId, kinds], (sla, scope) =>
      sla.results(nativeId, kinds, scope),
    );
    return periods.filter(
      ({ from, to, met }) =>
        (args.from == null || (from !== null && from >= args.from)) &&
        (args.to == null || (to !== null && to <= args.to)) &&
        (args.status?.includes(outcomeOf(met)) ?? true),
    );
  }

  @ResolveField(() => [VbAwsSlaInstanceType], {
    nullable: true,
    description:
      'How each EC2 instance fared in a window (GET …/{policyId}/slaInstances): one upstream call a policy, one more for each further 1000 instances. null: could not be read; see errors.',
  })
  @Checked(checkInstances)
  async instances(
    @Parent() policy: VbAwsSlaPolicy,
    @Args() args: SlaInstancesArgs,
  ): Promise<VbAwsSlaInstanceType[]> {
    const { reader } = policy;
    const policyId = policy.record.nativeId;
    const window = toWindow(args, reader.now);
    const { instances } = await instancesOf(policy, args, args.search ?? null);
    const chosen = instances.filter(({ met }) => args.status?.includes(outcomeOf(met)) ?? true);
    const offset = args.offset ?? 0;
    return chosen
      .slice(offset, offset + (args.first ?? DEFAULT_PAGE))
      .map((instance) => new VbAwsSlaInstanceType(instance, { reader, policyId, window }));
  }

  @ResolveField(() => VbAwsSlaStatisticsType, {
    nullable: true,
    description:
      "EC2 instances by how they fared in a window, by the appliance's own count (slaInstances, statistics). Shares the call of `instances` with the same window. null: could not be read; see errors.",
  })
  @Checked(checkWindow)
  async instanceStatistics(
    @Parent() policy: VbAwsSlaPolicy,
    @Args() args: SlaWindowArgs,
  ): Promise<SlaStatistics> {
    return (await instancesOf(policy, args, null)).statistics;
  }

  @ResolveField(() => VbAwsPolicyCostType, {
    nullable: true,
    description:
      'What it is estimated to cost in a month (GET …/{policyId}/cost): one upstream call a policy. null: could not be read; see errors.',
  })
  cost(@Parent() { reader, record: { nativeId } }: VbAwsSlaPolicy): Promise<PolicyCost> {
    return slaDetail(reader, ['cost', nativeId], (sla, scope) => sla.cost(nativeId, scope));
  }

  @ResolveField(() => [VbAwsResourceType], {
    nullable: true,
    description:
      'What it protects now (GET …/{policyId}/protectedResources): one upstream call a policy. null: could not be read; see errors.',
  })
  protectedResources(
    @Parent() { reader, record: { nativeId } }: VbAwsSlaPolicy,
  ): Promise<readonly AwsResource[]> {
    return slaDetail(reader, ['protectedResources', nativeId], (sla, scope) =>
      sla.protectedResources(nativeId, scope),
    );
  }

  @ResolveField(() => [VbAwsResourceType], {
    nullable: true,
    description:
      'What it leaves out, with names (GET …/{policyId}/excludedItems): one upstream call a policy; `excludedItems` has the ids without a call. null: could not be read; see errors.',
  })
  excludedResources(
    @Parent() { reader, record: { nativeId } }: VbAwsSlaPolicy,
    @Args('search', SEARCH) search: string | null,
  ): Promise<readonly AwsResource[]> {
    const pattern = search ?? null;
    return slaDetail(reader, ['excludedItems', nativeId, pattern], (sla, scope) =>
      sla.excludedResources(nativeId, pattern, scope),
    );
  }

  @ResolveField(() => [VbAwsPolicyRegionType], {
    nullable: true,
    description:
      'The regions selected for it, with their opt-in status (GET …/{policyId}/regions): one upstream call a policy; `regions` has ids and names without it. null: could not be read; see errors.',
  })
  selectedRegions(
    @Parent() { reader, record: { nativeId } }: VbAwsSlaPolicy,
  ): Promise<readonly PolicyRegion[]> {
    return slaDetail(reader, ['regions', nativeId], (sla, scope) => sla.regions(nativeId, scope));
  }
}

/** One reading for all fields that ask about the same window and name. */
function instancesOf({ reader, record }: VbAwsSlaPolicy, args: SlaWindowArgs, search: string | null) {
  const window = toWindow(args, reader.now);
  return slaDetail(reader, ['slaInstances', record.nativeId, window, search], (sla, scope) =>
    sla.instances(record.nativeId, window, search, scope),
  );
}
