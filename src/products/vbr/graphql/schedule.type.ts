import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { VbrMonth, VbrWeekday } from '../calendar.js';
import { VbrMonthEnum, VbrWeekdayEnum } from './calendar.enums.js';
import type {
  VbrDailySchedule,
  VbrMonthlySchedule,
  VbrPeriodicSchedule,
  VbrSchedule,
  VbrWindowDay,
} from '../model.js';

@ObjectType('VbrWindowDay', { description: 'The permitted hours of one day of the week.' })
export class VbrWindowDayType implements VbrWindowDay {
  @Field(() => VbrWeekdayEnum, { description: 'The day.' })
  readonly day!: VbrWeekday;

  @Field(() => [Int], {
    description: "Hours 0 to 23 of the server's local time in which it is permitted; 22 is 22:00 to 23:00.",
  })
  readonly hours!: readonly number[];
}

@ObjectType('VbrDailySchedule', { description: 'A start on chosen days of the week (schedule.daily).' })
class VbrDailyScheduleType implements VbrDailySchedule {
  @Field(() => String, {
    nullable: true,
    description: 'Start, "HH:MM" in the server\'s local time. null: not told.',
  })
  readonly time!: string | null;

  @Field(() => [VbrWeekdayEnum], { description: 'The days, Sunday first.' })
  readonly days!: readonly VbrWeekday[];
}

@ObjectType('VbrMonthlySchedule', { description: 'A start on one day of chosen months (schedule.monthly).' })
class VbrMonthlyScheduleType implements VbrMonthlySchedule {
  @Field(() => String, {
    nullable: true,
    description: 'Start, "HH:MM" in the server\'s local time. null: not told.',
  })
  readonly time!: string | null;

  @Field(() => String, { description: 'The day in words: "Second Saturday", "Day 15", "Last day".' })
  readonly day!: string;

  @Field(() => [VbrMonthEnum], { description: 'The months; [] is every month.' })
  readonly months!: readonly VbrMonth[];
}

@ObjectType('VbrPeriodicSchedule', { description: 'A start again and again (schedule.periodically).' })
class VbrPeriodicScheduleType implements VbrPeriodicSchedule {
  @Field(() => Int, { description: 'How many units lie between two starts (frequency).' })
  readonly every!: number;

  @Field(() => String, { description: 'The unit: seconds, minutes, hours or days (periodicallyKind).' })
  readonly unit!: string;
}

@ObjectType('VbrSchedule', {
  description: "When a VBR job starts by itself. Times are those of the server's own clock and zone.",
})
export class VbrScheduleType implements VbrSchedule {
  @Field(() => String, {
    description: 'The schedule in one line: "Daily at 22:00", "Every 4 hours", "Not scheduled".',
  })
  readonly summary!: string;

  @Field(() => Boolean, {
    description:
      'Whether it starts without anybody starting it (runAutomatically; true for continuous copies).',
  })
  readonly automatic!: boolean;

  @Field(() => VbrDailyScheduleType, { nullable: true, description: 'Daily starts. null: switched off.' })
  readonly daily!: VbrDailySchedule | null;

  @Field(() => VbrMonthlyScheduleType, { nullable: true, description: 'Monthly starts. null: switched off.' })
  readonly monthly!: VbrMonthlySchedule | null;

  @Field(() => VbrPeriodicScheduleType, {
    nullable: true,
    description: 'Starts at an interval. null: switched off.',
  })
  readonly periodic!: VbrPeriodicSchedule | null;

  @Field(() => Boolean, {
    description: 'Whether it runs all the time, or as soon as there is something to copy.',
  })
  readonly continuous!: boolean;

  @Field(() => String, {
    nullable: true,
    description:
      'Name of the job whose end starts it (afterThisJob); the edge `runsAfter` of the job links it by id. null: none does.',
  })
  readonly afterJobName!: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How often a failed run is repeated. null: not at all, or not told.',
  })
  readonly retryCount!: number | null;

  @Field(() => Int, { nullable: true, description: 'Minutes before each repetition. null: not told.' })
  readonly retryWaitMinutes!: number | null;

  @Field(() => [VbrWindowDayType], {
    nullable: true,
    description: 'Hours outside of which it may not run or start (backupWindow). null: any time.',
  })
  readonly window!: readonly VbrWindowDay[] | null;
}
