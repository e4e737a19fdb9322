import { encodeId } from '../../../src/core/model/ids.js';
import { MUTATIONS, PRODUCTS, startChangeStage } from '../../support/every-change.js';
import type { Attempt, ChangeStage, ChangedProduct, RefusalSeen } from '../../support/every-change.js';

const NEWEST: Readonly<Record<ChangedProduct, string>> = {
  VBR: '1.3-rev2',
  VB_AWS: '1.8-rev0',
  VB_M365: 'v8',
};

/** What the product itself cannot do is refused before all else. */
const CANNOT = /^(start|stop)Policy VbAwsSlaPolicy$|^rescanRepositories VbAwsRepository$/;

const walked = new Set<string>();

/** What servers answer to a change, and what it means whatever the product and the change. */
const ANSWERS: readonly [string, number, object | undefined, Partial<RefusalSeen>][] = [
  ['403', 403, { message: 'not for you' }, { code: 'FORBIDDEN', retryable: false }],
  ['404', 404, { message: 'gone' }, { code: 'NOT_FOUND', retryable: false }],
  ['409', 409, undefined, { code: 'CONFLICT', retryable: false }],
  ['400 in words of a conflict', 400, said('It is in use by a job'), { code: 'CONFLICT', retryable: false }],
  ['500 in words of a conflict', 500, said('It is already running'), { code: 'CONFLICT', retryable: false }],
  ['400 in other words', 400, said('A session of it is in progress'), { code: 'CONFLICT', retryable: false }],
  ['429', 429, undefined, { code: 'RATE_LIMITED', retryable: true }],
  ['502', 502, undefined, { code: 'UPSTREAM_UNAVAILABLE', retryable: false }],
  ['503', 503, undefined, { code: 'UPSTREAM_UNAVAILABLE', retryable: false }],
  ['503 in words', 503, said('Try later'), { code: 'UPSTREAM_UNAVAILABLE', retryable: false }],
  ['504 in words', 504, said('Try later'), { code: 'UPSTREAM_UNAVAILABLE', retryable: false }],
];

/** How products name a conflict by codes of their own. */
const CONFLICTS: Readonly<Record<ChangedProduct, readonly object[]>> = {
  VBR: [],
  VB_AWS: [
    { errorCode: 'PolicyAlreadyStarted' },
    { errorCode: 'UnexpectedContent', type: 'https://aws/api/v1/problems/policyAlreadyStarted' },
    { type: '/api/v1/problems/repositoryUsedByPolicy' },
  ],
  VB_M365: [{ errorCode: 'OperationConflict' }],
};

/** Every product's way to say it. */
function said(message: string): object {
  return { message, details: message };
}

describe.each(PRODUCTS)('a change of %s', (product) => {
  let stage: ChangeStage;
  let changes: readonly Attempt[];

  beforeAll(async () => {
    stage = await startChangeStage(product, NEWEST[product]);
    for (const { mutation } of stage.attempts) walked.add(mutation);
    changes = stage.attempts.filter(({ mutation, type }) => !CANNOT.test(`${mutation} ${type}`));
  });

  afterAll(() => stage.close());

  /** What came of every change, and how many were sent for it. */
  async function outcomes(inputOf: (change: Attempt) => object): Promise<[string, RefusalSeen[], number][]> {
    const all: [string, RefusalSeen[], number][] = [];
    for (const change of changes) {
      const before = stage.writes().length;
      const told = await stage.run(change.mutation, inputOf(change));
      // A refusal may name an entry of a list.
      const refusals = told.map((one) => ({ ...one, field: one.field?.slice(0, 2) ?? null }));
      all.push([`${change.mutation} of a ${change.type}`, refusals, stage.writes().length - before]);
    }
    return all;
  }

  /** The same of every change: one refusal that names the server and the input field. */
  const expected = (refusalOf: (change: Attempt) => object, sent: number): unknown[] =>
    changes.map((change) => [
      `${change.mutation} of a ${change.type}`,
      [{ field: ['input', change.about], server: stage.server, ...refusalOf(change) }],
      sent,
    ]);

  it.each(ANSWERS)('answered %s has one meaning, and is sent once', async (_name, status, body, refusal) => {
    stage.answerChanges(status, body);
    expect(await outcomes(({ input }) => input)).toMatchObject(
      expected(
        ({ type }) => ({
          ...refusal,
          // There is one VPC policy, and no id: an appliance that does not find it has no such action.
          ...(status === 404 && type === 'VbAwsVpcPolicy' && { code: 'UNSUPPORTED' }),
          upstream: { status },
        }),
        1,
      ),
    );
  });

  it('refused with a code of the product for a conflict is a CONFLICT', async () => {
    for (const body of CONFLICTS[product]) {
      stage.answerChanges(400, { ...body, message: 'no' });
      expect(await outcomes(({ input }) => input)).toMatchObject(expected(() => ({ code: 'CONFLICT' }), 1));
    }
  });

  it('is sent once under one idempotency key, and the key is for one input', async () => {
    stage.answerChanges(400, said('not today'));
    const once = (more: object) =>
      outcomes(({ input, mutation, type }) => ({ ...input, ...more, idempotencyKey: `${mutation} ${type}` }));
    const first = await once({});
    expect(first.map(([, refusals, sent]) => [refusals.length, sent])).toEqual(changes.map(() => [1, 1]));
    const told = first.map(([name, refusals]) => [name, refusals, 0]);
    expect(await once({})).toEqual(told);
    const others = await outcomes(({ mutation, type, about, input }) => ({
      ...input,
      [about]: named({ about }, ofType(type)),
      idempotencyKey: `${mutation} ${type}`,
    }));
    expect(
      others.map(([, refusals, sent]) => [refusals.map(({ code, field }) => [code, field]), sent]),
    ).toEqual(changes.map(() => [[['INVALID_INPUT', ['input', 'idempotencyKey']]], 0]));
  });

  it('without a word in it is refused before a call', async () => {
    for (const { mutation, input } of changes)
      for (const [field, wrong] of wordless(mutation, input)) {
        const refusals = await stage.run(mutation, wrong);
        const [first] = refusals;
        expect([mutation, field, first?.code, first?.field?.join('.'), stage.calls()]).toEqual([
          mutation,
          field,
          'INVALID_INPUT',
          field,
          0,
        ]);
      }
  });

  it('is refused for what is no id, for an id of another kind and of another product', async () => {
    const wrong = [
      'x',
      '',
      ...['BackupServer', 'VbrJob', 'VbrSession', 'VbAwsRepository', 'VbM365Proxy', 'Nonsense'].map((type) =>
        encodeId({ type, server: 'one', nativeId: 'x' }),
      ),
    ];
    for (const id of wrong) {
      const told = await outcomes((change) => ({ ...change.input, [change.about]: named(change, id) }));
      const strangers = changes.flatMap(({ type }, index) => (id === ofType(type) ? [] : [told[index]]));
      expect(strangers.map((one) => [one?.[0], one?.[1].map(({ code }) => code), one?.[2]])).toEqual(
        strangers.map((one) => [one?.[0], [expect.stringMatching(/^(INVALID_INPUT|NOT_FOUND)$/)], 0]),
      );
    }
  });
});

/** Inputs that say nothing where something has to be said, with the field that is at fault. */
function wordless(mutation: string, input: Attempt['input']): [string, object][] {
  const blanks = ['name', 'confirmName'].filter(
    (name) => name in input || (name === 'name' && /Edit/.test(mutation)),
  );
  const lists = Object.keys(input).filter((name) => Array.isArray(input[name]));
  const target = Object.keys(input).slice(0, 1);
  return [
    ...blanks.map((name): [string, object] => [`input.${name}`, { ...input, [name]: '  ' }]),
    ...lists.map((name): [string, object] => [`input.${name}`, { ...input, [name]: [] }]),
    ...(/Edit/.test(mutation)
      ? [['input', Object.fromEntries(target.map((name) => [name, input[name]]))] as [string, object]]
      : []),
  ];
}

/** An id as the argument takes it: lists of ids, and lists of what has one. */
function named({ about }: Pick<Attempt, 'about'>, id: string): unknown {
  if (about === 'repositories') return [id];
  return about === 'priorities' ? [{ policy: id, priority: 1 }] : id;
}

function ofType(type: string): string {
  return encodeId({ type, server: 'one', nativeId: 'x' });
}

it('leaves no mutation out', () => {
  expect([...walked].sort()).toEqual([...MUTATIONS].sort());
});
