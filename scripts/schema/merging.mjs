// Whether one document can ask every type of an interface for all of its fields, at any depth: what clients do with fragments.
import {
  OverlappingFieldsCanBeMergedRule,
  getNamedType,
  isCompositeType,
  isAbstractType,
  isInterfaceType,
  parse,
  validate,
} from 'graphql';

/** So deep below the interface; types repeat themselves further down. */
const DEPTH = 5;

/** Interfaces whose types stand side by side in lists. */
const INTERFACES = ['Policy', 'Repository', 'Session', 'Node'];

/**
 * What below `Node` says different things of policies, repositories, sessions and servers, under the names it is fetched by there; docs/schema.md
 * shows the aliases.
 */
export const BELOW_NODE = ['kind', 'status', 'repositories'];

/** @param {import('graphql').GraphQLSchema} schema */
export function unmergeable(schema) {
  return INTERFACES.filter((name) => isInterfaceType(schema.getType(name))).flatMap((name) =>
    conflicts(schema, name).map((message) => `below ${name}: ${message}`),
  );
}

function conflicts(schema, name) {
  const errors = validate(schema, parse(documentOf(schema, name)), [OverlappingFieldsCanBeMergedRule], {
    maxErrors: 50,
  });
  return [...new Set(errors.map(({ message }) => message.replaceAll(/ Use different aliases.*$/g, '')))];
}

/** A document that asks every type of the interface for all fields, with a fragment for each type and depth. */
export function documentOf(schema, name, depth = DEPTH, aliased = name === 'Node' ? BELOW_NODE : []) {
  const fragments = new Map();
  const spread = spreads(schema, fragments, aliased);
  const root = schema.getPossibleTypes(schema.getType(name)).map((type) => spread(type, depth));
  const query = `query { node(id: "") { ${root.join(' ')} } }`;
  return [query, ...fragments.values()].join('\n');
}

function spreads(schema, fragments, aliased) {
  return spread;

  function spread(type, depth) {
    const key = `${type.name}_${depth}`;
    if (!fragments.has(key)) {
      fragments.set(key, '');
      const selections = isAbstractType(type)
        ? schema.getPossibleTypes(type).map((one) => spread(one, depth))
        : Object.values(type.getFields()).flatMap((field) => selection(type, field, depth));
      fragments.set(key, `fragment ${key} on ${type.name} { __typename ${selections.join(' ')} }`);
    }
    return `...${key}`;
  }

  function selection(type, { name, type: declared }, depth) {
    const inner = getNamedType(declared);
    if (isCompositeType(inner) && depth === 0) return [];
    const alias = aliased.includes(name) ? `${aliasOf(schema, type, name)}: ` : '';
    const below = isCompositeType(inner) ? ` { ${spread(inner, depth - 1)} }` : '';
    return [`${alias}${name}${below}`];
  }
}

/** "policyKind" for `kind` of a policy. */
function aliasOf(schema, type, field) {
  const owner =
    type.getInterfaces().findLast(({ name }) => name !== 'Node' && INTERFACES.includes(name)) ?? type;
  return `${owner.name.charAt(0).toLowerCase()}${owner.name.slice(1)}${field.charAt(0).toUpperCase()}${field.slice(1)}`;
}
