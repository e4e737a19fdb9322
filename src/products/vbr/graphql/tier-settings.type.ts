import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { VbrMonth, VbrWeekday } from '../calendar.js';
import type { VbrHealthCheck, VbrMonthlyCheck, VbrTierEncryption, VbrWeeklyCheck } from '../model.js';
import type { VbrDayInMonth, VbrEncryptionType } from '../repository-words.js';
import { VbrMonthEnum, VbrWeekdayEnum } from './calendar.enums.js';
import { VbrDayInMonthEnum, VbrEncryptionTypeEnum } from './scale-out.enums.js';

@ObjectType('VbrTierEncryption', { description: 'Whether and how backups in a tier are encrypted.' })
export class VbrTierEncryptionType implements VbrTierEncryption {
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether they are encrypted (isEnabled). null: not told.',
  })
  readonly enabled!: boolean | null;

  @Field(() => VbrEncryptionTypeEnum, {
    nullable: true,
    description: 'Where the key comes from (encryptionType). null: not told.',
  })
  readonly type!: VbrEncryptionType | null;

  @Field(() => String, {
    nullable: true,
    description: "The product's own id of the password (encryptionPasswordId). null: none, or not told.",
  })
  readonly passwordId!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Id of the password that stays the same on other servers (encryptionPasswordUniqueId). null: none, or not told.',
  })
  readonly passwordUniqueId!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The product's own id of the key management server (kmsServerId). null: none, or not told.",
  })
  readonly kmsServerId!: string | null;
}

@ObjectType('VbrWeeklyCheck', { description: 'A check on chosen days of the week.' })
class VbrWeeklyCheckType implements VbrWeeklyCheck {
  @Field(() => Boolean, { nullable: true, description: 'Whether it is made (isEnabled). null: not told.' })
  readonly enabled!: boolean | null;

  @Field(() => [VbrWeekdayEnum], { description: 'The days.' })
  readonly days!: readonly VbrWeekday[];

  @Field(() => String, {
    nullable: true,
    description:
      'Start, "HH:MM" in the server\'s local time (localTime). null: not told, or revision before 1.3-rev0.',
  })
  readonly time!: string | null;
}

@ObjectType('VbrMonthlyCheck', { description: 'A check on one day of chosen months.' })
class VbrMonthlyCheckType implements VbrMonthlyCheck {
  @Field(() => Boolean, { nullable: true, description: 'Whether it is made (isEnabled). null: not told.' })
  readonly enabled!: boolean | null;

  @Field(() => VbrDayInMonthEnum, {
    nullable: true,
    description: 'Which of the days named by `dayOfWeek` (dayNumberInMonth). null: not told.',
  })
  readonly dayNumberInMonth!: VbrDayInMonth | null;

  @Field(() => VbrWeekdayEnum, {
    nullable: true,
    description: 'Name of the day; goes with `dayNumberInMonth`. null: not told.',
  })
  readonly dayOfWeek!: VbrWeekday | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Number of the day; goes with `dayNumberInMonth` ON_DAY. null: not told.',
  })
  readonly dayOfMonth!: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether it is made on the last day of the month, whatever `dayOfMonth` says (isLastDayOfMonth). null: not told.',
  })
  readonly lastDayOfMonth!: boolean | null;

  @Field(() => [VbrMonthEnum], { description: 'The months.' })
  readonly months!: readonly VbrMonth[];

  @Field(() => String, {
    nullable: true,
    description: 'Start, "HH:MM" in the server\'s local time (localTime). null: not told.',
  })
  readonly time!: string | null;
}

@ObjectType('VbrHealthCheck', { description: 'When the latest restore points in a tier are checked.' })
export class VbrHealthCheckType implements VbrHealthCheck {
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether they are checked (isEnabled). null: not told.',
  })
  readonly enabled!: boolean | null;

  @Field(() => VbrWeeklyCheckType, {
    nullable: true,
    description: 'Checks by the week (weekly). null: not told.',
  })
  readonly weekly!: VbrWeeklyCheck | null;

  @Field(() => VbrMonthlyCheckType, {
    nullable: true,
    description: 'Checks by the month (monthly). null: not told.',
  })
  readonly monthly!: VbrMonthlyCheck | null;
}
