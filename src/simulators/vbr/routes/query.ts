import { badRequest } from './problem.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The query string of one request; values that make no sense are answered with 400. */
export class Query {
  private readonly values: Record<string, unknown>;

  constructor(values: unknown) {
    this.values = (values ?? {}) as Record<string, unknown>;
  }

  /** A parameter that may be given once. */
  text(name: string): string | undefined {
    const value = this.values[name];
    if (Array.isArray(value)) throw badRequest(`${name} may be given only once`);
    return typeof value === 'string' && value !== '' ? value : undefined;
  }

  /** A parameter that may be repeated; empty when absent. */
  texts(name: string): string[] {
    const value = this.values[name];
    const all: unknown[] = Array.isArray(value) ? value : [value];
    return all.filter((entry): entry is string => typeof entry === 'string' && entry !== '');
  }

  /** `repeatable` parameters as an array; others hold at most one value. */
  words(name: string, repeatable: boolean): string[] {
    const single = repeatable ? undefined : this.text(name);
    return repeatable ? this.texts(name) : single === undefined ? [] : [single];
  }

  integer(name: string, fallback: number): number {
    const text = this.text(name);
    if (text === undefined) return fallback;
    if (!/^\d+$/.test(text)) throw badRequest(`${name} must be a whole number of at least 0`);
    return Number(text);
  }

  number(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (!Number.isFinite(Number(text))) throw badRequest(`${name} must be a number`);
    return Number(text);
  }

  boolean(name: string): boolean | undefined {
    const text = this.text(name)?.toLowerCase();
    if (text === undefined) return undefined;
    if (text !== 'true' && text !== 'false') throw badRequest(`${name} must be true or false`);
    return text === 'true';
  }

  id(name: string): string | undefined {
    const text = this.text(name);
    if (text !== undefined && !UUID.test(text)) throw badRequest(`${name} must be a UUID`);
    return text?.toLowerCase();
  }

  /** Epoch milliseconds. */
  time(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const time = Date.parse(text);
    if (Number.isNaN(time)) throw badRequest(`${name} must be a date and time`);
    return time;
  }
}

/** A test for names: the whole value, or a pattern where the filter contains `*`; without regard to case. */
export function nameMatcher(filter: string | undefined): (name: string) => boolean {
  if (filter === undefined) return () => true;
  const pattern = filter.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const expression = new RegExp(`^${pattern.join('.*')}$`, 'is');
  return (name) => expression.test(name);
}

/** A test for words, without regard to case; no words let everything pass. */
export function wordMatcher(words: readonly string[]): (word: string) => boolean {
  const wanted = new Set(words.map((word) => word.toLowerCase()));
  return (word) => wanted.size === 0 || wanted.has(word.toLowerCase());
}
