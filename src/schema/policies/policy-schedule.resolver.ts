import { Args, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { BadInputError } from '../../core/errors/bad-input.js';
import type { Instant } from '../../core/model/instant.js';
import { Checked } from '../../platform/graphql/checks/argument-check.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';
import { MOST_STARTS, PolicyScheduleType } from './policy-schedule.type.js';

@Resolver(() => PolicyScheduleType)
export class PolicyScheduleResolver {
  @ResolveField(() => [DateTimeScalar], {
    description:
      'Its next starts, the soonest first, as far as the schedule tells them: first the one that the server tells (`nextRun`), then what follows from days, times and intervals. [] where it is disabled, started by hand, by another policy or all the time, and where the server tells neither a next start nor its time zone (VB_AWS without `servers[].timeZone`). VBR before 1.3-rev2 and VB_M365 show their present offset from UTC only: starts behind a change of the clock are an hour off, unless `servers[].timeZone` is configured.',
  })
  @Checked(({ count }) => void checkedCount(count))
  next(
    @Parent() schedule: PolicyScheduleType,
    @Args('count', {
      type: () => Int,
      nullable: true,
      defaultValue: 1,
      description: `How many, 0 to ${MOST_STARTS}. null: one.`,
    })
    count?: number | null,
  ): Promise<readonly Instant[]> {
    return schedule.next(checkedCount(count));
  }
}

function checkedCount(count: unknown): number {
  const asked = typeof count === 'number' ? count : 1;
  if (asked >= 0 && asked <= MOST_STARTS) return asked;
  throw new BadInputError(`count must be between 0 and ${MOST_STARTS}`, ['count']);
}
