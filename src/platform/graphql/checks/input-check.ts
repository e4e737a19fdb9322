import { getNamedType, isEnumType, isInputObjectType } from 'graphql';
import type { GraphQLInputType, GraphQLSchema } from 'graphql';
import { BadInputError } from '../../../core/errors/bad-input.js';
import { LONGEST_TEXT } from './bounded-lexer.js';
import { checkIdKind, checkServerReference } from './id-kind-check.js';
import type { KnownServers } from './id-kind-check.js';
import { LONGEST_LIST } from './variables-size.js';

const LONGEST_ENUM_LIST = 100;

/** An argument of a field, or a field of an input type. */
interface Slot {
  readonly type: GraphQLInputType;
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** Whose input it is, and by which schema. */
export interface InputSurroundings {
  readonly schema: GraphQLSchema;
  readonly servers: KnownServers;
}

/** Throws BadInputError for a list or text, anywhere in a coerced value, that is too long, and for what names nothing of the kind that is expected. */
export function checkInput(
  around: InputSurroundings,
  slot: Slot,
  value: unknown,
  path: readonly string[],
): void {
  if (value === null || value === undefined) return;
  const type = getNamedType(slot.type);
  if (Array.isArray(value)) {
    const longest = isEnumType(type) ? LONGEST_ENUM_LIST : LONGEST_LIST;
    if (value.length > longest)
      throw new BadInputError(`expected at most ${longest} items, got ${value.length}`, path);
    return value.forEach((item, index) => checkInput(around, slot, item, [...path, String(index)]));
  }
  if (typeof value === 'string') {
    if (value.length > LONGEST_TEXT)
      throw new BadInputError(`expected at most ${LONGEST_TEXT} characters, got ${value.length}`, path);
    checkServerReference(slot.extensions, value, around.servers, path);
    return checkIdKind(around.schema, slot.extensions, value, path);
  }
  if (!isInputObjectType(type) || typeof value !== 'object') return;
  const values = value as Readonly<Record<string, unknown>>;
  for (const [name, field] of Object.entries(type.getFields()))
    checkInput(around, field, values[name], [...path, name]);
}
