import { Extensions } from '@nestjs/graphql';
import { isAbstractType } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { BadInputError } from '../../../core/errors/bad-input.js';
import type { EntityRef } from '../../../core/model/ids.js';
import { MalformedIdError, decodeId, decodeServerReference } from '../../../core/model/ids.js';

const EXTENSION = 'idOf';
const SERVER = 'serverReference';

/** Declares that an input field holds ids of objects of one GraphQL type; with those of others the query is refused. */
export function IdOf(typeName: string): PropertyDecorator & MethodDecorator {
  return Extensions({ [EXTENSION]: typeName });
}

/** Declares that an input field names servers of the caller, by id or key; with the key of none the query is refused. */
export function ServerReference(): PropertyDecorator & MethodDecorator {
  return Extensions({ [SERVER]: true });
}

/** The servers that exist for a caller. */
export interface KnownServers {
  readonly size: number;
  has(key: string): boolean;
}

/** Throws BadInputError for what is neither an id nor the key of a server, in an input field that names servers. */
export function checkServerReference(
  extensions: Readonly<Record<string, unknown>>,
  reference: string,
  servers: KnownServers,
  path: readonly string[],
): void {
  if (extensions[SERVER] !== true) return;
  typeIn(path, () => decodeServerReference(reference, (key) => servers.has(key)));
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
  const actual = typeIn(path, () => decodeId(id));
  const wanted = schema.getType(expected);
  const names = isAbstractType(wanted) ? schema.getPossibleTypes(wanted).map(({ name }) => name) : [expected];
  if (names.includes(actual)) return;
  throw new BadInputError(`expected the id of a ${expected}, got one of a ${actual.slice(0, 60)}`, path);
}

function typeIn(path: readonly string[], read: () => EntityRef): string {
  try {
    return read().type;
  } catch (error) {
    throw error instanceof MalformedIdError ? new BadInputError(error.message, path) : error;
  }
}
