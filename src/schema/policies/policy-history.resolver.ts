import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { policyHistory } from '../../core/federation/policy-history.js';
import { periodsTold } from '../../core/history/history-periods.js';
import { Checked } from '../../platform/graphql/checks/argument-check.js';
import { Estimated } from '../../platform/graphql/checks/estimate.js';
import { HistoryArgs, pointsOf, toHistoryQuestion } from '../shared/history.args.js';
import { PolicyHistoryType } from './policy-history.type.js';
import { PolicyType } from './policy.type.js';

@Resolver(() => PolicyType)
export class PolicyHistoryResolver {
  @ResolveField(() => PolicyHistoryType, {
    description:
      'What it did day by day, for a heat map. All policies of one server share one walk over its sessions of the window and five weeks before.',
  })
  @Checked((args: Partial<HistoryArgs>) => void toHistoryQuestion(args, Date.now()))
  @Estimated({ scan: pointsOf })
  async history(
    @Parent() { record, reader }: PolicyType,
    @Args() args: HistoryArgs,
  ): Promise<PolicyHistoryType> {
    const question = toHistoryQuestion(args, reader.now());
    const { now } = question;
    return new PolicyHistoryType(
      await policyHistory(reader, record, { periods: periodsTold(question), now }),
    );
  }
}
