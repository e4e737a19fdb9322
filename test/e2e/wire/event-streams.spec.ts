import { startVbrSimulator } from '../../../src/simulators/vbr/index.js';
import type { VbrSimulator } from '../../../src/simulators/vbr/index.js';
import { askAs, bearer, keyAuth, testKey } from '../../support/callers.js';
import { startGateway } from '../../support/gateway.js';
import type { RunningGateway } from '../../support/gateway.js';

const [anna, ben] = [testKey({ name: 'Anna', role: 'OPERATOR' }), testKey({ name: 'Ben', role: 'OPERATOR' })];
const UPDATES = 'subscription ($id: ID!) { sessionUpdated(session: $id) { id state } }';
/** What names a shared stream, and what every object of JavaScript has. */
const TOKENS = ['undefined', '__proto__', 'constructor', 'hasOwnProperty', 'toString', ''];

let vbr: VbrSimulator;
let gateway: RunningGateway;
let session: string;
beforeAll(async () => {
  vbr = await startVbrSimulator({ seed: 5, policies: 10, sessions: 50, workSeconds: 3_600 });
  const server = { key: 'vbr', product: 'VBR', url: vbr.url };
  gateway = await startGateway([server], { auth: keyAuth(anna, ben) });
  const ask = async <T>(query: string): Promise<T> =>
    (await askAs<T>(anna.credential, gateway.url, query)).data;
  const { policies } = await ask<{ policies: { nodes: { id: string }[] } }>(
    '{ policies(filter: { kinds: [BACKUP], status: [IDLE] }, first: 1) { nodes { id } } }',
  );
  const { startPolicy } = await ask<{ startPolicy: { session: { id: string } } }>(
    `mutation { startPolicy(input: { policy: "${policies.nodes[0]?.id}" }) { session { id } } }`,
  );
  session = startPolicy.session.id;
});
afterAll(async () => {
  await gateway.close();
  await vbr.close();
});

interface Wish {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly search?: string;
  readonly credential?: string;
}

/** Asks for the session's events; the first of them, or the answer where there are none. */
async function stream({
  method = 'POST',
  headers = {},
  search = '',
  credential = anna.credential,
}: Wish): Promise<{
  status: number;
  headers: Headers;
  first: string;
}> {
  const body = JSON.stringify({ query: UPDATES, variables: { id: session } });
  const ending = new AbortController();
  const response = await fetch(`${gateway.url}/stream${search}`, {
    method,
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      ...bearer(credential),
      ...headers,
    },
    ...(method === 'POST' && { body }),
    signal: ending.signal,
  });
  let first = '';
  const decoder = new TextDecoder();
  if (response.body !== null)
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      first += decoder.decode(chunk);
      if (/\ndata: ./.test(first)) break;
    }
  ending.abort();
  return { status: response.status, headers: response.headers, first };
}

it.each(['PUT', 'DELETE', 'PATCH'])('%s is not allowed, with a token or without', async (method) => {
  for (const token of [undefined, ...TOKENS]) {
    const headers: Record<string, string> =
      token === undefined ? {} : { 'x-graphql-event-stream-token': token };
    const refused = await stream({ method, headers });
    expect(refused.status).toBe(405);
    expect(refused.headers.get('allow')).toBe('GET, POST');
    expect(JSON.parse(refused.first)).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  }
});

it.each(TOKENS)('the token %j shares nothing: everybody has a stream of their own', async (token) => {
  const wishes: Wish[] = [
    { headers: { 'x-graphql-event-stream-token': token } },
    { search: `?token=${encodeURIComponent(token)}` },
  ];
  for (const wish of wishes)
    for (const { credential } of [anna, ben, anna]) {
      const { status, headers, first } = await stream({ ...wish, credential });
      expect(status).toBe(200);
      expect(headers.get('content-type')).toMatch(/^text\/event-stream/);
      expect(first).toContain(session);
    }
});

it.each(TOKENS)('a GET that brings nothing but the token %j gets no stream', async (token) => {
  const search = `?token=${encodeURIComponent(token)}`;
  const answer = await stream({ method: 'GET', search, headers: { 'x-graphql-event-stream-token': token } });
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
});
