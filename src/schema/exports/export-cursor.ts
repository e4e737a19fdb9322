import { BadInputError } from '../../core/errors/bad-input.js';

/** A place within rows that stand below those of a list: the cursor of the row above, and which of its rows it was. */
export interface InnerPlace {
  readonly outer: string | null;
  readonly inner: string;
}

export function writePlace(name: string, { outer, inner }: InnerPlace): string {
  return Buffer.from(JSON.stringify([name, outer, inner])).toString('base64url');
}

/** Throws BadInputError for what `writePlace` did not write for this export. */
export function readPlace(name: string, cursor: string): InnerPlace {
  const parts = parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (Array.isArray(parts) && parts.length === 3) {
    const [of, outer, inner] = parts as unknown[];
    if (of === name && (outer === null || typeof outer === 'string') && typeof inner === 'string')
      return { outer, inner };
  }
  throw new BadInputError('the cursor cannot be read: expected the "cursor" of a row of this export', [
    'after',
  ]);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
