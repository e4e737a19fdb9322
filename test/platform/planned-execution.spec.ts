import fc from 'fast-check';
import {
  execute,
  FragmentsOnCompositeTypesRule,
  getOperationAST,
  getVariableValues,
  OverlappingFieldsCanBeMergedRule,
  parse,
  PossibleFragmentSpreadsRule,
  ScalarLeafsRule,
  validate,
} from 'graphql';
import type { DocumentNode, ExecutionResult, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { executePlan } from '../../src/platform/graphql/execution/execute-plan.js';
import { Plans } from '../../src/platform/graphql/execution/plans.js';
import { erraticQuery } from '../support/erratic-query.js';
import { erraticSchema } from '../support/erratic-schema.js';

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
