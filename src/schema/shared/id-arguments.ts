import { BadInputError } from '../../core/errors/bad-input.js';
import type { EntityRef } from '../../core/model/ids.js';
import { MalformedIdError, decodeId, decodeServerReference } from '../../core/model/ids.js';

/** Reads a global id given as an argument. Throws BadInputError with the argument's path when it is none. */
export function idArgument(id: string, path: readonly string[], read = decodeId): EntityRef {
  try {
    return read(id);
  } catch (error) {
    if (error instanceof MalformedIdError) throw new BadInputError(error.message, path);
    throw error;
  }
}

/** Keys of the servers that a list names by id or key; ids of other things are refused. */
export function serverKeys(references: readonly string[], path: readonly string[]): string[] {
  return references.map((reference, index) => serverKey(reference, [...path, String(index)]));
}

/** Key of the server that an argument names by id or key; ids of other things are refused. Whether there is one, `ServerReference` checks. */
export function serverKey(reference: string, path: readonly string[]): string {
  const { type, server } = idArgument(reference, path, (text) => decodeServerReference(text, () => true));
  if (type === 'BackupServer') return server;
  throw new BadInputError(`expected the id of a BackupServer, got one of a ${type}`, path);
}
