import { Extensions } from '@nestjs/graphql';
import { isAbstractType } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { BadInputError } from '../../../core/errors/bad-input.js';
import { MalformedIdError, decodeId } from '../../../core/model/ids.js';

const EXTENSION = 'idOf';

/** Declares that an input field holds ids of objects of one GraphQL type; with those of others the query is refused. */
export function IdOf(typeName: string): PropertyDecorator & MethodDecorator {
  return Extensions({ [EXTENSION]: typeName });
}

/** Throws BadInputError for an id that names something else than its field is declared to hold. */
export function checkIdKind(
  schema: GraphQLSchema,
  extensions: Readonly<Record<string, unknown>>,
  id: string,
  path: readonly string[],
): void {
  const expected = extensions[EXTENSION];
  if (typeof expected !== 'string') return;
  const actual = typeIn(id, path);
  const wanted = schema.getType(expected);
  const names = isAbstractType(wanted) ? schema.getPossibleTypes(wanted).map(({ name }) => name) : [expected];
  if (names.includes(actual)) return;
  throw new BadInputError(`expected the id of a ${expected}, got one of a ${actual.slice(0, 60)}`, path);
}

function typeIn(id: string, path: readonly string[]): string {
  try {
    return decodeId(id).type;
  } catch (error) {
    throw error instanceof MalformedIdError ? new BadInputError(error.message, path) : error;
  }
}
