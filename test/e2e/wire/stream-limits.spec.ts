import { createClient } from 'graphql-ws';
import type { Client, FormattedExecutionResult } from 'graphql-ws';
import { WebSocket } from 'ws';
import { startVbrSimulator } from '../../../src/simulators/vbr/index.js';
import type { VbrSimulator } from '../../../src/simulators/vbr/index.js';
import { startGateway } from '../../support/gateway.js';
import type { RunningGateway } from '../../support/gateway.js';

const UPDATES = 'subscription ($id: ID!) { sessionUpdated(session: $id) { state } }';
let vbr: VbrSimulator;
let gateway: RunningGateway;
let client: Client;
let session: string;

beforeAll(async () => {
  vbr = await startVbrSimulator({ seed: 5, policies: 10, sessions: 50, workSeconds: 3_600 });
  gateway = await startGateway([{ key: 'vbr', product: 'VBR', url: vbr.url }], {
    limits: { streamsPerCaller: 1 },
  });
  client = createClient({ url: gateway.url.replace('http', 'ws'), webSocketImpl: WebSocket });
  const { data: found } = await gateway.ask<{ policies: { nodes: { id: string }[] } }>(
    '{ policies(filter: { kinds: [BACKUP], status: [IDLE] }, first: 1) { nodes { id } } }',
  );
  const { data: started } = await gateway.ask<{ startPolicy: { session: { id: string } } }>(
    `mutation { startPolicy(input: { policy: "${found.policies.nodes[0]?.id}" }) { session { id } } }`,
  );
  session = started.startPolicy.session.id;
});
afterAll(async () => {
  await client.dispose();
  await gateway.close();
  await vbr.close();
});

const follow = (query = UPDATES): AsyncIterableIterator<FormattedExecutionResult> =>
  client.iterate({ query, variables: { id: session } });

const TOO_MANY = {
  data: null,
  errors: [
    { message: expect.stringMatching(/limits\.streamsPerCaller/), extensions: { code: 'TOO_MANY_STREAMS' } },
  ],
};

it('a caller has so many streams open and no more, over either transport, until one ends', async () => {
  const first = follow();
  expect((await first.next()).value).toMatchObject({
    data: { sessionUpdated: { state: expect.any(String) } },
  });
  expect((await follow().next()).value).toMatchObject(TOO_MANY);
  const events = await fetch(`${gateway.url}/stream`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query: UPDATES, variables: { id: session } }),
  });
  expect(await events.text()).toContain('TOO_MANY_STREAMS');
  await first.return?.();
  let answer: FormattedExecutionResult;
  do answer = (await follow().next()).value as FormattedExecutionResult;
  while (answer.errors !== undefined);
  expect(answer).toMatchObject({ data: { sessionUpdated: { state: expect.any(String) } } });
});

it('a subscription is held to the limits of queries', async () => {
  const fields = Array.from({ length: 200 }, (_, index) => `a${index}: state`).join(' ');
  await expect(follow(UPDATES.replace('state', fields)).next()).rejects.toMatchObject([
    { extensions: { code: 'QUERY_LIMIT_EXCEEDED', limit: 'aliases' } },
  ]);
});
