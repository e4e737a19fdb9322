import { buildSchema } from 'graphql';
import { auditedArguments } from '../../src/platform/observability/audit/audited-arguments.js';

const { args = [] } =
  buildSchema('type Query { a: Int } type Mutation { change(ids: [ID!], tags: [[String]]): Int }')
    .getMutationType()
    ?.getFields()['change'] ?? {};
const list = (length: number): string[] => Array.from({ length }, (_none, index) => `item ${index}`);

it('a long list of arguments is written down with its beginning and the number of the others', () => {
  const shown = auditedArguments(args, { ids: list(1_000), tags: [list(101), list(2)] }).arguments;
  expect(shown).toEqual({
    ids: [...list(100), '… and 900 more'],
    tags: [[...list(100), '… and 1 more'], list(2)],
  });
});

it('a list of a hundred is written down whole', () => {
  expect(auditedArguments(args, { ids: list(100) }).arguments).toEqual({ ids: list(100) });
});
