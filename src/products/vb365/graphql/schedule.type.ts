import { Field, Int, ObjectType } from '@nestjs/graphql';
import { DurationField } from '../../../platform/graphql/duration-field.js';
import type { M365Schedule, M365Window } from '../native.js';

@ObjectType('VbM365Window', {
  description: 'The hours of a week in which a VB_M365 job may run (backupWindow settings of its schedule).',
})
class VbM365Window {
  @Field(() => [Boolean], {
    description: '168 hours, the first from Sunday 0:00 to 1:00; true: the job may run in it.',
  })
  readonly hours!: readonly boolean[];

  @Field(() => Int, {
    nullable: true,
    description: 'How many minutes the clock of these hours is ahead of UTC (minuteOffset). null: not told.',
  })
  readonly offsetMinutes!: number | null;
}

@ObjectType('VbM365Schedule', { description: 'When a VB_M365 job runs (schedulePolicy).' })
export class VbM365Schedule implements M365Schedule {
  constructor(schedule: M365Schedule) {
    Object.assign(this, schedule);
  }

  @Field(() => String, { description: 'The schedule in English words, for people.' })
  readonly summary!: string;

  @Field(() => String, {
    nullable: true,
    description:
      "The product's word: Periodically, Daily or ManualOnly; of copy jobs Immediate (after every run of the source job), Periodically or DailyAtTime. null: not told.",
  })
  readonly type!: string | null;

  @DurationField('Time between two runs of a periodic schedule (periodicallyEvery). null: not periodic.')
  readonly interval!: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Days of a daily schedule (dailyType): Everyday, Workdays, Weekends or an English weekday. null: not daily.',
  })
  readonly days!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Time of day of a daily schedule (dailyTime), "HH:MM:SS" in the time zone of the backup server. null: not daily.',
  })
  readonly timeOfDay!: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Minutes past the hour at which a periodic job starts (periodicallyOffsetMinutes). null: not set.',
  })
  readonly startOffsetMinutes!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How often a failed run is repeated (retryNumber). null: it is not.',
  })
  readonly retries!: number | null;

  @DurationField('Wait before a failed run is repeated (retryWaitInterval). null: it is not.')
  readonly retryWait!: number | null;

  @Field(() => VbM365Window, {
    nullable: true,
    description: 'The hours in which it may run. null: at any time.',
  })
  readonly window!: M365Window | null;
}
