/**
 * Looks up the product's words without regard to case: revisions differ in it, and live servers differ from their own
 * revision. Unknown and missing words give the fallback.
 */
export class Words<T> {
  private readonly known: ReadonlyMap<string, T>;

  constructor(
    entries: Readonly<Record<string, T>>,
    private readonly fallback: T,
  ) {
    this.known = new Map(Object.entries(entries).map(([word, value]) => [word.toLowerCase(), value]));
  }

  of(word: string | null): T {
    return this.find(word) ?? this.fallback;
  }

  /** undefined for an unknown or missing word. */
  find(word: string | null): T | undefined {
    return word === null ? undefined : this.known.get(word.trim().toLowerCase());
  }
}
