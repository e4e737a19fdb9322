import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import { unmergeable } from '../../scripts/schema/merging.mjs';

const BASE = `
  type Query { node(id: ID!): Node }
  interface Node { id: ID! }
  interface Policy implements Node { id: ID! }`;

/** Two policies that differ in one field. */
function schemaWith(one: string, other: string, more = ''): ReturnType<typeof buildSchema> {
  return buildSchema(`${BASE}
    type One implements Node & Policy { id: ID! ${one} }
    type Other implements Node & Policy { id: ID! ${other} }
    ${more}`);
}

it('finds nothing in the schema of the gateway', () => {
  expect(unmergeable(buildSchema(readFileSync('schema.graphql', 'utf8')))).toEqual([]);
});

it.each([
  ['another type', 'size: Int', 'size: Float', ''],
  ['another nullability', 'size: Int', 'size: Int!', ''],
  ['a list', 'size: Int', 'size: [Int]', ''],
  ['a list of another nullability', 'parts: [Part!]', 'parts: [Part]', 'type Part { name: String }'],
  ['an object for a number', 'size: Int', 'size: Size', 'type Size { bytes: Int }'],
  [
    'another type further down',
    'plan: Plan',
    'plan: Scheme',
    'type Plan { window: Hours } type Scheme { window: Time } type Hours { open: [Int!] } type Time { open: Int }',
  ],
  [
    'another type below an interface',
    'target: Target',
    'target: Target',
    'interface Target { id: ID! } type Disk implements Target { id: ID! size: Int } type Tape implements Target { id: ID! size: String }',
  ],
])('finds %s', (_what, one, other, more) => {
  expect(unmergeable(schemaWith(one, other, more))).not.toEqual([]);
});

it('lets different objects with fields of the same types stand side by side', () => {
  const parts = 'type Plan { text: String! days: Int } type Scheme { text: String! months: Int }';
  expect(unmergeable(schemaWith('plan: Plan', 'plan: Scheme', parts))).toEqual([]);
});

it('finds, below Node, what policies and repositories say differently, save what docs show the alias of', () => {
  const repository = (field: string): string =>
    `interface Repository implements Node { id: ID! } type Disk implements Node & Repository { id: ID! ${field} }`;
  expect(unmergeable(schemaWith('kept: Int', 'kept: Int', repository('kept: String')))).not.toEqual([]);
  expect(unmergeable(schemaWith('kind: Int!', 'kind: Int!', repository('kind: String!')))).toEqual([]);
});
