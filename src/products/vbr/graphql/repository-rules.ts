import { applyDecorators } from '@nestjs/common';
import { Field, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import type { ClassConstructor } from 'class-transformer';
import { IsInt, IsOptional, IsUUID, Matches, Max, Min, ValidateNested } from 'class-validator';

/** A text that must be given and must not be empty. */
export function RequiredText(description: string): PropertyDecorator {
  return applyDecorators(
    Field(() => String, { description }),
    Matches(/\S/, { message: 'must not be blank' }),
  );
}

/** A text that may be left out. */
export function OptionalText(description: string): PropertyDecorator {
  return applyDecorators(
    Field(() => String, { nullable: true, description }),
    IsOptional(),
    Matches(/\S/, { message: 'must not be blank' }),
  );
}

/** One of the product's own ids that must be given. */
export function RequiredKey(description: string): PropertyDecorator {
  return applyDecorators(
    Field(() => String, { description }),
    IsUUID('loose', { message: "must be one of the product's own ids (a UUID)" }),
  );
}

/** A whole number from `least` (to `most`) that may be left out. */
export function OptionalCount(description: string, least: number, most = 2 ** 31 - 1): PropertyDecorator {
  return applyDecorators(
    Field(() => Int, { nullable: true, description }),
    IsOptional(),
    IsInt({ message: 'must be a whole number' }),
    Min(least, { message: `must be at least ${least}` }),
    Max(most, { message: `must be at most ${most}` }),
  );
}

export function OptionalSwitch(description: string): PropertyDecorator {
  return Field(() => Boolean, { nullable: true, description });
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
