import { ConfigurationError } from './configuration-error.js';
import type { ConfigurationProblem } from './configuration-error.js';

/** Steps from the top of the file: keys of mappings, positions in lists. */
export type ConfigPath = readonly (string | number)[];

/** `servers[0].tls.ca` */
export function formatPath(path: ConfigPath): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join('');
}

/** Nobody reads more at once, and each costs a search for its line. */
const MOST_PROBLEMS = 100;

/** Collects mistakes; the first one of a place stands, so that one cause is not reported twice. */
export class ProblemList {
  private readonly problems = new Map<string, ConfigurationProblem>();
  private readonly hidden = new Set<string>();

  constructor(private readonly lineOf: (path: ConfigPath) => number | undefined) {}

  add(path: ConfigPath, message: string): void {
    const key = formatPath(path);
    if (this.problems.has(key) || this.problems.size >= MOST_PROBLEMS) return;
    const line = this.lineOf(path);
    this.problems.set(key, { path: key, message, ...(line !== undefined && { line }) });
  }

  /** Marks a place whose value must not be shown. */
  hide(path: ConfigPath): void {
    this.hidden.add(formatPath(path));
  }

  /** A found text as a message may show it: shortened, without the credentials and tokens an address may carry. */
  quote(path: ConfigPath, text: string): string {
    if (this.hidden.has(formatPath(path))) return 'a value that is not shown';
    const bare = text.replace(/\/\/.*@/, '//…@').replace(/(\/\/[^?#]*[?#]).+/, '$1…');
    return JSON.stringify(bare.length > 60 ? `${bare.slice(0, 60)}…` : bare);
  }

  /** A found text as it is, where it may be shown. */
  shown(path: ConfigPath, text: string): string {
    return this.hidden.has(formatPath(path)) ? '(not shown)' : text;
  }

  /** Whether nothing is wrong at a place or anywhere below it. */
  isSound(path: ConfigPath): boolean {
    const key = formatPath(path);
    return ![...this.problems.keys()].some(
      (place) => place === key || place.startsWith(`${key}.`) || place.startsWith(`${key}[`),
    );
  }

  /** A value that was read, if nothing is wrong; otherwise throws ConfigurationError with every mistake in the order of `file`. */
  valueOrThrow<T>(value: T | undefined, file: string): T {
    const found = [...this.problems.values()].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
    if (found.length > 0 || value === undefined) throw new ConfigurationError(file, found);
    return value;
  }
}
