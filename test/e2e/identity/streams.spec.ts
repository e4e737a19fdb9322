import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { createClient } from 'graphql-ws';
import type { Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { startVbrSimulator } from '../../../src/simulators/vbr/index.js';
import type { VbrSimulator } from '../../../src/simulators/vbr/index.js';
import { askAs, bearer, testKey } from '../../support/callers.js';
import type { Reply, TestKey } from '../../support/callers.js';
import { startGateway } from '../../support/gateway.js';
import type { RunningGateway } from '../../support/gateway.js';

const SHORT = 1_500;
const UPDATES = 'subscription ($id: ID!) { sessionUpdated(session: $id) { state } }';

/** How a WebSocket client's subscription went: what came, and how the connection ended. */
interface Followed {
  states: unknown[];
  closed: { code: number; reason: string };
}

describe('Streams', () => {
  const lasting = testKey({ role: 'OPERATOR' });
  let folder: string;
  let vbr: VbrSimulator;
  let gateway: RunningGateway;
  let session: string;
  let skipped = 0;

  const write = (...keys: TestKey[]): void =>
    writeFileSync(join(folder, 'keys.yaml'), JSON.stringify({ keys: keys.map(({ entry }) => entry) }));

  beforeAll(async () => {
    // A file of keys is looked at once a second.
    const now = Date.now.bind(Date);
    jest.spyOn(Date, 'now').mockImplementation(() => now() + skipped);
    folder = mkdtempSync(join(tmpdir(), 'gateway-streams-'));
    write(lasting);
    vbr = await startVbrSimulator({ seed: 5, policies: 10, sessions: 200, workSeconds: 3_600 });
    const auth = { mode: 'apiKey', apiKeys: { file: join(folder, 'keys.yaml') } };
    gateway = await startGateway([{ key: 'vbr', product: 'VBR', url: vbr.url }], { auth });
    session = await startPolicy();
  });

  afterAll(async () => {
    jest.restoreAllMocks();
    await gateway.close();
    await vbr.close();
    rmSync(folder, { recursive: true });
  });

  /** The id of a session that goes on for an hour. */
  async function startPolicy(): Promise<string> {
    const ask = <T>(query: string): Promise<Reply<T>> => askAs<T>(lasting.credential, gateway.url, query);
    const { data: found } = await ask<{ policies: { nodes: { id: string }[] } }>(
      '{ policies(filter: { kinds: [BACKUP], status: [IDLE] }, first: 1) { nodes { id } } }',
    );
    const { data: started } = await ask<{ startPolicy: { session: { id: string } | null } }>(
      `mutation { startPolicy(input: { policy: "${found.policies.nodes[0]?.id}" }) { session { id } } }`,
    );
    return started.startPolicy.session?.id ?? '';
  }

  function socket(connectionParams: Record<string, unknown>): Client {
    return createClient({
      url: gateway.url.replace('http', 'ws'),
      webSocketImpl: WebSocket,
      lazy: true,
      retryAttempts: 0,
      connectionParams,
    });
  }

  async function follow(connectionParams: Record<string, unknown>): Promise<Followed> {
    const client = socket(connectionParams);
    const states: unknown[] = [];
    const closed = new Promise<Followed['closed']>((resolve) => {
      client.on('closed', (event) => resolve(event as Followed['closed']));
    });
    client.subscribe(
      { query: UPDATES, variables: { id: session } },
      { next: ({ data }) => states.push(data), error: () => undefined, complete: () => undefined },
    );
    return { closed: await closed, states };
  }

  const events = (credential: string | undefined): Promise<Response> =>
    fetch(`${gateway.url}/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...bearer(credential) },
      body: JSON.stringify({ query: UPDATES, variables: { id: session } }),
    });

  it('over WebSocket are closed to whoever brings no key or a wrong one', async () => {
    const wrong = `Bearer ${testKey().credential}`;
    for (const params of [{}, { authorization: wrong }, { authorization: 7 }, { Authorization: wrong }]) {
      const { states, closed } = await follow(params);
      expect(states).toEqual([]);
      expect(closed).toMatchObject({ code: 4403, reason: 'Forbidden' });
    }
  });

  it.each(['authorization', 'Authorization', 'AUTHORIZATION'])(
    'over WebSocket are opened to whoever brings a right key as "%s"',
    async (name) => {
      for (const value of [`Bearer ${lasting.credential}`, lasting.credential]) {
        const client = socket({ [name]: value });
        const events = client.iterate({ query: UPDATES, variables: { id: session } });
        expect((await events.next()).value).toMatchObject({
          data: { sessionUpdated: { state: expect.any(String) } },
        });
        await client.dispose();
      }
    },
  );

  it('as events are closed to whoever brings no key or a wrong one', async () => {
    for (const credential of [undefined, testKey().credential]) {
      const response = await events(credential);
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    }
  });

  it('end with the key they were opened with, over either transport, and the last event says why', async () => {
    const late = testKey({ expires: new Date(Date.now() + 1_000 + SHORT).toISOString() });
    write(lasting, late);
    skipped += 1_000;
    const authorization = `Bearer ${late.credential}`;
    const [followed, text] = await Promise.all([
      follow({ authorization }),
      events(late.credential).then((response) => response.text()),
    ]);
    expect(followed.states).toEqual([{ sessionUpdated: { state: expect.any(String) } }]);
    expect(followed.closed).toMatchObject({ code: 4403, reason: 'Forbidden' });
    expect(text).toContain('"data":{"sessionUpdated"');
    const [, last = ''] = [...text.matchAll(/event: next\ndata: (.*)/g)].at(-1) ?? [];
    expect(JSON.parse(last)).toMatchObject({
      data: null,
      errors: [{ message: 'the key or token has expired', extensions: { code: 'UNAUTHENTICATED' } }],
    });
    expect(text).toMatch(/event: complete/);
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(String(late.entry['expires'])));
  });
});
