import { createClient } from 'graphql-ws';
import type { FormattedExecutionResult } from 'graphql-ws';
import { WebSocket } from 'ws';
import { startVbrSimulator } from '../../../src/simulators/vbr/index.js';
import type { VbrSimulator } from '../../../src/simulators/vbr/index.js';
import { startGateway } from '../../support/gateway.js';
import type { RunningGateway } from '../../support/gateway.js';

/** Some thirty answers of these fields are longer than a KiB. */
const WIDE = Array.from({ length: 60 }, (_none, index) => `${'a'.repeat(60)}${index}: name`).join(' ');
const TOO_LONG = {
  message: expect.stringContaining('longer'),
  extensions: { code: 'QUERY_LIMIT_EXCEEDED', limit: 'answerBytes', allowed: 1_024 },
};

let vbr: VbrSimulator;
let gateway: RunningGateway;
let policy: string;
let session: string;
beforeAll(async () => {
  vbr = await startVbrSimulator({ seed: 5, policies: 10, sessions: 50, workSeconds: 3_600 });
  gateway = await startGateway([{ key: 'vbr', product: 'VBR', url: vbr.url }], {
    limits: { answerBytes: 1_024 },
  });
  const { data } = await gateway.ask<{ policies: { nodes: { id: string }[] } }>(
    '{ policies(filter: { kinds: [BACKUP], status: [IDLE] }, first: 1) { nodes { id } } }',
  );
  policy = data.policies.nodes[0]?.id ?? '';
});
afterAll(async () => {
  await gateway.close();
  await vbr.close();
});

it('the answer of a change is measured like any other', async () => {
  const start = (fields: string): string =>
    `mutation { startPolicy(input: { policy: "${policy}" }) { session { id ${fields} } } }`;
  const { errors } = await gateway.ask(start(WIDE));
  expect(errors).toMatchObject([
    { ...TOO_LONG, message: expect.stringMatching(/longer.*the changes were made/) },
  ]);
  const { data } = await gateway.ask<{ sessions: { nodes: { id: string }[] } }>(
    '{ sessions(first: 1, filter: { states: [RUNNING] }) { nodes { id } } }',
  );
  session = data.sessions.nodes[0]?.id ?? '';
  expect(session).not.toBe('');
});

describe('an event of a subscription is measured like any other answer', () => {
  const updates = (fields: string): string =>
    `subscription { sessionUpdated(session: "${session}") { id ${fields} } }`;

  it('over a WebSocket', async () => {
    const client = createClient({
      url: gateway.url.replace('http', 'ws'),
      webSocketImpl: WebSocket,
      lazy: true,
    });
    const first = async (query: string): Promise<FormattedExecutionResult> =>
      (await client.iterate({ query }).next()).value as FormattedExecutionResult;
    expect(await first(updates(WIDE))).toMatchObject({ data: null, errors: [TOO_LONG] });
    expect(await first(updates('name'))).toMatchObject({ data: { sessionUpdated: { id: session } } });
    await client.dispose();
  });

  it('as server-sent events', async () => {
    const ending = new AbortController();
    const response = await fetch(`${gateway.url}/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: updates(WIDE) }),
      signal: ending.signal,
    });
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk as Uint8Array).toString();
      if (/event: next\ndata: .*\n/.test(text)) break;
    }
    ending.abort();
    const event = JSON.parse(/data: (\{.*)/.exec(text)?.[1] ?? '{}') as FormattedExecutionResult;
    expect(event).toMatchObject({ data: null, errors: [TOO_LONG] });
  });
});
