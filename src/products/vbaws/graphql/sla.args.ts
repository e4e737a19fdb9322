import { ArgsType, Field, Int } from '@nestjs/graphql';
import { BadInputError } from '../../../core/errors/bad-input.js';
import type { Clock } from '../../../core/model/instant.js';
import { DateTimeScalar } from '../../../platform/graphql/scalars.js';
import { DEFAULT_PAGE, LARGEST_PAGE } from '../../../schema/shared/page-args.js';
import type { SlaKinds, SlaWindow } from '../adapters/sla-reader.js';
import {
  VbAwsSlaBackupTypeEnum,
  VbAwsSlaOutcomeEnum,
  VbAwsSlaScheduleTypeEnum,
  productWord,
} from './sla.enums.js';
import type { SlaBackupType, SlaOutcome, SlaScheduleType } from './sla.enums.js';

const MINUTE = 60_000;

@ArgsType()
export abstract class SlaKindArgs {
  @Field(() => [VbAwsSlaBackupTypeEnum], {
    nullable: true,
    description: 'Only these kinds of copies (backupType). Absent: all.',
  })
  readonly backupType?: SlaBackupType[] | null;

  @Field(() => [VbAwsSlaScheduleTypeEnum], {
    nullable: true,
    description: 'Only these kinds of schedules (scheduleType). Absent: all.',
  })
  readonly scheduleType?: SlaScheduleType[] | null;
}

@ArgsType()
export class SlaResultsArgs extends SlaKindArgs {
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Only periods that begin at this time or later. Absent: all there are.',
  })
  readonly from?: number | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Only periods that end by this time. Absent: all there are.',
  })
  readonly to?: number | null;

  @Field(() => [VbAwsSlaOutcomeEnum], {
    nullable: true,
    description:
      'Only periods that fared so; chosen by the gateway, since most upstream words are not published. Absent: all.',
  })
  readonly status?: SlaOutcome[] | null;
}

@ArgsType()
export class SlaWindowArgs extends SlaKindArgs {
  @Field(() => DateTimeScalar, { description: 'Beginning of the window (dateFrom).' })
  readonly from!: number;

  @Field(() => DateTimeScalar, { nullable: true, description: 'End of the window (dateTo). Absent: now.' })
  readonly to?: number | null;
}

@ArgsType()
export class SlaInstancesArgs extends SlaWindowArgs {
  @Field(() => [VbAwsSlaOutcomeEnum], {
    nullable: true,
    description:
      'Only instances that fared so; chosen by the gateway, since most upstream words are not published. Absent: all.',
  })
  readonly status?: SlaOutcome[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only instances whose name matches this pattern (searchPattern). Absent: all.',
  })
  readonly search?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many instances at most: 1 to 500; 50 when absent.',
  })
  readonly first?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many instances to leave out before the first, 0 or more; 0 when absent.',
  })
  readonly offset?: number | null;
}

/** Throws BadInputError when the window is empty; costs no call. */
export function checkWindow({ from, to }: { from?: number | null; to?: number | null }): void {
  if (from != null && to != null && from >= to)
    throw new BadInputError('expected a time after `from`', ['to']);
}

/** Throws BadInputError. */
export function checkInstances(args: Partial<SlaInstancesArgs>): void {
  checkWindow(args);
  const { first = DEFAULT_PAGE, offset = 0 } = args;
  if (first !== null && (first < 1 || first > LARGEST_PAGE))
    throw new BadInputError(`expected a number from 1 to ${LARGEST_PAGE}, got ${first}`, ['first']);
  if (offset !== null && offset < 0) throw new BadInputError(`expected 0 or more, got ${offset}`, ['offset']);
}

export function toKinds({ backupType, scheduleType }: SlaKindArgs): SlaKinds {
  return {
    backupTypes: (backupType ?? []).map((type) => `Ec2${productWord(type)}`),
    scheduleTypes: (scheduleType ?? []).map(productWord),
  };
}

/** A window without end goes to the end of this minute, so that several such fields ask the same. */
export function toWindow(args: SlaWindowArgs, clock: Clock): SlaWindow {
  const to = args.to ?? Math.ceil(clock() / MINUTE) * MINUTE;
  return { from: args.from, to, ...toKinds(args) };
}
