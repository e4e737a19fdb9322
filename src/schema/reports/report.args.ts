import { ArgsType, Field } from '@nestjs/graphql';
import type { CapacityGroupKey } from '../../core/reports/capacity-report.js';
import type { SessionGroupKey } from '../../core/reports/session-report.js';
import { DurationScalar, TimeZoneScalar } from '../../platform/graphql/scalars.js';
import { SessionFilter } from '../sessions/session.inputs.js';
import { CapacityGroupKeyEnum, SessionGroupKeyEnum } from './report.enums.js';
import { TimeWindow } from '../shared/time-window.input.js';

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

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description:
      'true: periods of the window without runs are in `groups` too, with counts of 0, for each combination of the other keys that has runs. Needs HOUR, DAY, WEEK or MONTH in `groupBy`, and a window of at most 10,000 of them. A period of a server that was not read is filled as well: `complete` and `sources` say so.',
  })
  readonly fill?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description:
      'true: the window begins and ends with whole periods: `from` goes back to the start of its hour, day, week or month in `timeZone`, `to` on to the end of its. Needs HOUR, DAY, WEEK or MONTH in `groupBy`.',
  })
  readonly align?: boolean | null;
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
