import fc from 'fast-check';
import {
  execute,
  FragmentsOnCompositeTypesRule,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  getOperationAST,
  getVariableValues,
  OverlappingFieldsCanBeMergedRule,
  parse,
  PossibleFragmentSpreadsRule,
  ScalarLeafsRule,
  validate,
} from 'graphql';
import type { DocumentNode, ExecutionResult, OperationDefinitionNode } from 'graphql';
import { OperationBudget } from '../../src/core/fairness/operation-budget.js';
import { executePlan } from '../../src/platform/graphql/execution/execute-plan.js';
import { Plans } from '../../src/platform/graphql/execution/plans.js';
import { erraticQuery } from '../support/erratic-query.js';
import { erraticSchema } from '../support/erratic-schema.js';

/** The process around the test, whose promises these are. */
declare const hostProcess: NodeJS.Process;

const RULES = [
  FragmentsOnCompositeTypesRule,
  OverlappingFieldsCanBeMergedRule,
  PossibleFragmentSpreadsRule,
  ScalarLeafsRule,
];

const variables = fc.record({
  yes: fc.boolean(),
  no: fc.boolean(),
  count: fc.nat({ max: 9 }),
  text: fc.string(),
});

/** What a client gets to see, errors in the order they are told in. Both say in words of their own that a scalar gave nothing. */
function shown(result: ExecutionResult): unknown {
  const text = JSON.stringify(result).replaceAll(
    /Expected `Touchy[^"]*returned: null|Touchy gave nothing[^"]*/g,
    '∅',
  );
  return JSON.parse(text);
}

async function planned(
  schema: GraphQLSchema,
  plans: Plans,
  document: DocumentNode,
  values: Record<string, unknown>,
): Promise<ExecutionResult> {
  const operation = getOperationAST(document) as OperationDefinitionNode;
  const { coerced = {} } = getVariableValues(schema, operation.variableDefinitions ?? [], values);
  return executePlan(plans.of(schema, document, operation, coerced), coerced, undefined);
}

const questions = fc.tuple(fc.gen(), fc.array(variables, { minLength: 1, maxLength: 3 }));

function documentOf(schema: GraphQLSchema, choose: fc.GeneratorValue): DocumentNode {
  const document = parse(erraticQuery(schema, choose));
  fc.pre(validate(schema, document, RULES).length === 0);
  return document;
}

describe('A planned query', () => {
  it('leaves no failure behind that nobody waits for', async () => {
    const schema = erraticSchema({ forgiving: false });
    const check = fc.asyncProperty(questions, async ([choose, asked]) => {
      const plans = new Plans();
      const document = documentOf(schema, choose);
      // An unhandled rejection would end the process.
      for (const values of asked) await planned(schema, plans, document, values);
    });
    await fc.assert(check, { numRuns: 150 });
  });

  it('answers whatever is asked as graphql-js does, errors included', async () => {
    // graphql-js forgets the promises of a list that fails at once, and their failures would end the process.
    const schema = erraticSchema({ forgiving: true });
    let errors = 0;
    const check = fc.asyncProperty(questions, async ([choose, asked]) => {
      const plans = new Plans();
      const document = documentOf(schema, choose);
      for (const values of asked) {
        const expected = await execute({ schema, document, variableValues: values });
        expect(shown(await planned(schema, plans, document, values))).toEqual(shown(expected));
        errors += expected.errors?.length ?? 0;
      }
    });
    await fc.assert(check, { numRuns: 250 });
    expect(errors).toBeGreaterThan(100);
  });
});

it('a list that waits for its turn takes what its parts fail with meanwhile', async () => {
  const leaving = new AbortController();
  const budget = new OperationBudget(undefined, { name: 'who leaves', signal: leaving.signal });
  const parts = Array.from({ length: 100 }, (_none, part) => part);
  let slow = 3;
  const row = {
    get parts() {
      // The turn is over after that.
      const end = performance.now() + (slow > 0 ? 20 : 0);
      slow -= 1;
      while (performance.now() < end);
      return parts;
    },
  };
  const rows = Array.from({ length: 100 }, () => row);
  const Row = new GraphQLObjectType({
    name: 'Row',
    fields: { parts: { type: new GraphQLNonNull(new GraphQLList(GraphQLInt)) } },
  });
  const query = new GraphQLObjectType({
    name: 'Query',
    fields: { rows: { type: new GraphQLList(new GraphQLNonNull(Row)), resolve: () => rows } },
  });
  const schema = new GraphQLSchema({ query });
  const document = parse('{ rows { parts } }');
  const operation = getOperationAST(document) as OperationDefinitionNode;
  let unhandled = 0;
  const count = (): void => void (unhandled += 1);
  hostProcess.on('unhandledRejection', count);
  const answer = executePlan(new Plans().of(schema, document, operation, {}), {}, undefined, budget);
  leaving.abort();
  expect(await answer).toMatchObject({
    data: null,
    errors: [{ message: 'nobody waits for the answer any more' }],
  });
  // Each would end the process.
  for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
  hostProcess.off('unhandledRejection', count);
  expect(unhandled).toBe(0);
});
