import type { GraphQLError } from 'graphql';
import { DEEPEST_INPUT } from '../../request/value-depth.js';
import type { Variables } from '../selection.js';
import { LIMIT_EXCEEDED, refusal, shortened } from './refusals.js';

/** Items of one list in an input; rows are compared with each. */
export const LONGEST_LIST = 1_000;
/** Values in all variables, those of lists and objects included: to coerce them looks at each, more than once. */
const MOST_VALUES = 20_000;

/** Why variables are too large to be looked at; undefined: they are not. */
export function excessOf(inputs: Variables): GraphQLError | undefined {
  let values = 0;
  const path: string[] = [];
  const look = (value: unknown): GraphQLError | undefined => {
    values += 1;
    if (values > MOST_VALUES) return tooMuch(`more than ${MOST_VALUES} values`, MOST_VALUES);
    if (typeof value !== 'object' || value === null) return undefined;
    if (path.length === DEEPEST_INPUT)
      return tooMuch(`values more than ${DEEPEST_INPUT} deep inside each other`, DEEPEST_INPUT);
    if (Array.isArray(value) && value.length > LONGEST_LIST) return tooLong(path, value.length);
    for (const name in value) {
      path.push(name);
      const excess = look(value[name as keyof typeof value]);
      if (excess !== undefined) return excess;
      path.pop();
    }
    return undefined;
  };
  return look(inputs);
}

function tooMuch(what: string, allowed: number): GraphQLError {
  return refusal(`the variables have ${what}`, 400, { code: LIMIT_EXCEEDED, limit: 'variables', allowed });
}

function tooLong(path: readonly string[], length: number): GraphQLError {
  const message = `$${path.join('.')}: expected at most ${LONGEST_LIST} items, got ${length}`;
  return refusal(shortened(message), 400, { code: 'BAD_USER_INPUT' });
}
