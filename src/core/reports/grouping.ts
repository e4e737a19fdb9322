/** One value of one group key, as one group has it. */
export interface KeyValue<Keys> {
  /** Equal for equal values of the same key. */
  readonly id: string;
  /** Compared part by part; text by code unit, so that the order is the same on every machine. */
  readonly sort: readonly (string | number)[];
  /** What the value puts into its group's keys. */
  readonly keys: Partial<Keys>;
}

/** The values of one group key for a row. A row with several values is in several groups. */
export type Dimension<Row, Keys> = (row: Row) => readonly KeyValue<Keys>[];

/** A dimension that makes the values of a row from one fact of it, once per distinct fact. */
export function dimension<Row, Fact, Keys>(
  factOf: (row: Row) => Fact,
  valuesOf: (fact: Fact) => readonly KeyValue<Keys>[],
): Dimension<Row, Keys> {
  const known = new Map<Fact, readonly KeyValue<Keys>[]>();
  return (row) => {
    const fact = factOf(row);
    const values = known.get(fact) ?? valuesOf(fact);
    known.set(fact, values);
    return values;
  };
}

/** The place of a word in a fixed list of words, as a sort key; null comes after all of them. */
export function rank(words: readonly string[], word: string | null): readonly number[] {
  return [word === null ? words.length : words.indexOf(word)];
}

/** What shares one value of a key: at the last key the group itself, before it the groups by the keys that follow. */
type Branch<Keys, Tally> = { readonly value: KeyValue<Keys> } & (
  { readonly tally: Tally } | { readonly below: Branches<Keys, Tally> }
);

type Branches<Keys, Tally> = Map<string, Branch<Keys, Tally>>;

/** Sorts rows into the groups that the dimensions span, and tallies each group. */
export class Groups<Row, Keys extends object, Tally> {
  private readonly branches: Branches<Keys, Tally> = new Map();

  constructor(
    private readonly dimensions: readonly Dimension<Row, Keys>[],
    private readonly newTally: () => Tally,
  ) {}

  /** The tallies of the groups that the row is in; none when there is nothing to group by. */
  of(row: Row): Tally[] {
    const found: Tally[] = [];
    this.collect(row, 0, this.branches, found);
    return found;
  }

  /** Every group in the order of its values, key by key. `keys` are laid over `none`. */
  list(none: Keys): { readonly keys: Keys; readonly tally: Tally }[] {
    const groups: { keys: Keys; tally: Tally }[] = [];
    listInto(groups, this.branches, none);
    return groups;
  }

  /** By how many dimensions it groups. */
  get depth(): number {
    return this.dimensions.length;
  }

  /** Every group as the values that lead to it, in no promised order. */
  *paths(
    branches = this.branches,
    above: readonly KeyValue<Keys>[] = [],
  ): Generator<readonly KeyValue<Keys>[]> {
    for (const branch of branches.values()) {
      const path = [...above, branch.value];
      if ('tally' in branch) yield path;
      else yield* this.paths(branch.below, path);
    }
  }

  /** Makes the group with these values, one of each dimension, unless it is there. */
  open(path: readonly KeyValue<Keys>[]): void {
    let branches = this.branches;
    for (const [depth, value] of path.entries()) {
      const branch = branches.get(value.id) ?? this.branchOut(branches, value, depth);
      if ('below' in branch) branches = branch.below;
    }
  }

  private collect(row: Row, depth: number, branches: Branches<Keys, Tally>, found: Tally[]): void {
    const valuesOf = this.dimensions[depth];
    if (valuesOf === undefined) return;
    for (const value of valuesOf(row)) {
      const branch = branches.get(value.id) ?? this.branchOut(branches, value, depth);
      if ('tally' in branch) found.push(branch.tally);
      else this.collect(row, depth + 1, branch.below, found);
    }
  }

  private branchOut(
    branches: Branches<Keys, Tally>,
    value: KeyValue<Keys>,
    depth: number,
  ): Branch<Keys, Tally> {
    const isLast = depth === this.dimensions.length - 1;
    const branch = isLast ? { value, tally: this.newTally() } : { value, below: new Map() };
    branches.set(value.id, branch);
    return branch;
  }
}

/** Values are sorted among their siblings only: many groups have few of them. */
function listInto<Keys extends object, Tally>(
  groups: { keys: Keys; tally: Tally }[],
  branches: Branches<Keys, Tally>,
  above: Keys,
): void {
  const sorted = [...branches.values()].sort((a, b) => compareParts(a.value.sort, b.value.sort));
  for (const branch of sorted) {
    const keys = { ...above, ...branch.value.keys };
    if ('tally' in branch) groups.push({ keys, tally: branch.tally });
    else listInto(groups, branch.below, keys);
  }
}

function compareParts(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const x = a[i]!;
    const y = b[i]!;
    if (x !== y) return x < y ? -1 : 1;
  }
  return a.length - b.length;
}
