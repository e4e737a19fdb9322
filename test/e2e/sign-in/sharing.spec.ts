import {
  PRODUCTS,
  sourceOf,
  startTrio,
  startTroubledGateway,
  troubledKey,
} from '../../support/troubled-fleet.js';
import type { Part, Product, Trio } from '../../support/troubled-fleet.js';

const LISTS = ['policies', 'repositories', 'sessions'] as const;
const SOURCES = 'complete sources { server { key } error { code retryAfterSeconds } }';
const EVERY_LIST = `{ ${LISTS.map((list) => `${list}(first: 1) { ${SOURCES} }`).join(' ')} }`;
type Data = Record<(typeof LISTS)[number], Part>;

let good: Trio;
let troubled: Trio;

beforeAll(async () => {
  [good, troubled] = await Promise.all([startTrio({ seed: 1 }), startTrio({ seed: 2 })]);
});
afterAll(() => Promise.all([good.close(), troubled.close()]));

/** Sign-ins and renewals a troubled server has seen so far. */
function signIns(product: Product): number {
  return troubled[product].requests.filter(({ method, url }) => method === 'POST' && /\/token/i.test(url))
    .length;
}

/** How many sign-ins and renewals each troubled server saw meanwhile. */
async function countingSignIns(work: () => Promise<unknown>): Promise<Record<Product, number>> {
  const before = PRODUCTS.map(signIns);
  await work();
  const counts = PRODUCTS.map((product, index) => [product, signIns(product) - (before[index] ?? 0)]);
  return Object.fromEntries(counts) as Record<Product, number>;
}

const ONCE = { VBR: 1, VB_AWS: 1, VB_M365: 1 };

describe('sign-in', () => {
  it('happens once a server, however many ask at once', async () => {
    const gateway = await startTroubledGateway(good, troubled, () => ({}));
    const counts = await countingSignIns(async () => {
      const answers = await Promise.all(Array.from({ length: 6 }, () => gateway.ask(EVERY_LIST)));
      expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
    });
    await gateway.close();
    expect(counts).toEqual(ONCE);
  });

  it('happens once more when every token has expired at once, and nobody notices', async () => {
    const gateway = await startTroubledGateway(good, troubled, () => ({}));
    await gateway.ask(EVERY_LIST);
    for (const product of PRODUCTS) troubled[product].tokens.expireAll({ keepRefresh: true });
    const counts = await countingSignIns(async () => {
      const answers = await Promise.all(Array.from({ length: 6 }, () => gateway.ask<Data>(EVERY_LIST)));
      for (const { data } of answers) for (const list of LISTS) expect(data[list].complete).toBe(true);
    });
    await gateway.close();
    expect(counts).toEqual(ONCE);
  });

  it('that is refused is not tried again for a while', async () => {
    const counts = await countingSignIns(async () => {
      const gateway = await startTroubledGateway(good, troubled, () => ({ entry: { password: 'wrong' } }));
      await Promise.all(Array.from({ length: 4 }, () => gateway.ask(EVERY_LIST)));
      const { data } = await gateway.ask<Data>(EVERY_LIST);
      for (const product of PRODUCTS)
        expect(sourceOf(data.policies, troubledKey(product))?.error).toMatchObject({
          code: 'UNAUTHORIZED',
          retryAfterSeconds: expect.any(Number),
        });
      await gateway.close();
    });
    expect(counts).toEqual(ONCE);
  });

  it('that is accepted and then worth nothing ends in a failure, not in a loop', async () => {
    const faults = [{ match: 'GET /', fault: { kind: 'status', status: 401 } as const }];
    const counts = await countingSignIns(async () => {
      const gateway = await startTroubledGateway(good, troubled, () => ({ faults }));
      for (let round = 0; round < 4; round += 1) {
        const { data } = await gateway.ask<Data>(EVERY_LIST);
        for (const product of PRODUCTS)
          expect(sourceOf(data.policies, troubledKey(product))?.error?.code).toBe('UNAUTHORIZED');
      }
      await gateway.close();
    });
    for (const product of PRODUCTS) expect(counts[product]).toBeLessThanOrEqual(3);
  });

  it('is undone when the gateway closes', async () => {
    const gateway = await startTroubledGateway(good, troubled, () => ({}));
    await gateway.ask(EVERY_LIST);
    const before = PRODUCTS.map((product) => troubled[product].requests.length);
    await gateway.close();
    const lines = PRODUCTS.map((product, index) =>
      troubled[product].requests.slice(before[index]).map(({ method, url }) => `${method} ${url}`),
    );
    expect(lines).toEqual([['POST /api/oauth2/logout'], ['DELETE /api/v1/token'], ['POST /v8/token/logout']]);
  });
});
