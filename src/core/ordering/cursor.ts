import { BadInputError } from '../errors/bad-input.js';
import { isInstant } from '../model/instant.js';

/** The value a list is sorted by; null sorts as the list says. */
export type SortKey = string | number | null;

/** A place in a federated list: no row before it is shown again, none after it is left out. */
export interface Position {
  readonly key: SortKey;
  readonly server: string;
  readonly nativeId: string;
}

/** What the keys of one list in one order are, besides null. */
export type KeyTest = (key: string | number) => boolean;

export const isTextKey: KeyTest = (key) => typeof key === 'string';
export const isNumberKey: KeyTest = (key) => typeof key === 'number';
export const isInstantKey: KeyTest = (key) => typeof key === 'number' && isInstant(key);

/** Longer than any that this gateway writes. */
const LONGEST_CURSOR = 8_000;

/** Writes and reads the cursors of one list in one order; a cursor of another list or order is refused. */
export class CursorCodec {
  /** @param list names the list and its order, for instance `sessions START_TIME DESC`. */
  constructor(
    private readonly list: string,
    private readonly isKey: KeyTest = () => true,
  ) {}

  encode(position: Position): string {
    const parts = [this.list, position.key, position.server, position.nativeId];
    return Buffer.from(JSON.stringify(parts)).toString('base64url');
  }

  decode(cursor: string, path: readonly string[]): Position {
    const parts = parseCursor(cursor);
    if (parts === undefined) throw unreadable(path);
    if (parts.list !== this.list)
      throw new BadInputError(
        `the cursor belongs to "${parts.list.slice(0, 60)}", not to "${this.list}": keep orderBy the same while paging`,
        path,
      );
    const { key } = parts.position;
    if (key !== null && !this.isKey(key)) throw unreadable(path);
    return parts.position;
  }
}

function unreadable(path: readonly string[]): BadInputError {
  return new BadInputError(
    'the cursor cannot be read: expected "endCursor" or "cursor" of a former page of this list',
    path,
  );
}

function parseCursor(cursor: string): { list: string; position: Position } | undefined {
  if (cursor.length > LONGEST_CURSOR) return undefined;
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
