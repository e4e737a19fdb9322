import { canonicalNativeId } from '../../core/model/ids.js';

/** An object of an upstream answer before anything is known of its fields. */
export type JsonObject = Readonly<Record<string, unknown>>;

const ZERO_ID = '00000000-0000-0000-0000-000000000000';
const LONGEST_ID = 512;
/** Longer texts are cut: what a server tells is shown to people, and held in memory until it is. */
const LONGEST_TEXT = 1_048_576;
const LARGEST_INT = 2 ** 31 - 1;
/** Digits as JSON writes them; `Number` would take 0x10 and blanks too. */
const NUMERIC = /^[+-]?\d{1,400}(\.\d{1,400})?(e[+-]?\d{1,3})?$/i;
const CREDENTIAL = /^[\u0021-\u007e]{1,16384}$/;
const LONGEST_LIFETIME_SECONDS = 30 * 86_400;
/** What an address does not keep as the name of a thing. */
const STEP = /^\.{0,2}$/;
/** C0, DEL and C1. */
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

/** The object itself; undefined for everything that is none. */
export function object(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

/** The field's object; an empty one where it is missing, so that the fields below read as missing too. */
export function part(value: unknown): JsonObject {
  return object(value) ?? {};
}

/** A text as it came, be it empty; cut where it is too long, and without halves of characters. null: no text. */
export function anyText(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const text = value.length > LONGEST_TEXT ? beginning(value) : value;
  return text.isWellFormed() ? text : text.toWellFormed();
}

/** A text that is not empty. */
export function text(value: unknown): string | null {
  return value === '' ? null : anyText(value);
}

/** Words for a person: a text that is not blank; kept as it came. */
export function remark(value: unknown): string | null {
  const words = anyText(value);
  return words === null || words.trim() === '' ? null : words;
}

/**
 * An id, in the one form in which ids are compared. null for a missing one, for the zero GUID, which means "none", and for what can
 * be no id: too long, with control characters or halves of characters, or a step in a path ("..").
 */
export function id(value: unknown): string | null {
  if (typeof value !== 'string' || value === ZERO_ID || value.length > LONGEST_ID) return null;
  if (STEP.test(value.trim()) || CONTROL.test(value) || !value.isWellFormed()) return null;
  return canonicalNativeId(value);
}

/** A number, or a text that says one. null for what is no measure of anything: beyond 2^53, infinite, none. */
export function number(value: unknown): number | null {
  const result = typeof value === 'string' && NUMERIC.test(value.trim()) ? Number(value) : value;
  return typeof result === 'number' && Math.abs(result) <= Number.MAX_SAFE_INTEGER ? result : null;
}

/** A whole number as GraphQL's Int holds it; fractions are cut off. */
export function int(value: unknown): number | null {
  const result = number(value);
  return result === null || Math.abs(result) > LARGEST_INT ? null : Math.trunc(result);
}

/** How many there are of something: an `int` that is not negative. */
export function count(value: unknown): number | null {
  const result = int(value);
  return result === null || result < 0 ? null : result;
}

/** A size in bytes: whole, exact and not negative. */
export function bytes(value: unknown): number | null {
  const result = number(value);
  return result === null || result < 0 ? null : Math.trunc(result);
}

/** A token that a header can hold. */
export function credential(value: unknown): string | null {
  return typeof value === 'string' && CREDENTIAL.test(value) ? value : null;
}

/** How long a token lives. null: not told, or a time that no token lives. */
export function lifetimeSeconds(value: unknown): number | null {
  const seconds = number(value);
  return seconds === null || seconds < 1 ? null : Math.min(seconds, LONGEST_LIFETIME_SECONDS);
}

/** Booleans come as words too. */
export function flag(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string' || value.length > 16) return null;
  const word = value.trim().toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : null;
}

/** The elements of an array that `read` understands; [] where there is no array. */
export function many<T>(value: unknown, read: (element: unknown) => T | null | undefined): T[] {
  return Array.isArray(value) ? readRows(value, read).rows : [];
}

/** One word or several: revisions differ in whether a field is a string or an array of strings. */
export function words(value: unknown): string[] {
  return many(typeof value === 'string' ? [value] : value, anyText);
}

/** Rows that could be read, and how many could not. */
export interface ReadRows<T> {
  readonly rows: T[];
  readonly unreadable: number;
}

/** Reads rows one by one; those that cannot be read are counted. */
export function readRows<T>(
  values: readonly unknown[],
  read: (value: unknown) => T | null | undefined,
): ReadRows<T> {
  const rows: T[] = [];
  for (const value of values) {
    const row = read(value);
    if (row !== undefined && row !== null) rows.push(row);
  }
  return { rows, unreadable: values.length - rows.length };
}

/** A copy: a mere slice would keep the whole text in memory. */
function beginning(text: string): string {
  return `${Buffer.from(text.slice(0, LONGEST_TEXT - 1)).toString()}…`;
}
