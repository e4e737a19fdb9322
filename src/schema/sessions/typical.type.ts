import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import type { TypicalStatus, TypicalVerdict } from '../../core/history/typical.js';
import { describedEnum } from '../../platform/graphql/described-enum.js';

const TypicalStatusEnum = describedEnum<TypicalStatus>(
  'TypicalStatus',
  'How a session compares with the good ones of its policy before it.',
  {
    TYPICAL: 'As usual.',
    LONG: 'It takes, or took, conspicuously long.',
    SHORT: 'It was conspicuously short.',
    LARGE: 'It moved conspicuously much.',
    SMALL: 'It moved conspicuously little.',
    UNKNOWN: 'There are fewer than eight to compare with, or they could not be read.',
  },
);

@ObjectType('TypicalVerdict', {
  description:
    'A session against the last 30 good ones (SUCCESS or WARNING, eight at least) of the same policy, type and algorithm in the 90 days or more before it. Conspicuous is what is more than one and a half times the median, and further from it than its usual deviation by far (3.5 times, of the logarithms).',
})
export class TypicalVerdictType {
  constructor(private readonly verdict: TypicalVerdict) {}

  @Field(() => TypicalStatusEnum, { description: 'The verdict. One that goes on can be LONG already.' })
  get status(): TypicalStatus {
    return this.verdict.status;
  }

  @Field(() => Float, {
    nullable: true,
    description: 'Its length so far, divided by the typical one. null: status is UNKNOWN.',
  })
  get ratio(): number | null {
    return this.verdict.ratio;
  }

  @Field(() => Float, {
    nullable: true,
    description: 'The median length of those before, in seconds. null: status is UNKNOWN.',
  })
  get typicalSeconds(): number | null {
    return this.verdict.typical === null ? null : this.verdict.typical / 1000;
  }

  @Field(() => String, { description: 'What it was compared with, in English words.' })
  get basis(): string {
    return `the last ${String(this.verdict.samples)} good sessions of the same policy, type and algorithm`;
  }

  @Field(() => Int, { description: 'How many sessions it was compared with.' })
  get samples(): number {
    return this.verdict.samples;
  }

  @Field(() => Float, {
    nullable: true,
    description:
      'The bytes it moved, divided by what is typical (VBR since 1.3-rev2, VB_M365). null: not told, or it goes on.',
  })
  get transferredRatio(): number | null {
    return this.verdict.transferredRatio;
  }
}
