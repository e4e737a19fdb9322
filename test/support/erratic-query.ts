import type { GeneratorValue } from 'fast-check';
import fc from 'fast-check';
import { getNamedType, isAbstractType, isLeafType, isUnionType } from 'graphql';
import type { GraphQLNamedType, GraphQLOutputType, GraphQLSchema } from 'graphql';

const DIRECTIVES = [
  '',
  '',
  '',
  '@include(if: $yes)',
  '@skip(if: $no)',
  '@skip(if: true)',
  '@include(if: $no)',
];

const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  next: ['', '(by: 3)', '(by: $count)', '(by: $absent)'],
  texts: ['(like: "one", upTo: 2)', '(like: ["one", $text], upTo: $count)'],
  number: ['(of: 5)', '(of: $count)'],
};

const FRAGMENTS = `
  fragment OfThing on Thing { __typename id name ... on Jar { lid { label } } self { id ...OfBox } }
  fragment OfBox on Box { label colour touchy contents { id } }
`;

/** A query over the erratic schema with everything in it that decides what stands in an answer. */
export function erraticQuery(schema: GraphQLSchema, choose: GeneratorValue): string {
  const from = <T>(options: readonly T[]): T => options[choose(fc.nat, { max: options.length - 1 })] as T;
  let aliases = 0;

  function selection(type: GraphQLNamedType, depth: number): string {
    const parts = Array.from({ length: choose(fc.integer, { min: 1, max: 5 }) }, () => part(type, depth));
    return `{ ${parts.join(' ')} }`;
  }

  function part(type: GraphQLNamedType, depth: number): string {
    const kind = choose(fc.nat, { max: 9 });
    if (kind === 0) return `__typename ${from(DIRECTIVES)}`;
    if (kind === 1 && type.name !== 'Query') return `...${from(['OfThing', 'OfBox'])} ${from(DIRECTIVES)}`;
    if ((kind === 2 || isUnionType(type)) && isAbstractType(type))
      return `... on ${from(schema.getPossibleTypes(type)).name} ${from(DIRECTIVES)} ${selection(from(schema.getPossibleTypes(type)), depth)}`;
    if (kind === 3) return `... ${from(DIRECTIVES)} ${selection(type, depth)}`;
    return field(type, depth);
  }

  function field(type: GraphQLNamedType, depth: number): string {
    const fields = 'getFields' in type ? Object.values(type.getFields()) : [];
    const usable = fields.filter((candidate) => depth > 0 || isLeafType(getNamedType(candidate.type)));
    if (usable.length === 0) return '__typename';
    const { name, type: fieldType } = from(usable) as (typeof fields)[number];
    const named = getNamedType(fieldType as GraphQLOutputType);
    const alias = name in ARGUMENTS || choose(fc.nat, { max: 3 }) === 0 ? `a${(aliases += 1)}: ` : '';
    const below = isLeafType(named) ? '' : selection(named, depth - 1);
    return `${alias}${name}${from(ARGUMENTS[name] ?? [''])} ${from(DIRECTIVES)} ${below}`;
  }

  const root = schema.getQueryType() as GraphQLNamedType;
  return `query Erratic($yes: Boolean!, $no: Boolean = false, $count: Int!, $absent: Int, $text: String!) ${selection(root, 4)} ${FRAGMENTS}`;
}
