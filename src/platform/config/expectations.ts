import { Transform, Type } from 'class-transformer';
import type { ClassConstructor } from 'class-transformer';
import { IsOptional, ValidateNested, registerDecorator } from 'class-validator';
import { formatDuration, parseDuration } from '../../core/model/duration.js';
import type { Milliseconds } from '../../core/model/instant.js';

/**
 * One rule with one wording: the message of a mistake is "expected <what>, found …". `words` are the values there are, to
 * name the one that was probably meant.
 */
export function Expect(
  what: string,
  holds: (value: unknown) => boolean,
  words: readonly string[] = [],
): PropertyDecorator {
  return (target, property) =>
    registerDecorator({
      name: 'expect',
      target: target.constructor,
      propertyName: String(property),
      options: { message: what, context: { words } },
      validator: { validate: holds },
    });
}

export function ExpectText(what = 'a text'): PropertyDecorator {
  return Expect(what, (value) => typeof value === 'string' && value.trim() !== '');
}

export function ExpectOneOf(values: readonly string[]): PropertyDecorator {
  return Expect(oneOf(values), (value) => values.some((allowed) => allowed === value), values);
}

/** A whole number; a text of digits is taken for one, because `${env:…}` gives texts. */
export function ExpectNumber(min: number, max: number): PropertyDecorator {
  return (target, property) => {
    Transform(({ value }) => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value))(
      target,
      property,
    );
    Expect(
      `a whole number from ${min} to ${max}`,
      (value) => typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max,
    )(target, property);
  };
}

export function ExpectDuration(min: Milliseconds, max: Milliseconds, example: string): PropertyDecorator {
  const what = `an ISO 8601 duration from ${formatDuration(min)} to ${formatDuration(max)}, such as ${example}`;
  return Expect(what, (value) => {
    const duration = typeof value === 'string' ? parseDuration(value) : null;
    return duration !== null && duration >= min && duration <= max;
  });
}

/** An optional group of keys of its own class. */
export function Section(type: () => ClassConstructor<object>): PropertyDecorator {
  return (target, property) => {
    IsOptional()(target, property);
    Expect('a group of keys', isMapping)(target, property);
    Nested(type)(target, property);
  };
}

/** A list whose items are groups of keys of one class. */
export function ListOf(
  type: () => ClassConstructor<object>,
  what: string,
  atLeast: number,
): PropertyDecorator {
  return (target, property) => {
    Expect(what, (value) => Array.isArray(value) && value.length >= atLeast)(target, property);
    Nested(type)(target, property);
  };
}

function Nested(type: () => ClassConstructor<object>): PropertyDecorator {
  return (target, property) => {
    Type(type)(target, property);
    ValidateNested()(target, property);
  };
}

export function isMapping(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function oneOf(values: readonly string[]): string {
  return values.length < 2 ? values.join('') : `${values.slice(0, -1).join(', ')} or ${values.at(-1) ?? ''}`;
}
