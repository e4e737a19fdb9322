import { startGateway } from '../support/gateway.js';
import type { RunningGateway } from '../support/gateway.js';
import { deadUrl } from '../support/addresses.js';

let gateway: RunningGateway;

beforeAll(async () => {
  gateway = await startGateway([{ key: 'vbr', product: 'VBR', url: await deadUrl() }]);
});
afterAll(() => gateway.close());

const ROUNDS = [true, false, false, true];

describe('A document asked again with other variables', () => {
  it('shows what its conditions let in now', async () => {
    const query = `query ($with: Boolean!) {
      servers { key ... @include(if: $with) { name } ...More @skip(if: $with) }
    } fragment More on BackupServer { product tags @include(if: $with) { key } }`;
    for (const included of ROUNDS) {
      const { data } = await gateway.ask(query, { with: included });
      const more = included ? { name: 'vbr' } : { product: 'VBR' };
      expect(data).toEqual({ servers: [{ key: 'vbr', ...more }] });
    }
  });

  it.each([
    ['a field', 'sessions(first: 501) @include(if: $with) { totalCount }'],
    ['an inline fragment', '... @include(if: $with) { sessions(first: 501) { totalCount } }'],
    ['a fragment', '...Bad @include(if: $with)'],
  ])('has the arguments of %s checked whenever it is let in', async (_what, part) => {
    const fragment = part.includes('...Bad')
      ? 'fragment Bad on Query { sessions(first: 501) { totalCount } }'
      : '';
    const query = `query ($with: Boolean!) { __typename ${part} } ${fragment}`;
    for (const included of ROUNDS) {
      const { status } = await gateway.ask(query, { with: included });
      expect(status).toBe(included ? 400 : 200);
    }
  });

  it('is estimated anew', async () => {
    const query =
      'query A($n: Int!) { policies(first: $n, filter: { servers: [] }) { nodes { name } } } query B { __typename }';
    const cost = async (operationName: string, n: number): Promise<unknown> => {
      const response = await fetch(gateway.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, operationName, variables: { n } }),
      });
      const { extensions } = (await response.json()) as { extensions: { cost: { complexity: number } } };
      return extensions.cost.complexity;
    };
    for (let round = 0; round < 2; round += 1) {
      expect(await cost('A', 10)).toBe(1 + 10 * 2);
      expect(await cost('A', 100)).toBe(1 + 100 * 2);
      expect(await cost('B', 100)).toBe(1);
    }
  });
});
