import { isObjectType } from 'graphql';
import type { GraphQLField, GraphQLFieldResolver, GraphQLObjectType, GraphQLSchema } from 'graphql';

/** By type, then by field, as Nest collects them. */
export type Resolvers = Readonly<Record<string, Readonly<Record<string, object>>>>;

type Resolve = GraphQLFieldResolver<unknown, unknown>;
type Field = GraphQLField<unknown, unknown>;

/** Puts each resolver at its field, in place. A type without its own has those of the interfaces it implements. */
export function bindResolvers(schema: GraphQLSchema, resolvers: Resolvers): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isObjectType(type)) bindType(type, resolvers);
  }
}

function bindType(type: GraphQLObjectType, resolvers: Resolvers): void {
  const owners = [...type.getInterfaces(), type].map(({ name }) => name);
  const own = Object.assign({}, ...owners.map((name) => resolvers[name])) as Record<string, object>;
  const fields = type.getFields();
  for (const [name, resolver] of Object.entries(own)) {
    const field = fields[name];
    if (field !== undefined) bindField(field, resolver);
  }
}

/** A subscription has two functions, every other field one. */
function bindField(field: Field, resolver: object): void {
  if (typeof resolver === 'function') field.resolve = resolver as Resolve;
  else Object.assign(field, resolver as Pick<Field, 'resolve' | 'subscribe'>);
}
