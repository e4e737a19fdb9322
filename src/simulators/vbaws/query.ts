import { badRequest } from './problem.js';

/** The query parameters of a request: names match in any case, a repeated name makes a list, nonsense is refused with 400. */
export class Query {
  private readonly values = new Map<string, string[]>();

  constructor(raw: unknown) {
    for (const [name, value] of Object.entries((raw ?? {}) as Record<string, string | string[]>))
      this.values.set(name.toLowerCase(), [this.values.get(name.toLowerCase()) ?? [], value].flat());
  }

  text(name: string): string | undefined {
    const value = this.list(name)[0];
    return value === '' ? undefined : value;
  }

  required(name: string): string {
    const value = this.text(name);
    if (value === undefined) throw refused(name, 'is required');
    return value;
  }

  list(name: string): string[] {
    return this.values.get(name.toLowerCase()) ?? [];
  }

  /** The list, every item one of `words` (in any case). */
  words<T extends string>(name: string, words: readonly T[]): T[] {
    return this.list(name).map((value) => {
      const word = words.find((candidate) => candidate.toLowerCase() === value.toLowerCase());
      if (word === undefined) throw refused(name, `"${value}" is not valid`);
      return word;
    });
  }

  flag(name: string): boolean | undefined {
    const [word] = this.words(name, ['true', 'false']);
    return word === undefined ? undefined : word === 'true';
  }

  integer(name: string, minimum: number): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (!Number.isInteger(value) || value < minimum) throw refused(name, `must be at least ${minimum}`);
    return value;
  }

  /** Epoch milliseconds of a date or a date and time; without a zone it is UTC. */
  instant(name: string): number | undefined {
    const text = this.text(name);
    return text === undefined ? undefined : parseInstant(name, text);
  }

  requiredInstant(name: string): number {
    return parseInstant(name, this.required(name));
  }
}

function parseInstant(name: string, text: string): number {
  const hasZone = /(Z|[+-]\d\d:?\d\d)$/i.test(text) || !text.includes('T');
  const value = Date.parse(hasZone ? text : `${text}Z`);
  if (Number.isNaN(value)) throw refused(name, `"${text}" is not a date`);
  return value;
}

function refused(name: string, why: string): Error {
  return badRequest(`The parameter ${name} ${why}.`, { [name]: { messages: [why] } });
}
