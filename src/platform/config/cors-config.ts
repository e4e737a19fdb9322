import { Expect } from './expectations.js';

export interface CorsConfig {
  /** Origins of web pages that may ask, as browsers spell them. */
  readonly origins: readonly string[];
}

export class CorsEntry {
  @Expect(
    'a list of origins without a path, such as [https://portal.example.org]',
    (value) => Array.isArray(value) && value.every(isOrigin),
  )
  origins!: string[];
}

export function buildCors(entry: CorsEntry | undefined): CorsConfig {
  return { origins: (entry?.origins ?? []).map((origin) => new URL(origin).origin) };
}

function isOrigin(value: unknown): boolean {
  if (typeof value !== 'string' || !/^https?:\/\//i.test(value) || !URL.canParse(value)) return false;
  const { origin } = new URL(value);
  return origin === value.toLowerCase().replace(/\/$/, '');
}
