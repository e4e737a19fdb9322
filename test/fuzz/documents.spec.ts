import { setTimeout as delay } from 'node:timers/promises';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import fc from 'fast-check';
import type { GraphQLSchema } from 'graphql';
import { startTrioGateway } from '../support/trio-gateway.js';
import type { TrioGateway } from '../support/trio-gateway.js';
import { PRODUCTS } from '../support/troubled-fleet.js';
import { Dice } from './dice.js';
import { fuzz, FUZZ_TIMEOUT } from './fuzz.js';
import { OddDocuments } from './odd-document.js';
import type { Known } from './odd-document.js';
import { overEvents, overHttp, overWebSocket } from './odd-requests.js';
import type { OddReply } from './odd-requests.js';

/** Sign-in, version and probe: nobody's calls. */
const SHARED = /\/token|\/swagger\/|\/serverInfo|\/ServiceInstance|\/system\/version/i;
const LONGEST_MESSAGE = 500;
const LONGEST_REFUSAL = 6_000;

interface Nodes {
  nodes: { id: string }[];
  pageInfo: { endCursor: string };
}

let gateway: TrioGateway;
let schema: GraphQLSchema;
let known: Known;

beforeAll(async () => {
  gateway = await startTrioGateway({ limits: { requestsPerSecond: 100_000 } });
  ({ schema } = gateway.app.get(GraphQLSchemaHost, { strict: false }));
  const list = '(first: 5) { nodes { id } pageInfo { endCursor } }';
  const { data } = await gateway.ask<Record<string, Nodes>>(
    `{ policies${list} repositories${list} sessions${list} }`,
  );
  known = {
    ids: Object.values(data).flatMap(({ nodes }) => nodes.map(({ id }) => id)),
    cursors: Object.values(data).map(({ pageInfo }) => pageInfo.endCursor),
  };
});
afterAll(() => gateway.close());

const requests = fc.record({
  seed: fc.nat(),
  over: fc.constantFrom('http', 'http', 'http', 'events', 'socket'),
});
const upstreamCalls = (): number =>
  PRODUCTS.reduce(
    (sum, product) => sum + gateway.trio[product].requests.filter(({ url }) => !SHARED.test(url)).length,
    0,
  );

it(
  'a request is answered or refused in few words, at no cost where it is refused, whatever it is',
  async () => {
    await fuzz(requests, 250, async ({ seed, over }) => {
      const dice = new Dice(seed);
      const odd = new OddDocuments(schema, known, dice).request(
        over === 'http' ? ['query', 'query', 'mutation', 'subscription'] : ['subscription', 'query'],
      );
      if (over === 'socket') return expectInOrder(await overWebSocket(gateway.url, odd, dice));
      const send = (): Promise<OddReply> =>
        over === 'http' ? overHttp(gateway.url, odd, new Dice(seed, over)) : overEvents(gateway.url, odd);
      expectAnswer(await send());
      // What was asked before may still be under way: only what costs each time has been asked for by a refused request.
      const costs: number[] = [];
      do costs.push(await costOfRefusal(send));
      while (costs.length < 5 && !costs.includes(0));
      expect(costs).toContain(0);
    });
    const { data } = await gateway.ask<{ policies: { complete: boolean } }>('{ policies { complete } }');
    expect(data.policies.complete).toBe(true);
  },
  FUZZ_TIMEOUT,
);

/** Requests to servers while something is asked and refused. */
async function costOfRefusal(send: () => Promise<OddReply>): Promise<number> {
  const before = upstreamCalls();
  const { status } = await send();
  if (status < 400) return 0;
  // A request to a server is noted when its answer has left.
  await delay(5);
  return upstreamCalls() - before;
}

function expectAnswer({ status, headers, text }: OddReply): void {
  if (status >= 500) {
    expect({ isKnown: [503, 504].includes(status), text }).toMatchObject({ isKnown: true });
    if (status === 503) expect(headers['retry-after']).toMatch(/^\d+$/);
  }
  if (status >= 400) expect(text.length).toBeLessThan(LONGEST_REFUSAL);
  expectInOrder(text);
}

/** Nothing that nobody thought of, and no long words. */
function expectInOrder(text: string): void {
  expect(text).not.toContain('INTERNAL_SERVER_ERROR');
  expect(text).not.toMatch(/node_modules|\.js:\d+|TypeError|RangeError/);
  for (const [, message = ''] of text.matchAll(/"message":"((?:[^"\\]|\\.)*)"/g))
    expect(message.length).toBeLessThan(LONGEST_MESSAGE);
}
