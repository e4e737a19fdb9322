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

interface Group<Keys, Tally> {
  readonly path: readonly KeyValue<Keys>[];
  readonly sort: readonly (string | number)[];
  readonly tally: Tally;
}

/** Sorts rows into the groups that the dimensions span, and tallies each group. */
export class Groups<Row, Keys extends object, Tally> {
  private readonly groups = new Map<string, Group<Keys, Tally>>();

  constructor(
    private readonly dimensions: readonly Dimension<Row, Keys>[],
    private readonly newTally: () => Tally,
  ) {}

  /** The tallies of the groups that the row is in; none when there is nothing to group by. */
  of(row: Row): Tally[] {
    if (this.dimensions.length === 0) return [];
    return paths(this.dimensions.map((values) => values(row))).map((path) => this.at(path).tally);
  }

  /** Every group in the order of its values, key by key. `keys` are laid over `none`. */
  list(none: Keys): { readonly keys: Keys; readonly tally: Tally }[] {
    return [...this.groups.values()]
      .sort((a, b) => compareParts(a.sort, b.sort))
      .map(({ path, tally }) => ({
        keys: path.reduce<Keys>((keys, value) => ({ ...keys, ...value.keys }), none),
        tally,
      }));
  }

  private at(path: readonly KeyValue<Keys>[]): Group<Keys, Tally> {
    const id = path.map((value) => value.id).join('\u0000');
    const known = this.groups.get(id);
    if (known !== undefined) return known;
    const group = { path, sort: path.flatMap((value) => value.sort), tally: this.newTally() };
    this.groups.set(id, group);
    return group;
  }
}

function paths<Keys>(
  choices: readonly (readonly KeyValue<Keys>[])[],
): readonly (readonly KeyValue<Keys>[])[] {
  return choices.reduce<readonly (readonly KeyValue<Keys>[])[]>(
    (begun, values) => begun.flatMap((path) => values.map((value) => [...path, value])),
    [[]],
  );
}

function compareParts(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const x = a[i]!;
    const y = b[i]!;
    if (x !== y) return x < y ? -1 : 1;
  }
  return a.length - b.length;
}
