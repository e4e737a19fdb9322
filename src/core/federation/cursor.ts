import { BadInputError } from '../errors/bad-input.js';

/** The value a list is sorted by; null sorts as the list says. */
export type SortKey = string | number | null;

/** A place in a federated list: no row before it is shown again, none after it is left out. */
export interface Position {
  readonly key: SortKey;
  readonly server: string;
  readonly nativeId: string;
}

/** Writes and reads the cursors of one list in one order; a cursor of another list or order is refused. */
export class CursorCodec {
  /** @param list names the list and its order, for instance `sessions START_TIME DESC`. */
  constructor(private readonly list: string) {}

  encode(position: Position): string {
    const parts = [this.list, position.key, position.server, position.nativeId];
    return Buffer.from(JSON.stringify(parts)).toString('base64url');
  }

  decode(cursor: string, path: readonly string[]): Position {
    const parts = parseCursor(cursor);
    if (parts === undefined)
      throw new BadInputError(
        'the cursor cannot be read: expected "endCursor" or "cursor" of a former page of this list',
        path,
      );
    if (parts.list !== this.list)
      throw new BadInputError(
        `the cursor belongs to "${parts.list}", not to "${this.list}": keep orderBy the same while paging`,
        path,
      );
    return parts.position;
  }
}

function parseCursor(cursor: string): { list: string; position: Position } | undefined {
  const parts = parseJson(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (!Array.isArray(parts) || parts.length !== 4) return undefined;
  const [list, key, server, nativeId] = parts as unknown[];
  const isKey = key === null || typeof key === 'string' || (typeof key === 'number' && Number.isFinite(key));
  if (!isKey || typeof list !== 'string' || typeof server !== 'string' || typeof nativeId !== 'string')
    return undefined;
  return { list, position: { key, server, nativeId } };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
