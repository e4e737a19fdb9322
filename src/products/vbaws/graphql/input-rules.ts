import { applyDecorators } from '@nestjs/common';
import { Field, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import type { ClassConstructor } from 'class-transformer';
import {
  ArrayNotEmpty,
  ArrayUnique,
  IsInt,
  IsOptional,
  IsUUID,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';

const NO_REPEATS = { message: 'must not hold an entry twice' };
const MOST = 2 ** 31 - 1;

/** One of the appliance's own ids that must be given. */
export function Key(description: string): PropertyDecorator {
  return applyDecorators(
    Field(() => String, { description }),
    IsUUID('loose', { message: "must be one of the appliance's own ids (a UUID)" }),
  );
}

/** One of the appliance's own ids that may be left out. */
export function OptionalKey(description: string): PropertyDecorator {
  return applyDecorators(
    Field(() => String, { nullable: true, description }),
    IsOptional(),
    IsUUID('loose', { message: "must be one of the appliance's own ids (a UUID)" }),
  );
}

/** At least one id, none twice. */
export function Keys(description: string): PropertyDecorator {
  return applyDecorators(
    Field(() => [String], { description }),
    ArrayNotEmpty({ message: 'must hold at least one entry' }),
    ...keyRules(),
  );
}

/** At least one id, none twice, or left out. */
export function OptionalFilledKeys(description: string): PropertyDecorator {
  return applyDecorators(
    Field(() => [String], { nullable: true, description }),
    IsOptional(),
    ArrayNotEmpty({ message: 'must hold at least one entry' }),
    ...keyRules(),
  );
}

/** Ids that may be left out. */
export function OptionalKeys(description: string): PropertyDecorator {
  return applyDecorators(
    Field(() => [String], { nullable: true, description }),
    IsOptional(),
    ...keyRules(),
  );
}

export function OptionalText(description: string): PropertyDecorator {
  return Field(() => String, { nullable: true, description });
}

export function OptionalSwitch(description: string): PropertyDecorator {
  return Field(() => Boolean, { nullable: true, description });
}

/** A whole number from `least` on. */
export function Count(description: string, least: number): PropertyDecorator {
  return applyDecorators(
    Field(() => Int, { description }),
    IsInt({ message: 'must be a whole number' }),
    Min(least, { message: `must be at least ${least}` }),
    Max(MOST, { message: `must be at most ${MOST}` }),
  );
}

/** An object of further fields that may be left out. */
export function OptionalPart(type: () => ClassConstructor<object>, description: string): PropertyDecorator {
  return applyDecorators(
    Field(type, { nullable: true, description }),
    IsOptional(),
    ValidateNested(),
    Type(type),
  );
}

/** Objects of further fields. */
export function OptionalParts(type: () => ClassConstructor<object>, description: string): PropertyDecorator {
  return applyDecorators(
    Field(() => [type()], { nullable: true, description }),
    IsOptional(),
    ValidateNested({ each: true }),
    Type(type),
  );
}

function keyRules(): PropertyDecorator[] {
  return [
    ArrayUnique(NO_REPEATS),
    IsUUID('loose', { each: true, message: "must hold the appliance's own ids (UUIDs)" }),
  ];
}
