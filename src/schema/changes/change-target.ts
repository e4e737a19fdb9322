import { BadInputError } from '../../core/errors/bad-input.js';
import { Refusal } from '../../core/errors/refusal.js';
import type { Target } from '../../core/federation/actions.js';
import { idArgument } from '../shared/id-arguments.js';

/** Reads the id an input names. Throws Refusal INVALID_INPUT with the field's path when it is no id. */
export function changeTarget(id: string, field: readonly string[]): Target {
  try {
    return { ...idArgument(id, field), field };
  } catch (error) {
    if (error instanceof BadInputError) throw Refusal.of('INVALID_INPUT', error.message, { field });
    throw error;
  }
}
