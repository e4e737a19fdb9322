import { plainToInstance } from 'class-transformer';
import type { ClassConstructor } from 'class-transformer';
import { validateSync } from 'class-validator';
import type { ValidationError } from 'class-validator';
import type { UserError } from '../../core/errors/refusal.js';
import { Refusal, userError } from '../../core/errors/refusal.js';

/**
 * Checks an input against the class-validator rules of its class and returns it as an instance of it. Throws a Refusal that lists
 * every violation with the path of its field.
 */
export function validInput<T extends object>(type: ClassConstructor<T>, input: object): T {
  const instance = plainToInstance(type, input);
  const violations = validateSync(instance, { forbidUnknownValues: false });
  if (violations.length > 0)
    throw new Refusal(violations.flatMap((violation) => toErrors(violation, ['input'])));
  return instance;
}

function toErrors(
  { property, constraints, children }: ValidationError,
  path: readonly string[],
): UserError[] {
  const field = [...path, property];
  const own = Object.values(constraints ?? {}).map((message) =>
    userError('INVALID_INPUT', `${field.slice(1).join('.')}: ${message}`, { field }),
  );
  return [...own, ...(children ?? []).flatMap((child) => toErrors(child, field))];
}
