/**
 * One JSON object of an answer, read without trusting it: a value of another type than asked for is null. Numbers and
 * booleans written as text are taken as what they say.
 */
export class Fields {
  private constructor(private readonly values: Readonly<Record<string, unknown>>) {}

  /** null: not an object. */
  static of(value: unknown): Fields | null {
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? new Fields(value as Record<string, unknown>)
      : null;
  }

  /** The object itself. */
  get whole(): unknown {
    return this.values;
  }

  get names(): readonly string[] {
    return Object.keys(this.values);
  }

  raw(name: string): unknown {
    return this.values[name];
  }

  /** The text as it came; null: absent, empty or no text. */
  text(name: string): string | null {
    return textOf(this.values[name]);
  }

  number(name: string): number | null {
    return numberOf(this.values[name]);
  }

  flag(name: string): boolean | null {
    return flagOf(this.values[name]);
  }

  object(name: string): Fields | null {
    return Fields.of(this.values[name]);
  }

  list(name: string): readonly unknown[] {
    const value = this.values[name];
    return Array.isArray(value) ? value : [];
  }

  objects(name: string): readonly Fields[] {
    return this.list(name).flatMap((item) => Fields.of(item) ?? []);
  }

  texts(name: string): readonly string[] {
    return this.list(name).flatMap((item) => textOf(item) ?? []);
  }
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

export function numberOf(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

export function flagOf(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'string' ? value.toLowerCase() : value;
  return word === 'true' ? true : word === 'false' ? false : null;
}
