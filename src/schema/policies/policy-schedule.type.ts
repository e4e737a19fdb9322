import { unlessFailed } from '../../core/errors/source-failure.js';
import { Field, ObjectType } from '@nestjs/graphql';
import { IANAZone } from 'luxon';
import type { ServerReader } from '../../core/federation/server-reader.js';
import type { Instant, Milliseconds } from '../../core/model/instant.js';
import type { PolicyRecord } from '../../core/model/policy.js';
import type { ScheduleKind, StartPlan } from '../../core/model/policy-terms.js';
import { nextStarts } from '../../core/schedules/next-starts.js';
import { longestOpen } from '../../core/schedules/open-hours.js';
import { DurationField } from '../../platform/graphql/duration-field.js';
import { TimeZoneScalar } from '../../platform/graphql/scalars.js';
import { ScheduleKindEnum } from './policy.enums.js';

/** More starts than this of one policy are refused. */
export const MOST_STARTS = 100;

@ObjectType('PolicySchedule', {
  description:
    'When a policy starts by itself, in words that all products share. What only one product has stands in `vbrSchedule`, `vbAwsSchedule` and `vbM365Schedule`.',
})
export class PolicyScheduleType {
  constructor(
    private readonly plan: StartPlan,
    private readonly policy: PolicyRecord,
    private readonly reader: ServerReader,
  ) {}

  @Field(() => ScheduleKindEnum, {
    description: 'How it starts. Of several plans that are on at once, the one that starts it most often.',
  })
  get kind(): ScheduleKind {
    return this.plan.kind;
  }

  @Field(() => String, {
    description:
      'In English words, with the times of day of the server: "Daily at 22:00", "Every 4 hours", "Not scheduled".',
  })
  get text(): string {
    return this.plan.text;
  }

  @Field(() => TimeZoneScalar, {
    nullable: true,
    description:
      "The time zone that times of day are meant in: `servers[].timeZone` of the configuration, else what VBR tells since 1.3-rev2 (serverTime, one call a server). null: the server's own, not told.",
  })
  get timeZone(): Promise<string | null> {
    return this.zone().then((zone) => (zone !== null && IANAZone.isValidZone(zone) ? zone : null));
  }

  @DurationField(
    'How long it may run without a pause: the longest stretch of the hours permitted to it (VBR backupWindow, VB_M365 backupWindow). null: no limit; VB_AWS has none.',
  )
  get window(): Milliseconds | null {
    return this.plan.open && longestOpen(this.plan.open);
  }

  /** Its next starts, the soonest first. */
  async next(count: number): Promise<readonly Instant[]> {
    if (!this.policy.enabled) return [];
    const { plan, policy } = this;
    const zone = plan.rules.length === 0 ? null : await this.zone();
    return nextStarts({ plan, told: policy.nextRun, zone, now: this.reader.now(), count });
  }

  /** A zone that could not be read is one that is not told. */
  private zone(): Promise<string | null> {
    return unlessFailed(this.reader.timeZone(), null);
  }
}
