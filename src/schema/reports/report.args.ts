import { ArgsType, Field } from '@nestjs/graphql';
import type { CapacityGroupKey } from '../../core/reports/capacity-report.js';
import type { SessionGroupKey } from '../../core/reports/session-report.js';
import { DurationScalar, TimeZoneScalar } from '../../platform/graphql/scalars.js';
import { SessionFilter } from '../sessions/session.inputs.js';
import { CapacityGroupKeyEnum, SessionGroupKeyEnum } from './report.enums.js';
import { TimeWindow } from './report.inputs.js';

const DAY = 86_400_000;

@ArgsType()
export class SessionReportArgs {
  @Field(() => TimeWindow, { description: 'Runs that started in this stretch of time.' })
  readonly window!: TimeWindow;

  @Field(() => [SessionGroupKeyEnum], {
    defaultValue: [],
    description:
      'What to group by; several keys give one group for each combination. Several periods: their overlap.',
  })
  readonly groupBy!: SessionGroupKey[];

  @Field(() => SessionFilter, { nullable: true, description: 'Which sessions. Absent: all of the scope.' })
  readonly filter?: SessionFilter | null;

  @Field(() => TimeZoneScalar, {
    nullable: true,
    defaultValue: 'UTC',
    description: 'Whose hours, days, weeks and months are meant. Absent or null: UTC.',
  })
  readonly timeZone?: string | null;
}

@ArgsType()
export class CapacityReportArgs {
  @Field(() => [CapacityGroupKeyEnum], {
    defaultValue: [],
    description: 'What to group by; several keys give one group for each combination.',
  })
  readonly groupBy!: CapacityGroupKey[];
}

@ArgsType()
export class ProtectionReportArgs {
  @Field(() => DurationScalar, {
    defaultValue: DAY,
    description: 'The recovery point objective: how old the last good run of a policy may be.',
  })
  readonly rpo!: number;
}
