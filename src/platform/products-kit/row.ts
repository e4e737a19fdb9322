import type { Instant } from '../../core/model/instant.js';
import { readInstant } from './instants.js';
import { anyText, bytes, count, flag, id, int, number, object, remark, text } from './values.js';
import type { JsonObject } from './values.js';

/**
 * One JSON object of an answer, read tolerantly: a field that is missing, null or of another type than asked for reads as null, numbers
 * and truth values may come as texts. What each reading takes and refuses is said where it is made, in `values`.
 */
export class Row {
  static readonly EMPTY = new Row({});

  private constructor(private readonly fields: JsonObject) {}

  /** null: not an object. */
  static of(value: unknown): Row | null {
    const fields = object(value);
    return fields === undefined ? null : new Row(fields);
  }

  /** The object itself. */
  get whole(): JsonObject {
    return this.fields;
  }

  get names(): readonly string[] {
    return Object.keys(this.fields);
  }

  /** The value as it came. */
  raw(name: string): unknown {
    return this.fields[name];
  }

  /** Whether the field is there and not null. */
  has(name: string): boolean {
    return this.mentions(name) && this.fields[name] !== null;
  }

  /** Whether the field is there at all, be it null. */
  mentions(name: string): boolean {
    return this.fields[name] !== undefined;
  }

  id(name: string): string | null {
    return id(this.fields[name]);
  }

  anyText(name: string): string | null {
    return anyText(this.fields[name]);
  }

  text(name: string): string | null {
    return text(this.fields[name]);
  }

  remark(name: string): string | null {
    return remark(this.fields[name]);
  }

  number(name: string): number | null {
    return number(this.fields[name]);
  }

  int(name: string): number | null {
    return int(this.fields[name]);
  }

  count(name: string): number | null {
    return count(this.fields[name]);
  }

  bytes(name: string): number | null {
    return bytes(this.fields[name]);
  }

  flag(name: string): boolean | null {
    return flag(this.fields[name]);
  }

  /** A time without an offset is UTC. */
  instant(name: string): Instant | null {
    return readInstant(this.fields[name]);
  }

  object(name: string): Row | null {
    return Row.of(this.fields[name]);
  }

  /** [] where there is no list. */
  list(name: string): readonly unknown[] {
    const value = this.fields[name];
    return Array.isArray(value) ? value : [];
  }

  objects(name: string): readonly Row[] {
    return this.list(name).flatMap((item) => Row.of(item) ?? []);
  }

  texts(name: string): readonly string[] {
    return this.list(name).flatMap((item) => text(item) ?? []);
  }

  ids(name: string): readonly string[] {
    return this.list(name).flatMap((item) => id(item) ?? []);
  }
}
