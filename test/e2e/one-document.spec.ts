import { readFileSync } from 'node:fs';
import { buildSchema, getNamedType, isAbstractType, isCompositeType, isRequiredArgument } from 'graphql';
import type { GraphQLCompositeType, GraphQLField, GraphQLInterfaceType, GraphQLObjectType } from 'graphql';
import { freezeClock } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startFleet } from '../support/fleet.js';
import type { Fleet } from '../support/fleet.js';

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));

/** All fields that need no argument, to this depth; what is further down is left out. */
function fieldsOf(type: GraphQLCompositeType, depth: number): string {
  if (isAbstractType(type))
    return [
      '__typename',
      ...schema.getPossibleTypes(type).map((one) => `... on ${one.name} { ${fieldsOf(one, depth)} }`),
    ].join(' ');
  const fields = Object.values((type as GraphQLObjectType).getFields());
  return ['__typename', ...fields.flatMap((field) => selectionOf(field, depth))].join(' ');
}

function selectionOf({ name, type, args }: GraphQLField<unknown, unknown>, depth: number): string[] {
  if (args.some(isRequiredArgument)) return [];
  const inner = getNamedType(type);
  if (!isCompositeType(inner)) return [name];
  if (depth === 0) return [];
  const page = args.some((arg) => arg.name === 'first') ? '(first: 1)' : '';
  return [`${name}${page} { ${fieldsOf(inner, depth - 1)} }`];
}

function allOf(name: string, depth: number): string {
  return fieldsOf(schema.getType(name) as GraphQLInterfaceType, depth);
}

describe('one document for all products', () => {
  let clock: FrozenClock;
  let fleet: Fleet;

  beforeAll(async () => {
    clock = freezeClock();
    const limits = {
      complexity: 1_000_000_000,
      fields: 100_000,
      tokens: 1_000_000,
    };
    fleet = await startFleet({ config: { limits } });
  });

  afterAll(async () => {
    await fleet.close();
    clock.release();
  });

  it.each([
    [
      'policies',
      'Policy',
      ['VbrJob', 'VbAwsEc2Policy', 'VbAwsVpcPolicy', 'VbAwsSlaPolicy', 'VbM365Job', 'VbM365CopyJob'],
    ],
    [
      'repositories',
      'Repository',
      ['VbrRepository', 'VbrScaleOutRepository', 'VbAwsRepository', 'VbM365Repository'],
    ],
    ['sessions', 'Session', ['VbrSession', 'VbAwsSession', 'VbM365JobSession', 'VbM365RestoreSession']],
  ])('asks %s for every field that a type has', async (list, type, wanted) => {
    const filter = `{ servers: ${JSON.stringify(fleet.alive)} }`;
    const { data, errors } = await fleet.gateway.ask<Record<string, { nodes: { __typename: string }[] }>>(
      `{ ${list}(first: 500, filter: ${filter}) { nodes { ${allOf(type, 1)} } } }`,
    );
    expect(errors.filter(({ extensions }) => extensions.code !== 'UNSUPPORTED')).toEqual([]);
    const seen = new Set(data[list]?.nodes.map(({ __typename }) => __typename));
    expect([...seen]).toEqual(expect.arrayContaining(wanted));
  });
});
