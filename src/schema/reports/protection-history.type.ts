import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import type { ProtectionHistory, ProtectionPoint } from '../../core/federation/protection-history.js';
import type { Instant } from '../../core/model/instant.js';
import { DurationField } from '../../platform/graphql/duration-field.js';
import { DateTimeScalar } from '../../platform/graphql/scalars.js';
import { RunCountsType } from '../shared/run-counts.type.js';
import { ReportedType } from './reported.type.js';

@ObjectType('ProtectionPoint', {
  description: 'What the policies of the scope did in one hour, day, week or month.',
})
export class ProtectionPointType extends RunCountsType {
  constructor(point: ProtectionPoint) {
    super();
    Object.assign(this, point);
  }

  @Field(() => DateTimeScalar, { description: 'When the hour, day, week or month begins in the asked zone.' })
  readonly time!: Instant;

  @Field(() => Int, { description: 'Policies of which something is known then.' })
  readonly policies!: number;

  @Field(() => Int, {
    description: 'Of them, those whose newest good run was older than its objective for a time.',
  })
  readonly breached!: number;

  @DurationField('How long that was in all, added up over the policies.')
  readonly inBreach!: number;

  @Field(() => Int, { description: 'Runs that began then, retries counted with what they repeat.' })
  readonly runs!: number;

  @Field(() => Float, { description: 'Of which part of it the runs are known, 0 to 1, over all policies.' })
  readonly coverage!: number;
}

@ObjectType('ProtectionHistory', {
  description: 'What the policies that there are now did over time, against the objectives that hold now.',
})
export class ProtectionHistoryType extends ReportedType<ProtectionHistory> {
  @Field(() => [ProtectionPointType], { description: 'The points, oldest first; also those without a run.' })
  get points(): ProtectionPointType[] {
    return this.reported.report.points.map((point) => new ProtectionPointType(point));
  }

  @Field(() => Float, { description: 'Of which part of the window the runs are known, 0 to 1.' })
  get coverage(): number {
    return this.reported.report.coverage;
  }

  override get complete(): boolean {
    return super.complete && this.reported.report.complete;
  }

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Since when nothing is missing. null: the newest is missing, or there is nothing.',
  })
  get coveredFrom(): Instant | null {
    return this.reported.report.coveredFrom;
  }
}
