import type { FaultKind } from '../../src/simulators/kit/faults.js';
import type { Answer } from '../support/gateway.js';
import {
  EVERYTHING,
  PARTS,
  PRODUCTS,
  goodKey,
  partOf,
  sourceOf,
  startStranger,
  startTrio,
  startTroubledGateway,
  troubledKey,
} from '../support/troubled-fleet.js';
import type { EverythingData, Stranger, Trio, Trouble } from '../support/troubled-fleet.js';

/** Stands in every odd body: none of it may reach a client. */
const MARK = 'upstream-body-47';
const PASSWORD = 'Wr0ng-and-secret';
/** Longer than any answer takes, on a busy machine too. */
const SLOW = { ms: 120_000, patience: { limits: { timeout: 'PT0.3S' } } };

let good: Trio;
let troubled: Trio;
let stranger: Stranger;

beforeAll(async () => {
  [good, troubled, stranger] = await Promise.all([
    startTrio({ seed: 1 }),
    startTrio({ seed: 2 }),
    startStranger(),
  ]);
});
afterAll(() => Promise.all([good.close(), troubled.close(), stranger.close()]));

interface Row {
  title: string;
  trouble: () => Trouble;
  error: object;
}

type BadAnswer = readonly [title: string, fault: FaultKind, error: object, entry?: Trouble['entry']];

function status(code: number, retryAfter?: number): FaultKind {
  const body = `{"message":"${MARK} at Some.Stack.trace()","stackTrace":"at line 7"}`;
  const fault = { kind: 'status', status: code, body, contentType: 'application/json' } as const;
  return retryAfter === undefined ? fault : { ...fault, retryAfter };
}

const BAD_ANSWERS: readonly BadAnswer[] = [
  ['answers 500', status(500), { code: 'UPSTREAM_ERROR', retryable: true, upstreamStatus: 500 }],
  [
    'answers 503 without a body',
    { kind: 'status', status: 503 },
    { code: 'UPSTREAM_ERROR', retryable: true, upstreamStatus: 503 },
  ],
  [
    'answers 429 with Retry-After',
    status(429, 17),
    { code: 'RATE_LIMITED', retryable: true, retryAfterSeconds: 17, upstreamStatus: 429 },
    // Too little to wait for it.
    { limits: { timeout: 'PT15S' } },
  ],
  [
    'answers broken JSON',
    { kind: 'raw', body: `{"${MARK}": [` },
    { code: 'BAD_RESPONSE', retryable: false, message: expect.stringContaining('JSON') },
  ],
  [
    'answers HTML',
    { kind: 'raw', body: `<!doctype html><p>${MARK}`, contentType: 'text/html' },
    { code: 'BAD_RESPONSE', retryable: false, message: expect.stringContaining('HTML') },
  ],
  [
    'answers 200 and nothing',
    { kind: 'raw', body: '' },
    { code: 'BAD_RESPONSE', retryable: false, message: expect.stringContaining('empty') },
  ],
  [
    'answers JSON of another shape',
    { kind: 'raw', body: `{"greeting":"${MARK}"}` },
    { code: 'BAD_RESPONSE', retryable: false },
  ],
  [
    'breaks off in the middle',
    { kind: 'truncate' },
    { code: 'BAD_RESPONSE', retryable: false, message: expect.stringContaining('broke off') },
  ],
  ['drops the connection', { kind: 'reset' }, { code: 'UNREACHABLE', retryable: true }],
  ['never answers', { kind: 'hang' }, { code: 'TIMEOUT', retryable: true }, SLOW.patience],
  [
    'is slower than its deadline',
    { kind: 'latency', ms: SLOW.ms },
    { code: 'TIMEOUT', retryable: true },
    SLOW.patience,
  ],
  ['answers byte after byte', { kind: 'drip' }, { code: 'TIMEOUT', retryable: true }, SLOW.patience],
];

function rowsFor(what: string, match: string): Row[] {
  return BAD_ANSWERS.map(([title, fault, error, entry]) => ({
    title: `${title} to ${what}`,
    trouble: () => ({ faults: [{ match, fault }], ...(entry && { entry }) }),
    error,
  }));
}

const ROWS: readonly Row[] = [
  ...rowsFor('every read', 'GET /'),
  ...rowsFor('everything, sign-in included', ''),
  {
    title: 'redirects to another host',
    trouble: () => ({ faults: [{ fault: { kind: 'redirect', location: `${stranger.url}/away` } }] }),
    error: {
      code: 'BAD_RESPONSE',
      upstreamStatus: 302,
      message: expect.stringMatching(/redirects to http:/),
    },
  },
  {
    title: 'refuses the account',
    trouble: () => ({ entry: { password: PASSWORD } }),
    error: { code: 'UNAUTHORIZED', retryable: false },
  },
  {
    title: 'forbids the account to read',
    trouble: () => ({ faults: [{ match: 'GET /', fault: status(403) }] }),
    error: { code: 'FORBIDDEN', retryable: false, upstreamStatus: 403 },
  },
  {
    title: 'is down',
    trouble: () => ({ entry: { url: 'http://127.0.0.1:1' } }),
    error: { code: 'UNREACHABLE', retryable: true },
  },
];

describe.each(ROWS)('a server that $title', ({ trouble, error }) => {
  let answer: Answer<EverythingData>;
  let milliseconds: number;

  beforeAll(async () => {
    const gateway = await startTroubledGateway(good, troubled, trouble);
    const startedAt = performance.now();
    answer = await gateway.ask<EverythingData>(EVERYTHING);
    milliseconds = performance.now() - startedAt;
    await gateway.close();
  });

  describe.each(PRODUCTS)('of product %s', (product) => {
    it.each(PARTS)('costs %s its own part and is named with the reason', (name) => {
      expect(sourceOf(partOf(answer.data, name), troubledKey(product))).toMatchObject({
        status: 'FAILED',
        count: null,
        error,
      });
    });
  });

  it.each(PARTS)('leaves %s of the other servers whole, and says that the answer is not', (name) => {
    const part = partOf(answer.data, name);
    const good = PRODUCTS.map(goodKey);
    expect(good.map((key) => sourceOf(part, key))).toEqual(
      good.map(() => expect.objectContaining({ status: 'OK', error: null })),
    );
    expect(part.complete).toBe(false);
    if (part.nodes === undefined) return;
    expect(new Set(part.nodes.map(({ server }) => server.key))).toEqual(new Set(good));
    expect(part.totalCount).toBeNull();
  });

  it('is answered with 200, in time, and with nothing of what the server said', () => {
    expect(answer.status).toBe(200);
    expect(answer.errors).toEqual([]);
    expect(milliseconds).toBeLessThan(SLOW.ms);
    const text = JSON.stringify(answer);
    for (const secret of [MARK, PASSWORD, 'simulated', 'Stack', 'node_modules', 'Bearer'])
      expect(text).not.toContain(secret);
  });
});

it('a redirect is never followed', () => {
  expect(stranger.requests).toEqual([]);
});
