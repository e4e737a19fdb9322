import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type {
  GraphQLCompositeType,
  GraphQLField,
  GraphQLInputType,
  GraphQLObjectType,
  GraphQLSchema,
} from 'graphql';

/** Values for arguments, as they stand in a query, by `Type.field`. */
export type ArgumentTexts = Readonly<Record<string, string>>;

/** What to select under Query so that every field of one type is selected. */
export interface TypeSelection {
  type: string;
  selection: string;
}

const SIDE_BY_SIDE = 8;
/** Tells of the whole operation up to a moment: beside other fields of one it hangs on which of them were quick. */
const HANGS_ON_THE_REST = /\bupstreamCalls\b/;

interface Place {
  type: GraphQLCompositeType;
  /** What opens on the way there: fields with their arguments, and conditions on types. */
  path: string[];
}

/**
 * Selections that together hold every field of every type that can be reached from Query, each type by its shortest way. Throws for a
 * field with required arguments that `texts` says nothing of.
 */
export function selectionsOfAllFields(schema: GraphQLSchema, texts: ArgumentTexts): TypeSelection[] {
  return placesOf(schema, texts).map(({ type, path }) => {
    const fields = fieldsOf(type).map((field) => {
      const text = call(type, field, texts);
      return isLeafType(getNamedType(field.type)) ? text : `${text} { __typename }`;
    });
    const inner = ['__typename', ...fields].join(' ');
    return { type: type.name, selection: path.reduceRight((below, step) => `${step} { ${below} }`, inner) };
  });
}

/** Queries over some selections each, side by side under names of their own; each has but one answer, whatever the speed of the machine. */
export function documentsOf([roots, ...types]: readonly TypeSelection[]): string[] {
  const selections = types.map(({ selection }) => selection);
  const alone = selections.filter((selection) => HANGS_ON_THE_REST.test(selection));
  const documents = [roots?.selection, ...alone].map((selection) => `{ ${selection} }`);
  const others = selections.filter((selection) => !HANGS_ON_THE_REST.test(selection));
  for (let from = 0; from < others.length; from += SIDE_BY_SIDE) {
    const some = others.slice(from, from + SIDE_BY_SIDE);
    documents.push(`{ ${some.map((selection, index) => `a${index}: ${selection}`).join(' ')} }`);
  }
  return documents;
}

/** Breadth first, so that every type is found by its shortest way. */
function placesOf(schema: GraphQLSchema, texts: ArgumentTexts): Place[] {
  const query = schema.getQueryType();
  const places: Place[] = query ? [{ type: query, path: [] }] : [];
  const seen = new Set(places.map(({ type }) => type.name));
  for (const { type, path } of places) {
    const next = (found: GraphQLCompositeType, step: string): void => {
      if (seen.has(found.name)) return;
      seen.add(found.name);
      places.push({ type: found, path: [...path, step] });
    };
    for (const field of fieldsOf(type).toSorted(listsFirst)) {
      const found = getNamedType(field.type);
      if (isCompositeType(found)) next(found, call(type, field, texts));
    }
    if (isInterfaceType(type))
      for (const possible of schema.getPossibleTypes(type)) next(possible, `... on ${possible.name}`);
  }
  return places;
}

/** A list shows more objects than a single one. */
function listsFirst(a: GraphQLField<unknown, unknown>, b: GraphQLField<unknown, unknown>): number {
  const [listA, listB] = [a, b].map(({ type }) => isListType(getNullableType(type)));
  return Number(listB) - Number(listA);
}

function fieldsOf(type: GraphQLCompositeType): GraphQLField<unknown, unknown>[] {
  return isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
}

function call(
  type: GraphQLCompositeType,
  { name, args }: GraphQLField<unknown, unknown>,
  texts: ArgumentTexts,
): string {
  const given = texts[`${type.name}.${name}`] ?? texts[name];
  if (given !== undefined) return `${name}(${given})`;
  const missing = args.find(
    (argument) => isNonNullType(argument.type) && argument.defaultValue === undefined,
  );
  if (missing) throw new Error(`say what ${type.name}.${name}(${missing.name}:) is to be`);
  return name;
}

/**
 * A field that changes something, once for each id, side by side: all ids of its input are that one, and its other required values
 * are made up.
 */
export function mutationsAbout(
  { name, args: [argument], type }: GraphQLField<unknown, unknown>,
  ids: readonly string[],
): [string, Record<string, unknown>] {
  if (argument === undefined) throw new Error(`${name} takes no input`);
  const rest = fieldsOf(getNamedType(type) as GraphQLObjectType).filter(
    (field) => field.name !== 'userErrors',
  );
  const selection = rest.map((field) =>
    isLeafType(getNamedType(field.type)) ? field.name : `${field.name} { __typename }`,
  );
  const calls = ids.map(
    (_id, index) =>
      `a${index}: ${name}(${argument.name}: $v${index}) { userErrors { code message field } ${selection.join(' ')} }`,
  );
  const variables = ids.map((_id, index) => `$v${index}: ${String(argument.type)}`);
  return [
    `mutation (${variables.join(', ')}) { ${calls.join(' ')} }`,
    Object.fromEntries(ids.map((id, index) => [`v${index}`, madeUp(argument.type, id)])),
  ];
}

function madeUp(type: GraphQLInputType, id: string): unknown {
  const plain = getNullableType(type);
  if (isListType(plain)) return [madeUp(plain.ofType as GraphQLInputType, id)];
  if (isEnumType(plain)) return plain.getValues()[0]?.name;
  if (isInputObjectType(plain) && plain.isOneOf) {
    const [field] = Object.values(plain.getFields());
    return field && { [field.name]: madeUp(field.type, id) };
  }
  if (isInputObjectType(plain))
    return Object.fromEntries(
      Object.values(plain.getFields())
        .filter((field) => isNonNullType(field.type) || getNamedType(field.type).name === 'ID')
        .map((field) => [field.name, madeUp(field.type, id)]),
    );
  switch (plain.name) {
    case 'ID':
      return id;
    case 'Int':
    case 'Float':
    case 'Bytes':
      return 1;
    case 'Boolean':
      return true;
    case 'DateTime':
      return '2026-03-01T00:00:00Z';
    default:
      return 'x';
  }
}
