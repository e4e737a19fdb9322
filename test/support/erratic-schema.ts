import { buildSchema, isAbstractType, isObjectType, isScalarType } from 'graphql';
import type { GraphQLField, GraphQLSchema } from 'graphql';

const TYPES = `
  scalar Touchy
  enum Colour { RED GREEN }
  interface Thing { id: ID! name: String self: Thing! next(by: Int = 1): Thing }
  interface Named implements Thing { id: ID! name: String self: Thing! next(by: Int = 1): Thing label: String! }
  type Box implements Thing & Named {
    id: ID! name: String self: Thing! next(by: Int = 1): Thing label: String!
    colour: Colour touchy: Touchy touchyNow: Touchy! contents: [Thing!] either: Either loose: [[Touchy]!]
  }
  type Jar implements Thing {
    id: ID! name: String self: Thing! next(by: Int = 1): Thing
    lid: Box lidded: Box! many: [Box]! texts(like: [String!], upTo: Int!): [String!]
  }
  union Either = Box | Jar
  type Query { box: Box box2: Box! jar: Jar thing: Thing things: [Thing!] either: Either number(of: Int!): Int }
`;

/** An object that knows nothing but a number, from which all its fields follow. */
class Erratic {
  constructor(readonly seed: number) {}
}

/** A small, well-spread hash (FNV-1a). */
function hash(...parts: readonly unknown[]): number {
  let value = 0x811c9dc5;
  for (const letter of parts.join('|')) value = Math.imul(value ^ letter.charCodeAt(0), 0x01000193) >>> 0;
  return value;
}

class Trouble extends Error {
  readonly extensions = { code: 'TROUBLE' };
}

/** Values that fail, lack and come late in every way there is, always the same for the same seed. */
class ErraticValues {
  /** `forgiving`: a list that must have all its items never fails before they are all under way. */
  constructor(private readonly forgiving: boolean) {}

  /** A value for a type by its name in SDL. */
  value(type: string, seed: number, late = hash(seed, 'late') % 3 === 0): unknown {
    return late ? Promise.resolve().then(() => this.outcome(type, seed)) : this.outcome(type, seed);
  }

  private outcome(type: string, seed: number): unknown {
    const chance = hash(seed, 'outcome') % 16;
    if (chance === 0) return null;
    if (chance > 2) return this.plain(type, seed);
    const trouble = new Trouble(`trouble ${seed}`);
    if (chance === 1) return trouble;
    throw trouble;
  }

  private plain(type: string, seed: number): unknown {
    const item = /^\[(.*)\]!?$/.exec(type)?.[1];
    if (item !== undefined) return hash(seed, 'no list') % 20 === 0 ? 7 : this.list(item, seed);
    const name = type.replace('!', '');
    if (name === 'Colour') return ['RED', 'GREEN', 'BLUE'][hash(seed, name) % 3];
    if (['ID', 'String', 'Int', 'Touchy'].includes(name)) return hash(seed, name) % 1000;
    return new Erratic(seed);
  }

  private list(item: string, seed: number): unknown[] {
    const late = this.forgiving && item.endsWith('!') ? true : undefined;
    const length = hash(seed, 'length') % 4;
    return Array.from({ length }, (_, index) => {
      try {
        return this.value(item, hash(seed, index), late);
      } catch (error) {
        return error;
      }
    });
  }
}

/** A schema of erratic values. */
export function erraticSchema({ forgiving }: { forgiving: boolean }): GraphQLSchema {
  const values = new ErraticValues(forgiving);
  const schema = buildSchema(TYPES);
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if (isScalarType(type) && type.name === 'Touchy') type.serialize = touchy;
    if (isAbstractType(type)) type.resolveType = (value: Erratic) => typeOf(type.name, value);
    if (isObjectType(type)) for (const field of Object.values(type.getFields())) resolveBy(values, field);
  }
  return schema;
}

function typeOf(abstract: string, { seed }: Erratic): string | Promise<string> {
  const choice = hash(seed, 'type') % 8;
  if (choice === 0) throw new Trouble('no type');
  const name = abstract === 'Named' || choice % 2 === 0 ? 'Box' : 'Jar';
  return choice === 1 ? Promise.resolve(name) : name;
}

function resolveBy(values: ErraticValues, field: GraphQLField<Erratic | undefined, unknown>): void {
  const type = String(field.type);
  field.resolve =
    field.args.length === 0
      ? (source) => values.value(type, hash(source?.seed, field.name))
      : (source, args, _context, { path, variableValues }) =>
          values.value(type, hash(source?.seed, JSON.stringify(args), path.key, variableValues['text']));
}

function touchy(value: unknown): unknown {
  const seed = Number(value);
  if (seed % 7 === 0) throw new Trouble('touched');
  return seed % 7 === 1 ? null : `touchy ${seed}`;
}
