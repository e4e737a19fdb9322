import type { Instant } from '../../../core/model/instant.js';
import { readInstant } from './time.js';

const NO_ID = '00000000-0000-0000-0000-000000000000';

/**
 * One JSON object of an answer, read tolerantly: a field that is missing, null or of another type than asked for reads as
 * null, numbers and truth values may come as strings.
 */
export class Row {
  private constructor(private readonly fields: Readonly<Record<string, unknown>>) {}

  /** undefined: not an object. */
  static of(value: unknown): Row | undefined {
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? new Row(value as Record<string, unknown>)
      : undefined;
  }

  /** Whether the field is there and not null. */
  has(name: string): boolean {
    return this.fields[name] !== undefined && this.fields[name] !== null;
  }

  /** Whether the field is there at all, be it null. */
  mentions(name: string): boolean {
    return this.fields[name] !== undefined;
  }

  /** An id; the all-zero one stands for none. */
  id(name: string): string | null {
    const text = this.text(name);
    return text === NO_ID ? null : text;
  }

  /** A text that says something; kept as it came. */
  text(name: string): string | null {
    const value = this.fields[name];
    return typeof value === 'string' && value.trim() !== '' ? value : null;
  }

  number(name: string): number | null {
    const value = this.fields[name];
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    return typeof number === 'number' && Number.isFinite(number) ? number : null;
  }

  /** A count or a size: whole and not negative. */
  amount(name: string): number | null {
    const number = this.number(name);
    return number === null || number < 0 ? null : Math.trunc(number);
  }

  flag(name: string): boolean | null {
    const value = this.fields[name];
    if (typeof value === 'boolean') return value;
    if (typeof value !== 'string') return null;
    const word = value.toLowerCase();
    return word === 'true' ? true : word === 'false' ? false : null;
  }

  /** Epoch ms; null also for the zero dates that old servers send in place of null. */
  instant(name: string): Instant | null {
    return readInstant(this.fields[name]);
  }

  row(name: string): Row | undefined {
    return Row.of(this.fields[name]);
  }

  /** null: absent or not a list. */
  list(name: string): readonly unknown[] | null {
    const value = this.fields[name];
    return Array.isArray(value) ? (value as unknown[]) : null;
  }

  /** The id from a field or, before version 8, from the link of the first name that is there. Links are never followed. */
  reference(field: string, ...links: string[]): string | null {
    const own = this.id(field);
    if (own !== null) return own;
    for (const name of links) {
      const link = this.link(name);
      if (link !== undefined) return link.id;
    }
    return null;
  }

  /** What a link names: the last two segments of its path. undefined: no such link. */
  link(name: string): { readonly collection: string; readonly id: string } | undefined {
    const href = this.row('_links')?.row(name)?.text('href') ?? '';
    const query = href.search(/[?#]/);
    const id = segmentBefore(href, query < 0 ? href.length : query);
    const collection = id && segmentBefore(href, id.start);
    return collection && id && { collection: collection.text, id: id.text };
  }
}

/** The last segment of a path that ends at `end`; slashes that follow each other are one. undefined: none. */
function segmentBefore(
  path: string,
  end: number,
): { readonly text: string; readonly start: number } | undefined {
  let stop = end;
  while (path.charAt(stop - 1) === '/') stop -= 1;
  if (stop <= 0) return undefined;
  const start = path.lastIndexOf('/', stop - 1) + 1;
  return { text: path.slice(start, stop), start };
}

/** Reads rows one by one; those that cannot be read are counted. */
export function readRows<T>(
  values: readonly unknown[],
  read: (value: unknown) => T | undefined,
): { readonly rows: readonly T[]; readonly unreadable: number } {
  const rows: T[] = [];
  for (const value of values) {
    const row = read(value);
    if (row !== undefined) rows.push(row);
  }
  return { rows, unreadable: values.length - rows.length };
}
