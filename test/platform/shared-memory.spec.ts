import { buildSchema, getOperationAST, parse } from 'graphql';
import type { OperationDefinitionNode } from 'graphql';
import { OperationBudget } from '../../src/core/fairness/operation-budget.js';
import { Documents } from '../../src/platform/graphql/checks/documents.js';
import { executePlan } from '../../src/platform/graphql/execution/execute-plan.js';
import { Plans } from '../../src/platform/graphql/execution/plans.js';
import { writeAnswer } from '../../src/platform/graphql/execution/write-answer.js';
import { SharedMemory } from '../../src/platform/graphql/shared-memory.js';

const MEBIBYTE = 2 ** 20;

describe('A memory that many fill', () => {
  it('never weighs more than it may, and drops what the one with the most has not used for longest', () => {
    const memory = new SharedMemory<number>(100);
    memory.set('mine', 1, 20, 'me');
    for (let index = 0; index < 50; index += 1) {
      memory.set(`theirs ${index}`, index, 10, 'them');
      memory.get('theirs 0');
    }
    expect(memory.size).toBeLessThanOrEqual(100);
    expect(memory.get('mine')).toBe(1);
    expect(memory.get('theirs 0')).toBe(0);
    expect(memory.get('theirs 1')).toBeUndefined();
    expect(memory.get('theirs 49')).toBe(49);
  });

  it('does not keep what would take most of it', () => {
    const memory = new SharedMemory<number>(100);
    memory.set('huge', 1, 26, 'them');
    expect(memory.get('huge')).toBeUndefined();
    expect(memory.size).toBe(0);
  });

  it('weighs a value that comes again once', () => {
    const memory = new SharedMemory<number>(100);
    for (const bytes of [10, 20, 15]) memory.set('key', bytes, bytes, 'me');
    expect(memory.get('key')).toBe(15);
    expect(memory.size).toBe(15);
    expect(memory.delete('key')).toBe(true);
    expect(memory.size).toBe(0);
  });
});

it('documents of one caller do not drive out those of another', () => {
  const sizes = { depth: 10, aliases: 10, rootFields: 10, directives: 10, fields: 2_000, tokens: 10_000 };
  const limits = { ...sizes, complexity: 1_000, upstreamCalls: 10 };
  const documents = new Documents(limits as ConstructorParameters<typeof Documents>[0]);
  const small = documents.read(SCHEMA, '{ rows { text } }', 'small');
  for (let index = 0; index < 200; index += 1)
    documents.read(SCHEMA, `{ rows { text } } # ${index} ${'x'.repeat(200_000)}`, 'heavy');
  expect(documents.read(SCHEMA, '{ rows { text } }', 'heavy')).toBe(small);
});

const SCHEMA = buildSchema('type Query { rows: [Row!]! } type Row { text: String! rows: [Row!]! }');

function operationOf(text: string): [ReturnType<typeof parse>, OperationDefinitionNode] {
  const document = parse(text);
  return [document, getOperationAST(document) as OperationDefinitionNode];
}

/** An operation of somebody; tells how it was ended. */
function bounded(): { budget: OperationBudget; ended: unknown[]; close: () => void } {
  const ended: unknown[] = [];
  const ending = new AbortController();
  const end = (reason: unknown): void => {
    ended.push(reason);
    ending.abort(reason);
  };
  const limits = {
    upstreamCalls: 10,
    requestTimeout: 60_000,
    rowsRead: 1000,
    bytesHeld: MEBIBYTE,
    answerBytes: 32 * MEBIBYTE,
    loopTime: Infinity,
  };
  const budget = new OperationBudget(limits, { name: 'them', signal: ending.signal, end });
  return { budget, ended, close: () => ending.abort() };
}

describe('Plans', () => {
  it('are bounded by what they weigh, however many documents and conditions there are', () => {
    const plans = new Plans();
    const fields = Array.from({ length: 800 }, (_none, index) => `f${index}: text`).join(' ');
    for (let index = 0; index < 300; index += 1) {
      const [document, operation] = operationOf(
        `query ($a: Boolean!) { rows { a${index}: text @include(if: $a) ${fields} rows { ${fields} } } }`,
      );
      const plan = plans.of(SCHEMA, document, operation, { a: index % 2 === 0 }, 'them');
      const type = SCHEMA.getType('Row');
      const [rows] = plan.root.fields;
      if (rows !== undefined && type !== undefined && 'getFields' in type) rows.selectionOn(type as never);
      plans.weigh(plan);
    }
    expect(plans.size).toBeGreaterThan(MEBIBYTE);
    expect(plans.size).toBeLessThanOrEqual(32 * MEBIBYTE);
  });
});

describe('An answer', () => {
  const rowsOf = (count: number, text: string) => Array.from({ length: count }, () => ({ text }));

  async function answer(query: string, rows: () => object[]) {
    const { budget, ended, close } = bounded();
    const root = { rows };
    const [document, operation] = operationOf(query);
    const schema = buildSchema('type Query { rows: [Row!]! } type Row { text: String! rows: [Row!]! }');
    const field = schema.getQueryType()?.getFields()['rows'];
    if (field) field.resolve = () => root.rows();
    const plan = new Plans().of(schema, document, operation, {});
    const result = await executePlan(plan, {}, {}, budget);
    const { errors, data } = result;
    const text = await writeAnswer({
      data: data ?? null,
      ...(errors && { errors: errors.map((one) => one.toJSON()) }),
    });
    close();
    return { text, ended };
  }

  it('that is written in pieces is the one that would be written at once', async () => {
    const nested = () => rowsOf(300, 'é"\n').map((row) => ({ ...row, rows: rowsOf(60, 'inner') }));
    const { text, ended } = await answer('{ rows { text rows { text } } }', nested);
    expect(text.length).toBeGreaterThan(2 ** 18);
    expect(JSON.parse(text)).toEqual({ data: { rows: nested() } });
    expect(ended).toEqual([]);
  });

  it.each([
    ['long names', `{ rows { ${'a'.repeat(100_000)}: text } }`, 'x'],
    ['long values', '{ rows { text } }', 'x'.repeat(100_000)],
    ['values that are longer when written', '{ rows { text } }', '\u0001'.repeat(20_000)],
  ])('ends when it grows too long by %s', async (_title, query, text) => {
    const answered = await answer(query, () => rowsOf(500, text));
    const { errors, data } = JSON.parse(answered.text);
    expect(data).toBeNull();
    expect(errors).toHaveLength(1);
    expect(errors[0].extensions).toEqual({
      code: 'QUERY_LIMIT_EXCEEDED',
      limit: 'answerBytes',
      allowed: 32 * MEBIBYTE,
    });
    expect(answered.ended).toHaveLength(1);
  });
});
