import { Extensions } from '@nestjs/graphql';
import { getNamedType, isAbstractType, isInputObjectType } from 'graphql';
import type { GraphQLInputType, GraphQLSchema } from 'graphql';
import { BadInputError } from '../../core/errors/bad-input.js';
import { decodeId } from '../../core/model/ids.js';

const EXTENSION = 'idOf';

/** Declares that an input field holds ids of objects of one GraphQL type; with those of others the query is refused. */
export function IdOf(typeName: string): PropertyDecorator & MethodDecorator {
  return Extensions({ [EXTENSION]: typeName });
}

/** An argument of a field, or a field of an input type. */
interface Slot {
  readonly type: GraphQLInputType;
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** Throws BadInputError for an id, anywhere in a coerced value, that names something else than its field is declared to hold. */
export function checkIdKinds(
  schema: GraphQLSchema,
  slot: Slot,
  value: unknown,
  path: readonly string[],
): void {
  if (value === null || value === undefined) return;
  if (Array.isArray(value))
    return value.forEach((item, index) => checkIdKinds(schema, slot, item, [...path, String(index)]));
  const expected = slot.extensions[EXTENSION];
  if (typeof value === 'string' && typeof expected === 'string') checkId(schema, expected, value, path);
  const type = getNamedType(slot.type);
  if (!isInputObjectType(type) || typeof value !== 'object') return;
  const values = value as Readonly<Record<string, unknown>>;
  for (const [name, field] of Object.entries(type.getFields()))
    checkIdKinds(schema, field, values[name], [...path, name]);
}

function checkId(schema: GraphQLSchema, expected: string, id: string, path: readonly string[]): void {
  const { type: actual } = decodeId(id);
  const wanted = schema.getType(expected);
  const names = isAbstractType(wanted) ? schema.getPossibleTypes(wanted).map(({ name }) => name) : [expected];
  if (names.includes(actual)) return;
  throw new BadInputError(`expected the id of a ${expected}, got one of a ${actual}`, path);
}
