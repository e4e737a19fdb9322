import { Field, Int, ObjectType } from '@nestjs/graphql';
import { describedEnum } from '../../../platform/graphql/described-enum.js';
import type {
  DailyPlan,
  DayOfMonth,
  MonthlyPlan,
  PlannedRuns,
  PolicySchedule,
  Retention,
  RunTarget,
  WeeklyPlan,
  YearlyPlan,
} from '../mappers/schedule-parts.js';
import { scheduleSummary } from '../mappers/schedule-summary.js';

const VbAwsRunTargetEnum = describedEnum<RunTarget>(
  'VbAwsRunTarget',
  'What a planned run of a VB_AWS policy makes.',
  {
    SNAPSHOT: 'A cloud-native snapshot (snapshotOptions).',
    REPLICA: 'A copy of the snapshot in another region or account (replicaOptions).',
    BACKUP: 'A backup in a repository or vault (backupOptions).',
  },
);

@ObjectType('VbAwsRetention', { description: 'How long restore points of a VB_AWS policy stay.' })
export class VbAwsRetentionType implements Retention {
  @Field(() => Int, { description: 'How many points, or how many units of time (count).' })
  readonly count!: number;

  @Field(() => String, {
    nullable: true,
    description:
      "The product's word for the unit of time (type): Days, Months, Years. null: restore points are counted.",
  })
  readonly unit!: string | null;
}

@ObjectType('VbAwsInterval', { description: 'How often the VPC policy of VB_AWS runs.' })
export class VbAwsIntervalType implements Retention {
  @Field(() => Int, { description: 'How many of the unit (count).' })
  readonly count!: number;

  @Field(() => String, {
    nullable: true,
    description:
      "The product's word for what is counted (type); its words are not published. null: not told.",
  })
  readonly unit!: string | null;
}

@ObjectType('VbAwsPlannedRuns', {
  description: 'What one kind of run does within a plan of a VB_AWS schedule.',
})
class VbAwsPlannedRunsType implements PlannedRuns {
  @Field(() => VbAwsRunTargetEnum, { description: 'What these runs make.' })
  readonly target!: RunTarget;

  @Field(() => [Int], {
    description:
      "Hours of the day it runs in, 0 to 23, in the appliance's time zone. [] outside daily plans.",
  })
  readonly hours!: readonly number[];

  @Field(() => [String], {
    description: 'English names of the days ("Monday"), Sunday first. [] outside weekly plans.',
  })
  readonly days!: PlannedRuns['days'];

  @Field(() => [String], {
    description: 'English names of the months, January first. [] outside monthly plans.',
  })
  readonly months!: PlannedRuns['months'];

  @Field(() => VbAwsRetentionType, {
    nullable: true,
    description: 'How long what they make stays. null: not told.',
  })
  readonly retention!: Retention | null;
}

@ObjectType('VbAwsDailyPlan', { description: 'Runs on days of the week (scheduleSettings.dailySchedule).' })
class VbAwsDailyPlanType implements DailyPlan {
  @Field(() => [String], {
    description: 'English names of the days it runs on, Sunday first; all seven for every day.',
  })
  readonly days!: DailyPlan['days'];

  @Field(() => Int, { description: 'How often it runs within each of its hours (runsPerHour).' })
  readonly runsPerHour!: number;

  @Field(() => [VbAwsPlannedRunsType], { description: 'What is made, and in which hours.' })
  readonly runs!: readonly PlannedRuns[];
}

@ObjectType('VbAwsWeeklyPlan', {
  description: 'Runs once on days of the week (scheduleSettings.weeklySchedule).',
})
class VbAwsWeeklyPlanType implements WeeklyPlan {
  @Field(() => String, {
    nullable: true,
    description: 'Start, "HH:MM" in the appliance\'s time zone. null: not told.',
  })
  readonly time!: string | null;

  @Field(() => [VbAwsPlannedRunsType], { description: 'What is made, and on which days.' })
  readonly runs!: readonly PlannedRuns[];
}

@ObjectType('VbAwsDayOfMonth', { description: 'A day within a month: "Last" "Sunday", or "OnDay" 15.' })
class VbAwsDayOfMonthType implements DayOfMonth {
  @Field(() => String, {
    description:
      "The product's word for which (dayNumberInMonth): First, Second, Third, Fourth, Last, OnDay.",
  })
  readonly ordinal!: string;

  @Field(() => String, {
    nullable: true,
    description: 'English name of the day of the week. null: any day, or a date.',
  })
  readonly weekday!: DayOfMonth['weekday'];

  @Field(() => Int, {
    nullable: true,
    description: 'The date, 1 to 31, for OnDay (dayOfMonth). null: not a date.',
  })
  readonly number!: number | null;
}

@ObjectType('VbAwsMonthlyPlan', {
  description: 'Runs on one day of months (scheduleSettings.monthlySchedule).',
})
class VbAwsMonthlyPlanType implements MonthlyPlan {
  @Field(() => String, {
    nullable: true,
    description: 'Start, "HH:MM" in the appliance\'s time zone. null: not told.',
  })
  readonly time!: string | null;

  @Field(() => VbAwsDayOfMonthType, { description: 'The day it runs on.' })
  readonly day!: DayOfMonth;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether its backups go to the archive repository (sendBackupsToArchive). null: not told.',
  })
  readonly toArchive!: boolean | null;

  @Field(() => [VbAwsPlannedRunsType], { description: 'What is made, and in which months.' })
  readonly runs!: readonly PlannedRuns[];
}

@ObjectType('VbAwsYearlyPlan', {
  description: 'Runs on one day of the year (scheduleSettings.yearlySchedule).',
})
class VbAwsYearlyPlanType implements YearlyPlan {
  @Field(() => String, {
    nullable: true,
    description: 'Start, "HH:MM" in the appliance\'s time zone. null: not told.',
  })
  readonly time!: string | null;

  @Field(() => VbAwsDayOfMonthType, { description: 'The day it runs on.' })
  readonly day!: DayOfMonth;

  @Field(() => String, { description: 'English name of the month.' })
  readonly month!: YearlyPlan['month'];

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether its backups go to the archive repository (sendBackupsToArchive). null: not told.',
  })
  readonly toArchive!: boolean | null;

  @Field(() => VbAwsRetentionType, {
    nullable: true,
    description: 'How long its backups stay. null: not told.',
  })
  readonly retention!: Retention | null;
}

@ObjectType('VbAwsSchedule', {
  description:
    "When a VB_AWS policy runs (scheduleSettings). Times are those of the appliance's time zone, which it does not name here.",
})
export class VbAwsScheduleType {
  constructor(private readonly schedule: PolicySchedule) {}

  @Field(() => String, { description: 'The schedule in one line: "Daily at 02:00, 14:00", "Not scheduled".' })
  get summary(): string {
    return scheduleSummary(this.schedule);
  }

  @Field(() => VbAwsDailyPlanType, { nullable: true, description: 'The daily plan. null: switched off.' })
  get daily(): DailyPlan | null {
    return this.schedule.daily;
  }

  @Field(() => VbAwsWeeklyPlanType, { nullable: true, description: 'The weekly plan. null: switched off.' })
  get weekly(): WeeklyPlan | null {
    return this.schedule.weekly;
  }

  @Field(() => VbAwsMonthlyPlanType, { nullable: true, description: 'The monthly plan. null: switched off.' })
  get monthly(): MonthlyPlan | null {
    return this.schedule.monthly;
  }

  @Field(() => VbAwsYearlyPlanType, { nullable: true, description: 'The yearly plan. null: switched off.' })
  get yearly(): YearlyPlan | null {
    return this.schedule.yearly;
  }
}
