/** More names than this are counted together: whoever sends names at random must not fill the memory of whoever collects. */
const MOST_NAMES = 200;
const LONGEST_NAME = 60;

/** The label of an operation's name: itself for the first names seen, "other" for later ones. */
export class OperationNames {
  private readonly seen = new Set<string>();

  labelOf(name: string | null): string {
    if (name === null) return 'anonymous';
    if (this.seen.has(name)) return name;
    if (this.seen.size >= MOST_NAMES || name.length > LONGEST_NAME) return 'other';
    this.seen.add(name);
    return name;
  }
}
