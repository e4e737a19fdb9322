import { Field, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayNotEmpty,
  ArrayUnique,
  IsInt,
  IsOptional,
  IsUUID,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import type { VbrMonth, VbrWeekday } from '../calendar.js';
import type { VbrDayInMonth, VbrEncryptionType } from '../repository-words.js';
import { VbrMonthEnum, VbrWeekdayEnum } from './calendar.enums.js';
import { VbrDayInMonthEnum, VbrEncryptionTypeEnum } from './scale-out.enums.js';

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const AS_TIME = { message: 'must be a time of day as "HH:MM"' };
export const AS_UUID = { message: "must be one of the product's own ids (a UUID)" };
export const NOT_EMPTY = { message: 'must hold at least one entry' };
export const NO_REPEATS = { message: 'must not hold an entry twice' };

@InputType('VbrWindowDayInput', { description: 'The permitted hours of one day of the week.' })
export class VbrWindowDayInput {
  @Field(() => VbrWeekdayEnum, { description: 'The day.' })
  readonly day!: VbrWeekday;

  @Field(() => [Int], {
    description:
      "Hours 0 to 23 of the server's local time in which it is permitted; 22 is 22:00 to 23:00. []: not on this day.",
  })
  @ArrayUnique(NO_REPEATS)
  @IsInt({ each: true, message: 'must hold whole hours' })
  @Min(0, { each: true, message: 'must hold hours from 0 to 23' })
  @Max(23, { each: true, message: 'must hold hours from 0 to 23' })
  readonly hours!: number[];
}

@InputType('VbrWeeklyCheckInput', { description: 'A check on chosen days of the week.' })
export class VbrWeeklyCheckInput {
  @Field(() => Boolean, { description: 'Whether it is made (isEnabled).' })
  readonly enabled!: boolean;

  @Field(() => [VbrWeekdayEnum], {
    nullable: true,
    description: 'The days; needed where it is made. null: as they are.',
  })
  @IsOptional()
  @ArrayNotEmpty(NOT_EMPTY)
  @ArrayUnique(NO_REPEATS)
  readonly days?: VbrWeekday[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'Start, "HH:MM" in the server\'s local time (localTime; since 1.3-rev0). null: as it is.',
  })
  @IsOptional()
  @Matches(TIME, AS_TIME)
  readonly time?: string | null;
}

@InputType('VbrMonthlyCheckInput', { description: 'A check on one day of chosen months.' })
export class VbrMonthlyCheckInput {
  @Field(() => Boolean, { description: 'Whether it is made (isEnabled).' })
  readonly enabled!: boolean;

  @Field(() => VbrDayInMonthEnum, {
    nullable: true,
    description: 'Which of the days named by `dayOfWeek` (dayNumberInMonth). null: as it is.',
  })
  readonly dayNumberInMonth?: VbrDayInMonth | null;

  @Field(() => VbrWeekdayEnum, {
    nullable: true,
    description: 'Name of the day; goes with `dayNumberInMonth`. null: as it is.',
  })
  readonly dayOfWeek?: VbrWeekday | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Number of the day, 1 to 31; goes with `dayNumberInMonth` ON_DAY. null: as it is.',
  })
  @IsOptional()
  @Min(1, { message: 'must be a day from 1 to 31' })
  @Max(31, { message: 'must be a day from 1 to 31' })
  readonly dayOfMonth?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether it is made on the last day of the month, whatever `dayOfMonth` says (isLastDayOfMonth). null: as it is.',
  })
  readonly lastDayOfMonth?: boolean | null;

  @Field(() => [VbrMonthEnum], { nullable: true, description: 'The months. null: as they are.' })
  @IsOptional()
  @ArrayNotEmpty(NOT_EMPTY)
  @ArrayUnique(NO_REPEATS)
  readonly months?: VbrMonth[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'Start, "HH:MM" in the server\'s local time (localTime). null: as it is.',
  })
  @IsOptional()
  @Matches(TIME, AS_TIME)
  readonly time?: string | null;
}

@InputType('VbrHealthCheckInput', {
  description: 'When the latest restore points in a tier are checked (backupHealth; since 1.3-rev0).',
})
export class VbrHealthCheckInput {
  @Field(() => Boolean, { description: 'Whether they are checked (isEnabled).' })
  readonly enabled!: boolean;

  @Field(() => VbrWeeklyCheckInput, { nullable: true, description: 'Checks by the week. null: as they are.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => VbrWeeklyCheckInput)
  readonly weekly?: VbrWeeklyCheckInput | null;

  @Field(() => VbrMonthlyCheckInput, {
    nullable: true,
    description: 'Checks by the month. null: as they are.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => VbrMonthlyCheckInput)
  readonly monthly?: VbrMonthlyCheckInput | null;
}

@InputType('VbrTierEncryptionInput', { description: 'Whether and how backups in a tier are encrypted.' })
export class VbrTierEncryptionInput {
  @Field(() => Boolean, { description: 'Whether they are encrypted (isEnabled).' })
  readonly enabled!: boolean;

  @Field(() => VbrEncryptionTypeEnum, {
    nullable: true,
    description: 'Where the key comes from; needed where they are encrypted. null: as it is.',
  })
  readonly type?: VbrEncryptionType | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The product's own id of the password, for BY_USER_PASSWORD (encryptionPasswordId). null: as it is.",
  })
  @IsOptional()
  @IsUUID('loose', AS_UUID)
  readonly passwordId?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Id of the password that stays the same on other servers (encryptionPasswordUniqueId). null: as it is.',
  })
  readonly passwordUniqueId?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The product's own id of the key management server, for BY_KMS (kmsServerId). null: as it is.",
  })
  @IsOptional()
  @IsUUID('loose', AS_UUID)
  readonly kmsServerId?: string | null;
}
