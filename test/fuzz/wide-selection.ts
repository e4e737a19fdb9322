import { getNamedType, isInterfaceType, isLeafType, isObjectType } from 'graphql';
import type { GraphQLField, GraphQLNamedType, GraphQLSchema } from 'graphql';

/** All fields of a type that take no arguments, `depth` objects down, and of all types it stands for. */
export function wideSelection(schema: GraphQLSchema, type: GraphQLNamedType, depth: number): string {
  const own = fieldsOf(type).map((field) => part(schema, field, depth, ''));
  const possible = isInterfaceType(type) ? schema.getPossibleTypes(type) : [];
  // Fields of one name differ between types: each type has names of its own.
  const below = possible.map((object) => {
    const more = fieldsOf(object).filter(({ name }) => !isInterfaceType(type) || !(name in type.getFields()));
    const parts = more.map((field) => part(schema, field, depth, `${object.name}_${field.name}: `));
    return `... on ${object.name} { __typename ${parts.join(' ')} }`;
  });
  return ['__typename', ...own, ...below].join(' ');
}

function part(
  schema: GraphQLSchema,
  { name, type }: GraphQLField<unknown, unknown>,
  depth: number,
  alias: string,
): string {
  const named = getNamedType(type);
  if (isLeafType(named)) return alias + name;
  return depth === 0 ? '' : `${alias}${name} { ${wideSelection(schema, named, depth - 1)} }`;
}

function fieldsOf(type: GraphQLNamedType): GraphQLField<unknown, unknown>[] {
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).filter(({ args }) => args.length === 0);
}
