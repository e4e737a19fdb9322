import type { FastifyRequest } from 'fastify';
import { Refusal } from './refusal.js';

/** A request's query parameters, by name without regard to case; malformed values are refused. */
export class Query {
  private readonly values = new Map<string, string>();

  constructor(request: FastifyRequest) {
    const query = request.query as Record<string, string | string[]>;
    for (const [name, value] of Object.entries(query)) {
      const text = Array.isArray(value) ? value.at(-1) : value;
      if (text !== undefined && text !== '') this.values.set(name.toLowerCase(), text);
    }
  }

  text(name: string): string | undefined {
    return this.values.get(name.toLowerCase());
  }

  id(name: string): string | undefined {
    const text = this.text(name)?.toLowerCase();
    if (text !== undefined && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text))
      throw Refusal.invalid(`${name}: "${text}" is not an id`);
    return text;
  }

  integer(name: string, least: number, fallback: number): number {
    const text = this.text(name);
    if (text === undefined) return fallback;
    const number = Number(text);
    if (!Number.isInteger(number) || number < least)
      throw Refusal.invalid(`${name}: "${text}" is not an integer from ${least}`);
    return number;
  }

  flag(name: string): boolean | undefined {
    const word = this.oneOf(name, ['true', 'false']);
    return word === undefined ? undefined : word === 'true';
  }

  /** Epoch ms. */
  time(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const hasZone = /(z|[+-]\d\d:?\d\d)$/i.test(text);
    const time = Date.parse(hasZone || !text.includes('T') ? text : `${text}Z`);
    if (Number.isNaN(time)) throw Refusal.invalid(`${name}: "${text}" is not a date`);
    return time;
  }

  oneOf<T extends string>(name: string, words: readonly T[]): T | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const word = words.find((candidate) => candidate.toLowerCase() === text.toLowerCase());
    if (word === undefined) throw Refusal.invalid(`${name}: "${text}" is none of ${words.join(', ')}`);
    return word;
  }
}
