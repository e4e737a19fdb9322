/** An object of an upstream answer before anything is known of its fields. */
export type WireObject = Readonly<Record<string, unknown>>;

const ZERO_ID = '00000000-0000-0000-0000-000000000000';

/** The object itself; undefined for everything that is none. */
export function object(value: unknown): WireObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as WireObject)
    : undefined;
}

/** The field's object; an empty one where it is missing, so that the fields below read as missing too. */
export function part(value: unknown): WireObject {
  return object(value) ?? {};
}

export function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** Words for a person; null where there are none. */
export function remark(value: unknown): string | null {
  return text(value)?.trim() === '' ? null : text(value);
}

/** An id; null for a missing one and for the zero GUID, which means "none". */
export function id(value: unknown): string | null {
  const word = text(value);
  return word === '' || word === ZERO_ID ? null : word;
}

export function number(value: unknown): number | null {
  if (typeof value !== 'number' && typeof value !== 'string') return null;
  if (typeof value === 'string' && value.trim() === '') return null;
  const result = Number(value);
  return Number.isFinite(result) ? result : null;
}

/** Booleans come as words too. */
export function flag(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  switch (text(value)?.trim().toLowerCase()) {
    case 'true':
      return true;
    case 'false':
      return false;
    default:
      return null;
  }
}

/** The elements of an array that `read` understands; [] where there is no array. */
export function many<T>(value: unknown, read: (element: unknown) => T | null | undefined): T[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((element: unknown) => {
    const result = read(element);
    return result === null || result === undefined ? [] : [result];
  });
}

/** One word or several: revisions differ in whether a field is a string or an array of strings. */
export function words(value: unknown): string[] {
  return typeof value === 'string' ? [value] : many(value, text);
}
