import { BadInputError } from '../../core/errors/bad-input.js';
import type { EntityRef } from '../../core/model/ids.js';
import { MalformedIdError, decodeId } from '../../core/model/ids.js';

/** Reads a global id given as an argument. Throws BadInputError with the argument's path when it is none. */
export function idArgument(id: string, path: readonly string[]): EntityRef {
  try {
    return decodeId(id);
  } catch (error) {
    if (error instanceof MalformedIdError) throw new BadInputError(error.message, path);
    throw error;
  }
}

/** Keys of the servers that ids name; ids of other things are refused. */
export function serverKeys(ids: readonly string[], path: readonly string[]): string[] {
  return ids.map((id, index) => {
    const ref = idArgument(id, [...path, String(index)]);
    if (ref.type !== 'BackupServer')
      throw new BadInputError(`expected the id of a BackupServer, got one of a ${ref.type}`, [
        ...path,
        String(index),
      ]);
    return ref.server;
  });
}
