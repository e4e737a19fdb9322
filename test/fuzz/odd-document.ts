import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
} from 'graphql';
import type { GraphQLField, GraphQLInputType, GraphQLNamedType, GraphQLSchema } from 'graphql';
import type { Json } from '../support/rewriting-proxy.js';
import type { Dice } from './dice.js';
import { ODD_DATES, ODD_NUMBERS, ODD_WORDS, oddValue } from './odd-json.js';

export interface OddRequest {
  query: string;
  variables: { [name: string]: Json };
}

/** What the fleet really has: ids and cursors that lead somewhere. */
export interface Known {
  readonly ids: readonly string[];
  readonly cursors: readonly string[];
}

const DIRECTIVES = ['@include(if: true)', '@skip(if: true)', '@skip(if: $no)', '@include(if: 1)', '@nothing'];
const PIECES = [
  ...ODD_WORDS,
  '{',
  '}',
  '(',
  ')',
  '...',
  '... on Query',
  '$',
  '"""',
  '#',
  '@',
  '!',
  '\ufeff',
  '{a'.repeat(300),
];

/** Requests that follow the schema, nearly. */
export class OddDocuments {
  private variables: { [name: string]: Json } = {};
  private declared: string[] = [];
  private fields = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly known: Known,
    private readonly dice: Dice,
  ) {}

  request(kinds: readonly ('query' | 'mutation' | 'subscription')[]): OddRequest {
    const { dice, schema } = this;
    const kind = dice.pick(kinds);
    const root = {
      query: schema.getQueryType(),
      mutation: schema.getMutationType(),
      subscription: schema.getSubscriptionType(),
    };
    const type = root[kind];
    if (!type) throw new Error(`the schema has no ${kind}`);
    const selection = this.selection(type, 2 + dice.below(4));
    const declared = ['$no: Boolean = false', ...this.declared].join(', ');
    const query = `${kind} Odd(${declared}) ${selection}`;
    return { query: dice.once(4) ? this.spoiled(query) : query, variables: this.variables };
  }

  private selection(type: GraphQLNamedType, depth: number): string {
    const parts = Array.from({ length: 1 + this.dice.below(4) }, () => this.part(type, depth));
    return `{ ${parts.join(' ')} }`;
  }

  private part(type: GraphQLNamedType, depth: number): string {
    const { dice, schema } = this;
    if (isAbstractType(type) && dice.once(3)) {
      const object = dice.pick(schema.getPossibleTypes(type));
      return `... on ${object.name} ${this.selection(object, depth)}`;
    }
    const fields = 'getFields' in type ? Object.values(type.getFields()) : [];
    const usable = fields.filter((field) => depth > 0 || isLeafType(getNamedType(field.type)));
    if (usable.length === 0 || dice.once(12)) return '__typename';
    return this.field(dice.pick(usable) as GraphQLField<unknown, unknown>, depth);
  }

  private field({ name, args, type }: GraphQLField<unknown, unknown>, depth: number): string {
    const { dice } = this;
    const given = args.filter((argument) => String(argument.type).endsWith('!') || dice.once(3));
    const values = given.map((argument) => `${argument.name}: ${this.argument(argument.type)}`);
    const named = getNamedType(type);
    const below = isLeafType(named) ? '' : this.selection(named, depth - 1);
    const directive = dice.once(20) ? dice.pick(DIRECTIVES) : '';
    return `f${(this.fields += 1)}: ${name}${values.length > 0 ? `(${values.join(', ')})` : ''} ${directive} ${below}`;
  }

  /** As a variable, declared with the argument's type. */
  private argument(type: GraphQLInputType): string {
    const name = `v${this.declared.length}`;
    this.declared.push(`$${name}: ${String(type)}`);
    this.variables[name] = this.value(type, 3);
    return `$${name}`;
  }

  private value(type: GraphQLInputType, depth: number): Json {
    const { dice } = this;
    if (dice.once(12)) return oddValue(dice);
    const plain = getNullableType(type);
    if (isListType(plain)) {
      const length = dice.pick([0, 1, 2, 3, 40]);
      return Array.from({ length }, () => this.value(plain.ofType as GraphQLInputType, depth));
    }
    if (isEnumType(plain)) return dice.pick(plain.getValues()).name;
    if (isInputObjectType(plain)) {
      const fields = Object.values(plain.getFields()).filter(
        (field) => String(field.type).endsWith('!') || (depth > 0 && dice.once(3)),
      );
      return Object.fromEntries(fields.map((field) => [field.name, this.value(field.type, depth - 1)]));
    }
    return this.scalar(plain.name);
  }

  private scalar(name: string): Json {
    const { dice, known } = this;
    switch (name) {
      case 'ID':
        return dice.once(2) ? dice.pick(known.ids) : this.nearly(dice.pick(known.ids));
      case 'Int':
        return dice.once(2) ? dice.below(60) : dice.pick(ODD_NUMBERS);
      case 'Float':
      case 'Bytes':
        return dice.pick(ODD_NUMBERS);
      case 'Boolean':
        return dice.once(2);
      case 'DateTime':
        return dice.once(2) ? '2026-03-01T00:00:00Z' : dice.pick(ODD_DATES);
      case 'Duration':
        return dice.once(2) ? 'PT1H' : dice.pick(ODD_DATES);
      default:
        return dice.once(2) ? this.nearly(dice.pick(known.cursors)) : dice.pick(ODD_WORDS);
    }
  }

  /** An id or cursor as it was given, with what is in it changed: base64url over a text. */
  private nearly(code: string): string {
    const { dice } = this;
    if (dice.once(4)) return code;
    const text = Buffer.from(code, 'base64url').toString('latin1');
    const at = dice.below(text.length + 1);
    const piece = String(dice.pick([...ODD_WORDS, ...ODD_NUMBERS, ...ODD_DATES, '"', ',', ']', '\\u0000']));
    const changed = text.slice(0, at) + piece + text.slice(at + dice.below(8));
    return Buffer.from(changed, 'utf8').toString('base64url');
  }

  private spoiled(query: string): string {
    const { dice } = this;
    const at = dice.below(query.length + 1);
    return query.slice(0, at) + dice.pick(PIECES) + query.slice(at + dice.below(10));
  }
}
