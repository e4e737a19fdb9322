import { BadInputError } from '../../core/errors/bad-input.js';
import type { TextCriteria } from '../../core/ports/activity.js';
import type { StringFilter } from './string-filter.input.js';

/** Names are shorter everywhere; each row is compared with what is looked for. */
const LONGEST_TEXT = 500;
const LONGEST_LIST = 500;

/** Reads a condition on a text. Throws BadInputError where it is too long to compare each row with. */
export function toTextCriteria(
  { eq, contains, startsWith, in: words }: StringFilter,
  path: readonly string[],
): TextCriteria {
  if (words != null) checkWords(words, [...path, 'in']);
  return {
    ...(eq != null ? { eq: checkText(eq, [...path, 'eq']) } : {}),
    ...(contains != null ? { contains: checkText(contains, [...path, 'contains']) } : {}),
    ...(startsWith != null ? { startsWith: checkText(startsWith, [...path, 'startsWith']) } : {}),
    ...(words != null ? { in: words } : {}),
  };
}

/** The text, unless it is too long to compare each row with. */
export function checkText(text: string, path: readonly string[]): string {
  if (text.length > LONGEST_TEXT)
    throw new BadInputError(`expected at most ${LONGEST_TEXT} characters, got ${text.length}`, path);
  return text;
}

/** The texts, unless they are too many or too long to compare each row with. */
export function checkWords(words: readonly string[], path: readonly string[]): readonly string[] {
  if (words.length > LONGEST_LIST)
    throw new BadInputError(`expected at most ${LONGEST_LIST} texts, got ${words.length}`, path);
  words.forEach((word, index) => checkText(word, [...path, String(index)]));
  return words;
}
