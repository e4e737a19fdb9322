import { BadInputError } from '../../core/errors/bad-input.js';
import type { Instant } from '../../core/model/instant.js';

/** A place within rows that stand below those of a list, by time. */
export interface InnerPlace {
  /** What tells the row above; null: it is the first one. */
  readonly outer: string | null;
  readonly time: Instant;
  /** Which of its rows of that time; '' where there is but one. */
  readonly inner: string;
}

export function writePlace(name: string, { outer, time, inner }: InnerPlace): string {
  return Buffer.from(JSON.stringify([name, outer, time, inner])).toString('base64url');
}

/** Throws BadInputError for what `writePlace` did not write for this export. */
export function readPlace(name: string, cursor: string): InnerPlace {
  const parts = parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (Array.isArray(parts) && parts.length === 4) {
    const [of, outer, time, inner] = parts as unknown[];
    if (
      of === name &&
      (outer === null || typeof outer === 'string') &&
      Number.isSafeInteger(time) &&
      typeof inner === 'string'
    )
      return { outer, time: Number(time), inner };
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
