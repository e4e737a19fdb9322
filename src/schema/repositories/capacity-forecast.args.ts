import { ArgsType, Field, Float, InputType } from '@nestjs/graphql';
import { BadInputError } from '../../core/errors/bad-input.js';
import { UNCHANGED } from '../../core/forecast/capacity-outlook.js';
import type { CapacityWhatIf } from '../../core/forecast/capacity-outlook.js';
import { USUAL_QUESTION } from '../../core/forecast/capacity-forecast.js';
import type { ForecastQuestion } from '../../core/forecast/capacity-forecast.js';
import type { Instant } from '../../core/model/instant.js';
import { BytesScalar, DurationScalar } from '../../platform/graphql/scalars.js';

const DAY = 86_400_000;
const SHORTEST_WINDOW = 21 * DAY;
const LONGEST_WINDOW = 730 * DAY;
const LARGEST_FACTOR = 1_000;
const MOST_BYTES = Number.MAX_SAFE_INTEGER;

@InputType('CapacityWhatIf', {
  description: 'What to assume of the future that the past does not know. Absent or null: nothing changes.',
})
export class CapacityWhatIfInput {
  @Field(() => BytesScalar, { nullable: true, description: 'Bytes of capacity that are added now.' })
  readonly addCapacity?: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'The growth a day is multiplied by it, 0 to 1000: 2 for twice as fast.',
  })
  readonly growthFactor?: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Bytes added to the growth a day; negative: it grows by so much less.',
  })
  readonly addPerDay?: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Bytes added to the use once and now, as by a new job; negative: a clean-up.',
  })
  readonly oneOff?: number | null;
}

@ArgsType()
export class CapacityForecastArgs {
  @Field(() => Float, {
    nullable: true,
    defaultValue: USUAL_QUESTION.threshold,
    description: 'It counts as full when this part of its capacity is used: more than 0, at most 1. null: 1.',
  })
  readonly threshold?: number | null;

  @Field(() => BytesScalar, {
    nullable: true,
    description: 'It counts as full also when no more than these bytes are free. Absent or null: 0.',
  })
  readonly minimumFree?: number | null;

  @Field(() => DurationScalar, {
    nullable: true,
    defaultValue: USUAL_QUESTION.window,
    description: 'The past that is looked at, until now: "P21D" to "P730D". null: 90 days.',
  })
  readonly window?: number | null;

  @Field(() => CapacityWhatIfInput, {
    nullable: true,
    description: 'What to assume of the future. Absent or null: it goes on as before.',
  })
  readonly whatIf?: CapacityWhatIfInput | null;
}

/** Throws BadInputError where an argument is out of its range. */
export function toForecastQuestion(args: CapacityForecastArgs, now: Instant): ForecastQuestion {
  const threshold = args.threshold ?? USUAL_QUESTION.threshold;
  if (!(threshold > 0 && threshold <= 1))
    throw new BadInputError('expected more than 0 and at most 1', ['threshold']);
  const window = args.window ?? USUAL_QUESTION.window;
  if (window < SHORTEST_WINDOW || window > LONGEST_WINDOW)
    throw new BadInputError('expected "P21D" to "P730D"', ['window']);
  return {
    now,
    window,
    threshold,
    minimumFree: args.minimumFree ?? USUAL_QUESTION.minimumFree,
    whatIf: toWhatIf(args.whatIf ?? {}),
  };
}

function toWhatIf({ addCapacity, growthFactor, addPerDay, oneOff }: CapacityWhatIfInput): CapacityWhatIf {
  const factor = growthFactor ?? UNCHANGED.growthFactor;
  if (!(factor >= 0 && factor <= LARGEST_FACTOR))
    throw new BadInputError(`expected 0 to ${String(LARGEST_FACTOR)}`, ['whatIf', 'growthFactor']);
  return {
    addCapacity: addCapacity ?? 0,
    growthFactor: factor,
    addPerDay: bytes(addPerDay, 'addPerDay'),
    oneOff: bytes(oneOff, 'oneOff'),
  };
}

function bytes(value: number | null | undefined, name: string): number {
  if (Math.abs(value ?? 0) > MOST_BYTES)
    throw new BadInputError('expected at most 9007199254740991 bytes, either way', ['whatIf', name]);
  return value ?? 0;
}
