import { BadInputError } from '../../core/errors/bad-input.js';
import { Refusal } from '../../core/errors/refusal.js';
import type { Target } from '../../core/federation/actions.js';
import type { ConcreteTypes, EntityKind } from '../shared/concrete-types.js';
import { idArgument } from '../shared/id-arguments.js';

/** Reads the id of a policy, repository … of any product. Throws Refusal INVALID_INPUT for ids of other things. */
export function targetOfKind(
  types: ConcreteTypes,
  kind: EntityKind,
  id: string,
  field: readonly string[],
): Target {
  const target = changeTarget(id, field);
  if (types.kindOf(target.type) === kind) return target;
  throw Refusal.of('INVALID_INPUT', `expected the id of a ${kind}, got one of a ${target.type}`, { field });
}

/** Reads the id an input names. Throws Refusal INVALID_INPUT with the field's path when it is no id. */
export function changeTarget(id: string, field: readonly string[]): Target {
  try {
    return { ...idArgument(id, field), field };
  } catch (error) {
    if (error instanceof BadInputError) throw Refusal.of('INVALID_INPUT', error.message, { field });
    throw error;
  }
}
